import { z } from 'zod';

/** Letters of a rater's name. */
export const MAX_RATER_NAME = 80;

/** What nobody sees: control characters, marks that turn the direction of reading, spaces without width. */
const UNSEEN = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** A rater's name from outside in its one form, so that two names that look alike are one. */
export const raterNameSchema = z
  .string()
  .max(1000, 'A rater name holds at most 80 characters.')
  .transform((name) => name.normalize('NFC').replace(UNSEEN, '').trim())
  .pipe(
    z.string().min(1, 'A rater has a name.').max(MAX_RATER_NAME, 'A rater name holds at most 80 characters.'),
  );
