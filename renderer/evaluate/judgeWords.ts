import type { Trial } from '../../core/contract/trialView';
import type { Choice, VoteFlag } from '../../core/session/events';

/** Names that already compare: `Better` before them would be one too many. */
const COMPARING = new Set(
  'better less fewer more closer cleaner sharper nicer clearer softer truer greater higher lower stronger'.split(
    ' ',
  ),
);

/** The question of a trial, from the name of its metric: `Style` asks `Better style?`. */
export function questionOf(metric: string): string {
  const name = metric.trim();
  if (name.endsWith('?')) return name;
  const first = name.split(/\s+/)[0] ?? '';
  if (COMPARING.has(first.toLowerCase())) return `${name}?`;
  const isPlain = /^[A-Za-z][A-Za-z0-9 '-]*$/.test(name) && name.split(/\s+/).length <= 4;
  if (!isPlain) return `${name}: which is better?`;
  // `NSFW` and `iPhone look` keep their letters.
  return `Better ${/^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name}?`;
}

const ANSWERS: Record<Choice, string> = { A: 'voted A', B: 'voted B', same: 'voted Same', skip: 'skipped' };

/** What was said on a trial: `voted A`, `skipped`. */
export function answerWords(choice: Choice): string {
  return ANSWERS[choice];
}

/** What a flag is called. */
export const FLAG_NAMES: Record<VoteFlag, string> = {
  broken_image: 'Broken image',
  both_bad: 'Both bad',
};

type Place = Pick<Trial, 'number' | 'total' | 'training' | 'vote'>;

/** Where a trial stands, and what is to be known of it beside that; `isAgain`: it is on the stage a second time. */
export function placeWords(
  { number, total, training, vote }: Place,
  isAgain: boolean,
): { place: string; aside: string | null } {
  if (isAgain && vote !== null) {
    return { place: `${training ? 'Practice' : 'Trial'} ${number} again`, aside: answerWords(vote.choice) };
  }
  if (training) return { place: `Practice ${number} of ${total}`, aside: 'does not count' };
  return { place: `${number} of ${total}`, aside: null };
}

/** A vote's key was pressed while no pair was on the stage. */
export const TOO_EARLY = 'The next pair is not there yet. Vote once both pictures are shown.';

/** The trial on the stage in one sentence each, for those who hear it; `before`: the vote that it took the place of. */
export function statusWords(
  trial: Place & Pick<Trial, 'metric'>,
  isAgain: boolean,
  before: Choice | null = null,
): string {
  const { place, aside } = placeWords(trial, isAgain);
  const words = `${questionOf(trial.metric)} ${place}${aside === null ? '' : `, ${aside}`}.`;
  if (before === null) return words;
  const answer = answerWords(before);
  return `${answer.charAt(0).toUpperCase()}${answer.slice(1)}. ${words}`;
}
