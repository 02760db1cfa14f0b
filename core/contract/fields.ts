import { z } from 'zod';

/** A time with its zone, as it is told to a window. */
export const time = z.iso.datetime({ offset: true });
export const count = z.number().int().nonnegative();
/** An address under `/image/`. */
export const imageAddress = z.string();
