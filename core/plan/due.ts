import { REPEAT_GAP, showingKey } from './checks';
import type { OrderEntry } from './trials';

/**
 * An order of showing with everything behind it that has become due, in the drawn order. A repeat whose pair was shown too
 * recently waits until enough lies between, a catch until something else was shown; what still waits at the end is not in it, and is placed
 * when it is asked for again and there is room. In: what is shown already, which stays as it is; the drawn order; and which
 * showings of it can be shown.
 */
export function withDue(
  shown: readonly OrderEntry[],
  order: readonly OrderEntry[],
  isDue: (entry: OrderEntry) => boolean,
): OrderEntry[] {
  const out: OrderEntry[] = [];
  const places = new Map<string, number>();
  let counted = false;
  const place = (entry: OrderEntry) => {
    places.set(showingKey(entry), out.length);
    counted ||= entry.kind === undefined;
    out.push(entry);
  };
  const hasRoom = ({ kind, pair, metric }: OrderEntry) => {
    if (kind === 'catch') return counted;
    if (kind !== 'repeat') return true;
    const first = places.get(showingKey({ pair, metric }));
    return first !== undefined && out.length - first > REPEAT_GAP;
  };
  for (const entry of shown) place(entry);
  // Never long: repeats wait only for what was shown last.
  const waiting: OrderEntry[] = [];
  for (const entry of order) {
    if (places.has(showingKey(entry)) || !isDue(entry)) continue;
    if (hasRoom(entry)) place(entry);
    else waiting.push(entry);
    for (let ready = waiting.findIndex(hasRoom); ready >= 0; ready = waiting.findIndex(hasRoom))
      for (const one of waiting.splice(ready, 1)) place(one);
  }
  return out;
}
