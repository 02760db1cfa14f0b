import type { ChartColours } from './chartColours';
import { type Box, firstFree } from './chartRoom';
import { haloed, TICK } from './drawing';
import { textWidth } from './textRoom';

/**
 * Names the line of no preference: at its right end, its left one or its middle, below or above it. In: the line, what the name
 * must not lie on, and what it should not. Empty where there is no such place.
 */
export function evenName(
  { left, right, even }: { left: number; right: number; even: number },
  taken: readonly Box[],
  avoided: readonly Box[],
  colours: ChartColours,
): string {
  const words = '50% = no preference';
  const wide = textWidth(words, TICK);
  const starts = [right - wide, left + 4, (left + right - wide) / 2];
  const spots = starts.flatMap((start) =>
    [even + 4, even - 15].map((top) => ({ left: start, right: start + wide, top, bottom: top + 12 })),
  );
  const spot = firstFree(spots, [...taken, ...avoided]) ?? firstFree(spots, taken);
  if (spot === null) return '';
  // The true width is a little less than reckoned: at the right edge it ends at the line's end.
  const isAtEnd = spot.left === starts[0];
  return haloed(words, isAtEnd ? spot.right : spot.left, spot.top + 10, colours, {
    fill: colours.inkFaint,
    'font-size': TICK,
    'text-anchor': isAtEnd ? 'end' : 'start',
  });
}
