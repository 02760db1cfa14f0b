import { NOT_AMONG } from '../../../core/report/written/modelSection';

/** A mark with the number before it: `87%`, `73.4 %`, `3 times`, `97 of 100`, `51 to 90`. */
const FLAGGED = new RegExp(
  `((?:\\S{1,20} (?:out )?(?:of|to) )?(?:(?:\\S{1,20}\\s(?:times|%|percent)|\\S{1,40}) )?${NOT_AMONG.replace(/[()]/g, '\\$&')})`,
);

/** Parts of a text, in order: those at odd places are numbers that are not among the figures, with their mark. */
export function flaggedParts(text: string): string[] {
  return text.includes(NOT_AMONG) ? text.split(FLAGGED) : [text];
}
