import type { z } from 'zod';
import { quickReader } from './asItStands';

/** Reads a list of a file: its items that make sense. */
export type ReadList = <T>(value: unknown, schema: z.ZodType<T>, what: string) => T[];

/** The sentence about items of a list that make no sense. */
export function leftOut(bad: number, all: number, what: string): string {
  return `${bad} of the ${all} ${what} could not be read and ${bad === 1 ? 'was' : 'were'} left out.`;
}

/** A reader of lists that names in `repairs` what makes no sense. */
export function listReader(repairs: string[]): ReadList {
  return (value, schema, what) => {
    if (value === undefined) return [];
    if (!Array.isArray(value)) {
      repairs.push(`The list of ${what} could not be read and was left out.`);
      return [];
    }
    const read = quickReader(schema);
    const items: z.output<typeof schema>[] = [];
    for (const entry of value) {
      const item = read(entry);
      if (item !== undefined) items.push(item);
    }
    const bad = value.length - items.length;
    if (bad > 0) repairs.push(leftOut(bad, value.length, what));
    return items;
  };
}
