import type { VotedTrial } from '../../../core/contract/trialView';
import type { Choice } from '../../../core/session/events';
import { answerWords, FLAG_NAMES } from '../judgeWords';

const GLYPHS: Record<Choice, string> = { A: 'A', B: 'B', same: '=', skip: '–' };

/** The sign of an answer in a cell. */
export function glyphOf(choice: Choice): string {
  return GLYPHS[choice];
}

/** The number in a cell; practice has numbers of its own. */
export function cellNumber({ number, training }: Pick<VotedTrial, 'number' | 'training'>): string {
  return training ? `P${number}` : String(number);
}

/** A voted trial in words: `Trial 12, Style, voted A, 4 stars, note, both bad`. */
export function cellWords({ number, training, metric, choice, stars, has_note, flags }: VotedTrial): string {
  return [
    `${training ? 'Practice' : 'Trial'} ${number}`,
    metric,
    answerWords(choice),
    stars === null ? null : `${stars} ${stars === 1 ? 'star' : 'stars'}`,
    has_note ? 'note' : null,
    ...flags.map((flag) => FLAG_NAMES[flag].toLowerCase()),
  ]
    .filter((part) => part !== null)
    .join(', ');
}
