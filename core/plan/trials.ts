import type { CheckKind } from '../session/events';
import { type Asking, passChecks, passesOf } from './checks';
import { asked, drawTraining, withChecks } from './drawChecks';
import type { PlannedPair } from './jobs';
import { type Random, shuffled } from './random';

/** One place in the order of showing. */
export interface OrderEntry {
  /** The pair, by its candidate's image file. */
  readonly pair: string;
  /** True: A (left) is the LoRA. False: A is the baseline. A catch shows the picture of that side twice. */
  readonly swap: boolean;
  /** Set for a showing that never counts. */
  readonly kind?: CheckKind | undefined;
  /** The one question of this showing, where each pass asks one; else it asks all. */
  readonly metric?: string | undefined;
}

/** All questions of a pair in turn, and no checks. */
const PLAIN: Asking = { metrics: [], metric_mode: 'in_turn', quality_control: null };

/**
 * The order of showing and the sides, drawn by lot over all planned pairs.
 * Sides: within each candidate as many left as right (one apart when the number is odd, the odd one by lot).
 * Order: the baselines take turns in one drawn order, so that pairs with the same baseline lie as many places apart as
 * there are baselines, the largest gap that any order of a whole plan can keep; which candidate stands against it at each turn is
 * drawn for every baseline on its own.
 * Passes: for each metric such an order and such sides of its own, an odd side made good by the next pass; from one pass to
 * the next pairs with the same baseline lie at least half as far apart.
 * Checks: practice at the front, repeats and catches among the others.
 */
export function drawOrder(
  pairs: readonly PlannedPair[],
  random: Random,
  asking: Asking = PLAIN,
): OrderEntry[] {
  return extendOrder([], new Map(pairs.map((pair) => [pair.lora, pair])), random, asking);
}

/**
 * An order with the pairs that it lacks behind it, in a block of their own that is drawn like a whole order; in passes a block for each
 * metric. No place in the old order changes. Sides: balanced within each candidate over old and new together, as far as the
 * old ones allow. Order: baselines that were shown before take their turns in the order of their last showing, so that pairs of one baseline
 * lie far apart across the seam, too; new ones stand between them. Checks: as many more as the larger plan has, no practice.
 * In: the order, and every pair of the plan by its candidate's image file.
 */
export function extendOrder(
  order: readonly OrderEntry[],
  pairs: ReadonlyMap<string, PlannedPair>,
  random: Random,
  asking: Asking = PLAIN,
): OrderEntry[] {
  const metrics = passesOf(asking);
  const checks = passChecks(pairs.size, asking);
  const whole = [...order];
  for (const [index, metric] of metrics.entries()) {
    const placed = new Set(
      order.flatMap((entry) => (entry.kind === undefined && entry.metric === metric ? [entry.pair] : [])),
    );
    const added = [...pairs.values()].filter(({ lora }) => !placed.has(lora));
    if (added.length === 0) continue;
    const block = drawBlock({ before: shownOf(whole, pairs), metric }, added, random);
    const pass = { before: whole, block, metric, pairs };
    whole.push(...withChecks(pass, checks[index] ?? { repeats: 0, catches: 0 }, random));
  }
  if (order.length > 0 || asking.quality_control?.training !== true) return whole;
  const first = whole.filter(({ kind, metric }) => kind === undefined && metric === metrics[0]);
  return [...drawTraining(first, pairs, metrics, random), ...whole];
}

/** A showing as it stands in an order already, with its pair. */
interface Shown extends OrderEntry {
  readonly planned: PlannedPair;
}

function shownOf(order: readonly OrderEntry[], pairs: ReadonlyMap<string, PlannedPair>): Shown[] {
  return order.flatMap((entry): Shown[] => {
    const planned = pairs.get(entry.pair);
    return planned === undefined ? [] : [{ ...entry, planned }];
  });
}

