import type { Known, MadePrompt } from '../contract/assistantView';
import { holdsWord } from '../prompts/holdsWord';
import { MAX_METRICS } from '../session/setup';

/** What is said of an answer that was cut; none for a whole one. In: why, and the sentence that says what is left. */
export function cutRemarks(cut: 'length' | 'filter' | null, left: string): string[] {
  switch (cut) {
    case 'length':
      return [`The answer was cut off at the length that the model may write. ${left}`];
    case 'filter':
      return [`The server cut the answer off, since its rules forbid what would have followed. ${left}`];
    case null:
      return [];
  }
}

interface Wish {
  readonly known: Known;
  readonly count: number;
  readonly without_trigger: number;
}

/** What is said of prompts that do not keep to what was asked for: too few, or trigger words where none or some were wished. */
export function promptRemarks(pairs: readonly MadePrompt[], wish: Wish): string[] {
  const few =
    pairs.length < wish.count
      ? [`${wish.count} prompts were asked for, and ${pairs.length} came. Ask again for more.`]
      : [];
  return [...few, ...triggerRemarks(pairs, wish)];
}

function triggerRemarks(
  pairs: readonly MadePrompt[],
  { known, count, without_trigger: wished }: Wish,
): string[] {
  const words = known.trigger_words.map((word) => word.trim()).filter((word) => word !== '');
  if (words.length === 0)
    return wished === 0
      ? []
      : ['No trigger words are known, so none of the prompts could be made without them on purpose.'];
  const lacking = pairs.filter(({ positive }) => !words.some((word) => holdsWord(positive, word))).length;
  // Where too few came it is no wonder that too few of them lack the words.
  if (lacking === wished || (pairs.length < count && lacking < wished)) return [];
  const those = words.length === 1 ? `the trigger word “${words[0]}”` : 'the trigger words';
  const verb = lacking === 1 ? 'lacks' : 'lack';
  const wish = wished === 0 ? 'none was' : wished === 1 ? '1 was' : `${wished} were`;
  return [
    `${lacking} of ${pairs.length} prompts ${verb} ${those}, though ${wish} to. Look at them before you add them.`,
  ];
}

/** What is said of metrics of which a session cannot take all. In: how many came, and how many are there already. */
export function metricRemarks(came: number, present: number): string[] {
  if (came + present <= MAX_METRICS) return [];
  const there = present === 0 ? '' : `, and ${present} ${present === 1 ? 'is' : 'are'} there already`;
  return [`A session takes ${MAX_METRICS} metrics${there}. Choose among the ${came} that came.`];
}
