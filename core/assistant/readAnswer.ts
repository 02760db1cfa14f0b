import type { MadeMetric, MadePrompt } from '../contract/assistantView';

/** What an answer is measured by. */
export interface AnswerWish {
  /** More than that is left out, and said. */
  readonly count: number;
  /** What is there already; it is left out. */
  readonly present: readonly string[];
}

/** What was found in an answer, and what a person should know of it, each a sentence. */
export interface Found<T> {
  readonly items: readonly T[];
  readonly remarks: readonly string[];
}

/**
 * The prompt pairs in a model's answer: JSON in a fence, among chatter, with trailing commas or cut off in the middle, or a plain list.
 * In: the text so far; `isWhole` false while it still comes, when the last item may be half and is left out. Never throws: an answer
 * without prompts has no items.
 */
export function readPrompts(_text: string, _wish: AnswerWish, _isWhole = true): Found<MadePrompt> {
  return { items: [], remarks: [] };
}

/** The same for metrics. */
export function readMetrics(_text: string, _wish: AnswerWish, _isWhole = true): Found<MadeMetric> {
  return { items: [], remarks: [] };
}
