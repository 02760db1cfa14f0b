import { type PassChecks, REPEAT_GAP, showingKey, TRAINING_SHOWINGS } from './checks';
import type { PlannedPair } from './jobs';
import { type Random, shuffled } from './random';
import type { OrderEntry } from './trials';

/** One pass (or the only one) behind what an order holds already. */
export interface Pass {
  /** The order so far. */
  readonly before: readonly OrderEntry[];
  /** The showings of this pass that count, in their order. */
  readonly block: readonly OrderEntry[];
  readonly metric: string | undefined;
  /** Every pair of the plan by its candidate's image file. */
  readonly pairs: ReadonlyMap<string, PlannedPair>;
}

/**
 * The block of a pass with its checks at places drawn by lot among the others. In: how many the whole pass is to have, earlier
 * blocks of it included; those that are lacking come into this one. Out: the block only.
 *
 * Repeats: pairs drawn by lot from those of this block, then from earlier ones, each with its sides swapped and at least
 * `REPEAT_GAP` showings after its first. Catches: each of another pair, never first. Both keep away from other showings of
 * their baseline where a few lots find such a place.
 */
export function withChecks(pass: Pass, wanted: PassChecks, random: Random): OrderEntry[] {
  const { before, block, metric } = pass;
  const repeated = pairsOf(before, 'repeat', metric);
  const caught = pairsOf(before, 'catch', metric);
  const [repeats, catches] = [wanted.repeats - repeated.size, wanted.catches - caught.size];
  if (repeats <= 0 && catches <= 0) return [...block];
  const slots = new Slots(pass, random);
  const { early, late } = drawRepeats(pass, repeated, repeats, random);
  for (const { entry, place } of early) slots.put(swapped(entry), place + REPEAT_GAP + 1);
  const open = block.filter(({ pair }) => !caught.has(pair));
  for (const { pair } of shuffled(open, random).slice(0, Math.max(0, catches)))
    slots.put({ ...asked(pair, random.int(2) === 0, metric), kind: 'catch' }, before.length + 1);
  const merged = [...before, ...slots.merged()];
  for (const { entry } of late) {
    const first = merged.findIndex((one) => showingKey(one) === showingKey(entry));
    if (merged.length - first <= REPEAT_GAP) break;
    merged.push(swapped(entry));
  }
  return merged.slice(before.length);
}

/** The pairs that an order holds such checks of. */
function pairsOf(
  order: readonly OrderEntry[],
  kind: OrderEntry['kind'],
  metric: string | undefined,
): Set<string> {
  return new Set(
    order.flatMap((entry) => (entry.kind === kind && entry.metric === metric ? [entry.pair] : [])),
  );
}

/** Practice for the front of an order: pairs drawn by lot from those that come late, so that they are not met again soon. */
export function drawTraining(
  block: readonly OrderEntry[],
  pairs: ReadonlyMap<string, PlannedPair>,
  metrics: readonly (string | undefined)[],
  random: Random,
): OrderEntry[] {
  const late = block.slice(
    Math.min(Math.floor(block.length / 2), Math.max(0, block.length - TRAINING_SHOWINGS)),
  );
  const lots = shuffled(late, random);
  const seen = new Set<string | undefined>();
  const fresh: OrderEntry[] = [];
  const again: OrderEntry[] = [];
  for (const entry of lots) {
    const baseline = pairs.get(entry.pair)?.baseline;
    (seen.has(baseline) ? again : fresh).push(entry);
    seen.add(baseline);
  }
  return [...fresh, ...again].slice(0, TRAINING_SHOWINGS).map(({ pair }, index) => ({
    ...asked(pair, random.int(2) === 0, metrics[index % metrics.length]),
    kind: 'training',
  }));
}

/** A showing without `metric` where it asks all, so that it reads the same from a file. */
export function asked(pair: string, swap: boolean, metric: string | undefined): OrderEntry {
  return metric === undefined ? { pair, swap } : { pair, swap, metric };
}

function swapped({ pair, swap, metric }: OrderEntry): OrderEntry {
  return { ...asked(pair, !swap, metric), kind: 'repeat' };
}

interface Placed {
  readonly entry: OrderEntry;
  /** Place in the order without the new checks, from 0. */
  readonly place: number;
}

/** Pairs to repeat: those with room for the gap by lot, and where they do not suffice the earliest of the last ones. */
function drawRepeats(
  { before, block, metric }: Pass,
  repeated: ReadonlySet<string>,
  count: number,
  random: Random,
): { early: Placed[]; late: Placed[] } {
  if (count <= 0) return { early: [], late: [] };
  const all = [...before, ...block];
  const open = all.flatMap((entry, place): Placed[] =>
    entry.kind === undefined && entry.metric === metric && !repeated.has(entry.pair)
      ? [{ entry, place }]
      : [],
  );
  const withRoom = open.filter(({ place }) => place + REPEAT_GAP < all.length);
  const isNew = ({ place }: Placed) => place >= before.length;
  const lots = [
    ...shuffled(withRoom.filter(isNew), random),
    ...shuffled(
      withRoom.filter((one) => !isNew(one)),
      random,
    ),
  ];
  return {
    early: lots.slice(0, count),
    late: open.slice(withRoom.length).slice(0, Math.max(0, count - lots.length)),
  };
}

/** So many lots are drawn for a place at most; the one farthest from other showings of the baseline is taken. */
const LOTS = 8;

/** Places between the showings of a block, by the showing that they stand before. */
class Slots {
  private readonly placed: { slot: number; lot: number; entry: OrderEntry }[] = [];
  /** Where each baseline is shown. */
  private readonly shown = new Map<string, number[]>();
  /** Farther from a baseline's other showings than this need no place be. */
  private readonly enough: number;
  private readonly pass: Pass;
  private readonly random: Random;

  constructor(pass: Pass, random: Random) {
    this.pass = pass;
    this.random = random;
    for (const [place, { pair }] of [...pass.before, ...pass.block].entries()) this.mark(pair, place);
    this.enough = Math.min(this.shown.size / 4, REPEAT_GAP);
  }

  /** In: the showing, and the first place of the order that it may stand before. */
  put(entry: OrderEntry, from: number): void {
    const { before, block } = this.pass;
    const first = Math.max(from, before.length);
    const last = before.length + block.length;
    const places = this.shown.get(this.baselineOf(entry.pair)) ?? [];
    let [slot, room] = [last, -1];
    for (let lot = 0; lot < LOTS && room < this.enough; lot += 1) {
      const drawn = first + this.random.int(last - first + 1);
      const nearest = places.reduce((least, place) => Math.min(least, Math.abs(place - drawn + 0.5)), last);
      if (nearest > room) [slot, room] = [drawn, nearest];
    }
    this.mark(entry.pair, slot - 0.5);
    this.placed.push({ slot, lot: this.random.real(), entry });
  }

  /** The block with everything that was put, at one place in an order drawn by lot. */
  merged(): OrderEntry[] {
    const { before, block } = this.pass;
    const all = [
      ...this.placed,
      ...block.map((entry, index) => ({ slot: before.length + index, lot: 1, entry })),
    ];
    return all.sort((a, b) => a.slot - b.slot || a.lot - b.lot).map(({ entry }) => entry);
  }

  private mark(pair: string, place: number): void {
    const baseline = this.baselineOf(pair);
    const places = this.shown.get(baseline);
    if (places === undefined) this.shown.set(baseline, [place]);
    else places.push(place);
  }

  private baselineOf(pair: string): string {
    return this.pass.pairs.get(pair)?.baseline ?? '';
  }
}
