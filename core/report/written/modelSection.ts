/** What the heading of a model's words in a written report begins with; the model's name follows. */
export const MODEL_SECTION = '## In words, by ';

/** What stands behind a number in them that is not among the figures. */
export const NOT_AMONG = '(not among the figures)';

/** The model that a written report names as the writer of its words; null for one by template. */
export function modelOfReport(text: string): string | null {
  const line = text.split('\n').find((each) => each.startsWith(MODEL_SECTION));
  return line === undefined
    ? null
    : line
        .slice(MODEL_SECTION.length)
        .replace(/\\([!-/:-@[-`{-~])/g, '$1')
        .trim();
}
