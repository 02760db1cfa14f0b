import type { Choice, VoteFlag } from '../../core/session/events';
import { type KeyGroup, type KeyPress, LOOK_KEYS, type LookKey, lookKey } from '../stage/lookKeys';

/** What a key means while judging. */
export type JudgeKey =
  | { does: 'choose'; choice: Choice }
  | { does: 'star'; stars: number }
  | { does: 'submit' | 'undo' }
  | { does: 'flag'; flag: VoteFlag }
  | { does: 'question' | 'step'; by: 1 | -1 }
  | { does: 'note' | 'strip' | 'goOn' }
  | LookKey;

const CHOICES: Record<string, Choice> = {
  '1': 'A',
  ArrowLeft: 'A',
  '2': 'B',
  ArrowRight: 'B',
  '3': 'same',
  ArrowDown: 'same',
  s: 'skip',
};

const OTHERS: Record<string, 'submit' | 'undo'> = {
  Enter: 'submit',
  z: 'undo',
};

/** Keys about the vote beside its choice, and about going to other trials. */
const TRIAL_KEYS: Record<string, JudgeKey> = {
  n: { does: 'note' },
  b: { does: 'flag', flag: 'broken_image' },
  x: { does: 'flag', flag: 'both_bad' },
  t: { does: 'strip' },
  PageUp: { does: 'step', by: -1 },
  ',': { does: 'step', by: -1 },
  PageDown: { does: 'step', by: 1 },
  '.': { does: 'step', by: 1 },
  End: { does: 'goOn' },
};

/** What a key press means, or null. A key held down never votes twice; it may zoom and pan. */
export function judgeKey(press: KeyPress): JudgeKey | null {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if (press.ctrlKey || press.metaKey) {
    return key === 'z' && !press.altKey && !press.shiftKey && !press.repeat ? { does: 'undo' } : null;
  }
  if (press.altKey) return null;
  // By place and before what Shift writes there: on some layouts that is a plus.
  const star = press.shiftKey ? /^(?:Digit|Numpad)([1-5])$/.exec(press.code) : null;
  if (star !== null) return press.repeat ? null : { does: 'star', stars: Number(star[1]) };
  const look = lookKey(press);
  if (look !== null) return look;
  if (press.repeat) return null;
  if (key === 'q') return { does: 'question', by: press.shiftKey ? -1 : 1 };
  const trial = press.shiftKey ? undefined : TRIAL_KEYS[key];
  if (trial !== undefined) return trial;
  const other = OTHERS[key];
  if (other !== undefined) return { does: other };
  const choice = press.shiftKey ? undefined : (CHOICES[key] ?? choiceByPlace(press.code));
  return choice === undefined ? null : { does: 'choose', choice };
}

/** The digits by their place, for layouts whose digits need Shift. */
function choiceByPlace(code: string): Choice | undefined {
  return /^Digit[1-3]$/.test(code) ? CHOICES[code.slice(-1)] : undefined;
}

/** All keys with what they do in groups, for the dialog that shows them. */
export const KEY_GROUPS: readonly KeyGroup[] = [
  {
    title: 'Answer',
    lines: [
      { keys: ['1', '←'], does: 'Choose A' },
      { keys: ['2', '→'], does: 'Choose B' },
      { keys: ['3', '↓'], does: 'No difference' },
      { keys: ['S'], does: 'Skip this pair' },
      { keys: ['↵'], does: 'Submit, when a choice waits for it' },
      { keys: ['Q', 'Shift+Q'], does: 'Next question of the pair, or the one before' },
    ],
  },
  {
    title: 'Go back',
    lines: [
      { keys: ['Z', 'mod+Z'], does: 'Take the last vote back' },
      { keys: [',', 'Page Up'], does: 'The trial before' },
      { keys: ['.', 'Page Down'], does: 'The trial after' },
      { keys: ['End'], does: 'On to the next open trial' },
      { keys: ['T'], does: 'Show or hide all trials' },
    ],
  },
  {
    title: 'Say more',
    lines: [
      { keys: ['Shift+1 – 5'], does: 'Stars: how much better, 1 to 5' },
      { keys: ['N'], does: 'Write a note' },
      { keys: ['B'], does: 'Flag a broken image' },
      { keys: ['X'], does: 'Flag both as bad' },
    ],
  },
  { title: 'Look', lines: LOOK_KEYS },
];