/** What a block is drawn for. */
interface BlockPlace {
  /** The order before it. */
  readonly before: readonly Shown[];
  /** The one question of its showings; undefined: all of them. */
  readonly metric: string | undefined;
}

function drawBlock(at: BlockPlace, pairs: readonly PlannedPair[], random: Random): OrderEntry[] {
  const sides = drawSides(at, pairs, random);
  const groups = shuffled([...groupBy(pairs, (pair) => pair.baseline).values()], random);
  const turns = inLastTurns(at, groups).map((group) => shuffled(group, random));
  return takeTurns(turns).map(({ lora }) => asked(lora, sides.get(lora) === true, at.metric));
}

/**
 * The pairs of all groups, each group's as far apart as there is room. Groups of one size take turns; where some are
 * larger, as new prompts are beside old ones that gain a weight, both kinds are spread evenly over the whole.
 */
function takeTurns(groups: readonly (readonly PlannedPair[])[]): PlannedPair[] {
  const placed = [...groupBy(groups, (group) => group.length)].flatMap(([size, alike]) =>
    Array.from({ length: size * alike.length }, (_, place) => ({
      pair: alike[place % alike.length]?.[Math.floor(place / alike.length)],
      at: (place + 0.5) / (size * alike.length),
    })),
  );
  // Sorting is stable: what falls on one point stays in the drawn order.
  return placed.sort((a, b) => a.at - b.at).flatMap(({ pair }) => (pair === undefined ? [] : [pair]));
}

/**
 * Drawn groups with those whose baseline was shown before in the order of its last showing, in the places that such groups drew.
 * A pass is to have an order of its own: there only the half that was shown longest ago comes first.
 */
function inLastTurns(
  { before, metric }: BlockPlace,
  groups: readonly (readonly PlannedPair[])[],
): (readonly PlannedPair[])[] {
  const last = new Map(before.map(({ planned }, place) => [planned.baseline, place]));
  const placeOf = (group: readonly PlannedPair[]) => last.get(group[0]?.baseline ?? '');
  const drawn = groups.filter((group) => placeOf(group) !== undefined);
  const sorted = [...drawn].sort((a, b) => (placeOf(a) ?? 0) - (placeOf(b) ?? 0));
  const longAgo = new Set(sorted.slice(0, Math.floor(sorted.length / 2)));
  const known =
    metric === undefined
      ? sorted
      : [...drawn.filter((group) => longAgo.has(group)), ...drawn.filter((group) => !longAgo.has(group))];
  return groups.map((group) => (placeOf(group) === undefined ? group : (known.shift() ?? group)));
}

function drawSides(
  { before, metric }: BlockPlace,
  pairs: readonly PlannedPair[],
  random: Random,
): Map<string, boolean> {
  const sides = new Map<string, boolean>();
  const counted = groupBy(
    before.filter(({ kind }) => kind === undefined),
    ({ planned }) => planned.candidate,
  );
  for (const [candidate, group] of groupBy(pairs, (pair) => pair.candidate)) {
    const lot = random.int(2) === 0;
    const old = counted.get(candidate) ?? [];
    // What the old ones of this metric lack on one side comes first; the rest is halves.
    const lacking = leftsLacking(old.filter((entry) => entry.metric === metric));
    const owed = Math.min(group.length, Math.abs(lacking));
    // An odd one goes to the side that all passes together lack, and falls by lot where they lack none.
    const inAll = leftsLacking(old) - Math.sign(lacking) * owed;
    const oddOne = inAll === 0 ? lot : inAll > 0;
    const halves = group.map((_, index) =>
      index < owed ? lacking > 0 : ((index - owed) % 2 === 0) === oddOne,
    );
    const drawn = shuffled(halves, random);
    for (const [index, pair] of group.entries()) sides.set(pair.lora, drawn[index] === true);
  }
  return sides;
}

/** How many more stand right than left. */
function leftsLacking(shown: readonly OrderEntry[]): number {
  return shown.reduce((sum, { swap }) => sum + (swap ? -1 : 1), 0);
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
