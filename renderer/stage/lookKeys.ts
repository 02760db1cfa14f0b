import type { ViewAct } from './viewer';

/** What a key changes of the way a pair is looked at. */
export type LookKey = { does: 'swap' | 'prompt' | 'keys' } | ViewAct;

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

const OTHERS: Record<string, 'swap' | 'view' | 'prompt' | 'keys'> = {
  ' ': 'swap',
  v: 'view',
  p: 'prompt',
  '?': 'keys',
};

/** What a key press changes of the way a pair is looked at, or null. A key held down may zoom and pan. */
export function lookKey(press: KeyPress): LookKey | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const pan = PANS[key];
  if (press.shiftKey && pan !== undefined) return { does: 'pan', x: pan[0], y: pan[1] };
  if (key === 'f' && press.shiftKey) return press.repeat ? null : { does: 'full' };
  if (key === 'g') return { does: 'gain', by: press.shiftKey ? -1 : 1 };
  const zoom = ZOOMS[key] ?? (press.shiftKey ? undefined : zoomByPlace(press.code));
  if (zoom !== undefined) return { does: 'zoom', to: zoom };
  const other = press.repeat ? undefined : OTHERS[key];
  return other === undefined ? null : { does: other };
}

function zoomByPlace(code: string): (typeof ZOOMS)[string] | undefined {
  return /^Digit[089]$/.test(code) ? ZOOMS[code.slice(-1)] : undefined;
}

export interface KeyLine {
  keys: readonly string[];
  does: string;
}

/** Keys that belong together, for a dialog that lists them. */
export interface KeyGroup {
  title: string;
  lines: readonly KeyLine[];
}

/** The keys of looking, with what they do. */
export const LOOK_KEYS: readonly KeyLine[] = [
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
];
