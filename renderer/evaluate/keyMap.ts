import type { Choice, VoteFlag } from '../../core/session/events';
import type { ViewAct } from './stage/viewer';

/** What a key means while judging. */
export type JudgeKey =
  | { does: 'choose'; choice: Choice }
  | { does: 'star'; stars: number }
  | { does: 'submit' | 'undo' | 'swap' | 'prompt' | 'keys' }
  | { does: 'flag'; flag: VoteFlag }
  | { does: 'question' | 'step'; by: 1 | -1 }
  | { does: 'note' | 'strip' | 'goOn' }
  | ViewAct;

/** The parts of a keyboard event that decide. */
export interface KeyPress {
  key: string;
  /** The key's place on the board, so that Shift and a digit work on every layout. */
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** Held down: it comes again and again. */
  repeat: boolean;
}

const CHOICES: Record<string, Choice> = {
  '1': 'A',
  ArrowLeft: 'A',
  '2': 'B',
  ArrowRight: 'B',
  '3': 'same',
  ArrowDown: 'same',
  s: 'skip',
};

const PANS: Record<string, [-1 | 0 | 1, -1 | 0 | 1]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const ZOOMS: Record<string, Extract<ViewAct, { does: 'zoom' }>['to']> = {
  f: 'fit',
  '0': 'pixels',
  '8': 'double',
  '9': 'quadruple',
  '+': 'in',
  '=': 'in',
  '-': 'out',
  _: 'out',
};

const OTHERS: Record<string, 'submit' | 'undo' | 'swap' | 'view' | 'prompt' | 'keys'> = {
  Enter: 'submit',
  z: 'undo',
  ' ': 'swap',
  v: 'view',
  p: 'prompt',
  '?': 'keys',
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
  const pan = PANS[key];
  if (press.shiftKey && pan !== undefined) return { does: 'pan', x: pan[0], y: pan[1] };
  // By place and before what Shift writes there: on some layouts that is a plus.
  const star = press.shiftKey ? /^(?:Digit|Numpad)([1-5])$/.exec(press.code) : null;
  if (star !== null) return press.repeat ? null : { does: 'star', stars: Number(star[1]) };
  if (key === 'f' && press.shiftKey) return press.repeat ? null : { does: 'full' };
  if (key === 'g') return { does: 'gain', by: press.shiftKey ? -1 : 1 };
  const zoom = ZOOMS[key] ?? (press.shiftKey ? undefined : zoomByPlace(press.code));
  if (zoom !== undefined) return { does: 'zoom', to: zoom };
  if (press.repeat) return null;
  if (key === 'q') return { does: 'question', by: press.shiftKey ? -1 : 1 };
  const trial = press.shiftKey ? undefined : TRIAL_KEYS[key];
  if (trial !== undefined) return trial;
  const other = OTHERS[key];
  if (other !== undefined) return { does: other };
  const choice = press.shiftKey ? undefined : (CHOICES[key] ?? choiceByPlace(press.code));
  return choice === undefined ? null : { does: 'choose', choice };
}

function zoomByPlace(code: string): (typeof ZOOMS)[string] | undefined {
  return /^Digit[089]$/.test(code) ? ZOOMS[code.slice(-1)] : undefined;
}

/** The digits by their place, for layouts whose digits need Shift. */
function choiceByPlace(code: string): Choice | undefined {
  return /^Digit[1-3]$/.test(code) ? CHOICES[code.slice(-1)] : undefined;
}

interface KeyLine {
  keys: readonly string[];
  does: string;
}

/** All keys with what they do in groups, for the dialog that shows them. */
export const KEY_GROUPS: readonly { title: string; lines: readonly KeyLine[] }[] = [
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
  {
    title: 'Look',
    lines: [
      { keys: ['Space'], does: 'Hold to swap the pictures' },
      { keys: ['V'], does: 'Next view' },
      { keys: ['G', 'Shift+G'], does: 'Differences brighter, or darker' },
      { keys: ['P'], does: 'Show or hide the prompt' },
      { keys: ['F', '0'], does: 'Fit, or one pixel to one' },
      { keys: ['8', '9'], does: 'Twice, or four times as large' },
      { keys: ['+', '-'], does: 'Zoom in and out, both together' },
      { keys: ['Shift+←', 'Shift+→'], does: 'Move both pictures' },
      { keys: ['Shift+F'], does: 'Full screen, and back' },
      { keys: ['?'], does: 'These keys' },
    ],
  },
];
