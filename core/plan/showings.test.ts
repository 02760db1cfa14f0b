import { describe, expect, it } from 'vitest';
import { grownPlan, randomPlan, wrongRepeats } from '../testing/randomPlans';
import { checkTrials, passChecks, passesOf, REPEAT_GAP, showingKey, TRAINING_SHOWINGS } from './checks';
import { type PlannedPair, planPairs } from './jobs';
import { createRandom } from './random';
import { drawOrder, extendOrder, type OrderEntry } from './trials';

const PLANS = 10_000;

type Pairs = ReadonlyMap<string, PlannedPair>;

const pairsOf = (pairs: readonly PlannedPair[]): Pairs => new Map(pairs.map((pair) => [pair.lora, pair]));
const countedOf = (order: readonly OrderEntry[]) => order.filter(({ kind }) => kind === undefined);
const ofKind = (order: readonly OrderEntry[], wanted: OrderEntry['kind'], metric: string | undefined) =>
  order.filter((entry) => entry.kind === wanted && entry.metric === metric);

/** How far each candidate is off balance, at most. */
function imbalance(order: readonly OrderEntry[], pairs: Pairs): number {
  const lefts = new Map<number, number>();
  for (const { pair, swap } of order) {
    const candidate = pairs.get(pair)?.candidate ?? -1;
    lefts.set(candidate, (lefts.get(candidate) ?? 0) + (swap ? 1 : -1));
  }
  return Math.max(...[...lefts.values()].map(Math.abs));
}

/** The fewest places between two showings of a baseline that count. */
function smallestGap(order: readonly OrderEntry[], pairs: Pairs): number {
  const last = new Map<string, number>();
  let gap = Number.POSITIVE_INFINITY;
  for (const [place, { pair, kind }] of order.entries()) {
    if (kind !== undefined) continue;
    const baseline = pairs.get(pair)?.baseline ?? '';
    gap = Math.min(gap, place - (last.get(baseline) ?? Number.NEGATIVE_INFINITY));
    last.set(baseline, place);
  }
  return gap;
}

/** Collects what is wrong, so that thousands of plans cost no thousands of assertions. */
function findings() {
  const wrong: string[] = [];
  const find = (plan: number, what: string, isRight: boolean) => {
    if (!isRight) wrong.push(`plan ${plan}: ${what}`);
  };
  return { wrong, find };
}

describe('orders of plans as chance has them', () => {
  it('are balanced, spaced, checked as promised and drawn from their seed alone', () => {
    const { wrong, find } = findings();
    let repeats = 0;
    let amongOthers = 0;
    for (let plan = 0; plan < PLANS; plan += 1) {
      const chance = createRandom(plan, 'tiles');
      const setup = randomPlan(chance);
      const seed = chance.int(2 ** 31);
      const list = planPairs(setup, seed);
      const pairs = pairsOf(list);
      const baselines = new Set(list.map(({ baseline }) => baseline)).size;
      const order = drawOrder(list, createRandom(seed, 'order'), setup);
      const metrics = passesOf(setup);
      const checks = passChecks(list.length, setup);
      const counted = countedOf(order);

      find(plan, 'every pair once for each pass', counted.length === list.length * metrics.length);
      find(plan, 'no showing twice', new Set(order.map(showingKey)).size === order.length);
      find(plan, 'sides over all passes', imbalance(counted, pairs) <= 1);
      for (const [index, metric] of metrics.entries()) {
        const pass = ofKind(order, undefined, metric);
        find(plan, 'sides within each pass', imbalance(pass, pairs) <= 1);
        find(plan, 'pairs of one baseline apart', smallestGap(pass, pairs) >= baselines);
        const made = ofKind(order, 'repeat', metric).length;
        find(plan, 'as many repeats as promised', made === checks[index]?.repeats);
        find(
          plan,
          'as many catches as promised',
          ofKind(order, 'catch', metric).length === checks[index]?.catches,
        );
        repeats += made;
        const after = order.slice(
          order.findIndex((entry) => entry.kind === 'repeat' && entry.metric === metric),
        );
        if (made > 0 && ofKind(after, undefined, metric).length > 0) amongOthers += made;
      }
      find(plan, 'baselines apart between passes', smallestGap(order, pairs) > Math.floor(baselines / 2));
      find(plan, 'repeats at a distance and on the other side', wrongRepeats(order, REPEAT_GAP).length === 0);
      const training = order.filter(({ kind }) => kind === 'training');
      const practice =
        setup.quality_control?.training === true ? Math.min(TRAINING_SHOWINGS, list.length) : 0;
      find(
        plan,
        'practice at the front',
        order.slice(0, practice).every(({ kind }) => kind === 'training'),
      );
      find(plan, 'as much practice as promised', training.length === practice);
      find(plan, 'no catch first', order[practice]?.kind === undefined);
      if (plan % 20 !== 0) continue;
      const again = drawOrder(list, createRandom(seed, 'order'), setup);
      find(plan, 'the same from the same seed', JSON.stringify(again) === JSON.stringify(order));
      if (list.length < 9) continue;
      const other = drawOrder(list, createRandom(seed + 1, 'order'), setup);
      find(plan, 'another from another seed', JSON.stringify(other) !== JSON.stringify(order));
    }

    expect(wrong).toEqual([]);
    // Repeats are no block behind all else.
    expect(repeats).toBeGreaterThan(5_000);
    expect(amongOthers / repeats).toBeGreaterThan(0.5);
  });
});

describe('extended orders, as chance has them', () => {
  it('keep every old place, their balance, their counts and the distance of repeats', () => {
    const { wrong, find: note } = findings();
    for (let plan = 0; plan < 1000; plan += 1) {
      const chance = createRandom(plan, 'tiles');
      let setup = randomPlan(chance);
      let order = drawOrder(planPairs(setup, 1), createRandom(plan, 'order'), setup);
      const practice = order.filter(({ kind }) => kind === 'training').length;
      for (let extension = 1; extension <= 2; extension += 1) {
        const find = (what: string, isRight: boolean) =>
          note(plan, `extension ${extension}, ${what}`, isRight);
        setup = grownPlan(setup, chance);
        const pairs = pairsOf(planPairs(setup, 1));
        const old = order;
        order = extendOrder(old, pairs, createRandom(plan, 'order', extension), setup);
        find('old places', JSON.stringify(order.slice(0, old.length)) === JSON.stringify(old));
        find('no showing twice', new Set(order.map(showingKey)).size === order.length);
        find('repeats', wrongRepeats(order, REPEAT_GAP).length === 0);
        find('practice', order.filter(({ kind }) => kind === 'training').length === practice);
        const questions = setup.metric_mode === 'passes' ? 1 : setup.metrics.length;
        const checks = order.filter(({ kind }) => kind === 'repeat' || kind === 'catch').length;
        find('promised checks', checks * questions === checkTrials(pairs.size, setup));
        for (const metric of passesOf(setup)) {
          const pass = ofKind(order, undefined, metric);
          find('every pair', pass.length === pairs.size);
          find('sides', imbalance(pass, pairs) <= 1);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
