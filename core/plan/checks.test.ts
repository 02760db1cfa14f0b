import { describe, expect, it } from 'vitest';
import { blankSetup, type QualityControl, type Setup } from '../session/setup';
import { type Asking, checkTrials, fewerChecks, passChecks, showingKey } from './checks';
import { type PlannedPair, planPairs } from './jobs';
import { createRandom } from './random';
import { drawOrder, extendOrder, type OrderEntry } from './trials';

function asking(control: Partial<QualityControl>, mode: Setup['metric_mode'] = 'in_turn'): Asking {
  return {
    metrics: ['Quality', 'Style'],
    metric_mode: mode,
    quality_control: { training: false, repeats: 0, catches: 0, ...control },
  };
}

function pairsOf(prompts: number): Map<string, PlannedPair> {
  const prompt_pairs = Array.from({ length: prompts }, (_, i) => ({ positive: `prompt ${i}`, negative: '' }));
  const setup = { ...blankSetup(), loras: ['a'], weights: [1], weight_range: null, seeds: [1], prompt_pairs };
  return new Map(planPairs(setup, 7).map((pair) => [pair.lora, pair]));
}

function draw(prompts: number, seed: number, how: Asking): OrderEntry[] {
  return drawOrder([...pairsOf(prompts).values()], createRandom(seed, 'order'), how);
}

describe('the number of checks', () => {
  it('is a share of the pairs for repeats, and none where they would come too soon', () => {
    const repeats = (pairs: number, share: number) =>
      passChecks(pairs, asking({ repeats: share }))[0]?.repeats;
    expect([10, 11, 40, 45].map((pairs) => repeats(pairs, 0.1))).toEqual([0, 1, 4, 5]);
    expect(repeats(11, 0.5)).toBe(6);
    expect(draw(11, 3, asking({ repeats: 0.5 }))).toHaveLength(17);
    expect(draw(10, 3, asking({ repeats: 0.5 }))).toHaveLength(10);
  });

  it('of catches is that of the whole evaluation, spread over its passes', () => {
    const catches = (pairs: number, count: number, mode: Setup['metric_mode']) =>
      passChecks(pairs, asking({ catches: count }, mode)).map((pass) => pass.catches);
    expect(catches(20, 5, 'in_turn')).toEqual([5]);
    expect(catches(20, 5, 'passes')).toEqual([3, 2]);
    expect(catches(2, 100, 'together')).toEqual([2]);
    expect(catches(2, 100, 'passes')).toEqual([2, 2]);
  });

  it('is told in trials: a showing asks all questions, in passes one', () => {
    const control = { training: true, repeats: 0.1, catches: 5 };
    expect(checkTrials(40, asking(control))).toBe((4 + 5) * 2);
    expect(checkTrials(40, asking(control, 'together'))).toBe((4 + 5) * 2);
    expect(checkTrials(40, asking(control, 'passes'))).toBe(4 * 2 + 5);
    expect(checkTrials(40, { ...asking({}), quality_control: null })).toBe(0);
  });

  it('is explained where it is not what was asked for', () => {
    expect(fewerChecks(40, asking({ repeats: 0.1, catches: 5 }))).toBeNull();
    expect(fewerChecks(0, asking({ repeats: 0.1, catches: 5 }))).toBeNull();
    expect(fewerChecks(12, asking({ repeats: 0.04 }))).toBe(
      '4% of 12 pairs is less than one: none is repeated.',
    );
    expect(fewerChecks(8, asking({ repeats: 0.1, catches: 9 }))).toBe(
      'Repeats need at least 11 pairs, and this plan has 8: none is shown. This plan has room for 8 catch trials, not 9.',
    );
  });
});

describe('a drawn order', () => {
  it('has in passes a fresh order and fresh sides for each question', () => {
    const order = draw(30, 5, asking({}, 'passes'));
    const passes = ['Quality', 'Style'].map((metric, pass) => {
      const part = order.slice(pass * 30, (pass + 1) * 30);
      expect(part.map((entry) => entry.metric)).toEqual(Array(30).fill(metric));
      return part;
    });
    const [first = [], second = []] = passes;
    expect(second.map(({ pair }) => pair)).not.toEqual(first.map(({ pair }) => pair));
    const sideOf = new Map(first.map(({ pair, swap }) => [pair, swap]));
    const alike = second.filter(({ pair, swap }) => sideOf.get(pair) === swap).length;
    expect(alike).toBeGreaterThan(3);
    expect(alike).toBeLessThan(27);
  });

  it('is the plain one with checks put in between', () => {
    const plain = draw(30, 9, { ...asking({}), quality_control: null });
    const checked = draw(30, 9, asking({ training: true, repeats: 0.3, catches: 10 }));
    expect(checked.filter(({ kind }) => kind === undefined)).toEqual(plain);
    expect(checked).toHaveLength(30 + 3 + 9 + 10);
  });

  it('of which places were lost is made whole behind what is left', () => {
    const how = asking({ training: true, repeats: 0.3, catches: 4 }, 'passes');
    const order = draw(20, 4, how);
    const left = order.filter((_, place) => place % 3 === 0);
    const whole = extendOrder(left, pairsOf(20), createRandom(4, 'order'), how);
    expect(whole.slice(0, left.length)).toEqual(left);
    expect(new Set(whole.map(showingKey)).size).toBe(whole.length);
    for (const metric of how.metrics) {
      const pass = whole.filter((entry) => entry.kind === undefined && entry.metric === metric);
      expect(new Set(pass.map(({ pair }) => pair)).size).toBe(20);
    }
  });

  it('has catches of either side anywhere, practice on both, and repeats of any pair that leaves room', () => {
    const places = new Set<number>();
    const lefts = { catch: 0, training: 0 };
    const repeated = new Set<string>();
    for (let seed = 0; seed < 400; seed += 1) {
      const order = draw(14, seed, asking({ training: true, repeats: 0.1, catches: 1 }));
      for (const [place, { kind, pair, swap }] of order.entries()) {
        if (kind === 'catch') places.add(place);
        if (kind === 'repeat') repeated.add(pair);
        else if (kind !== undefined && swap) lefts[kind] += 1;
      }
    }
    // Practice has the first three places, and something that counts comes before a catch.
    expect([...places].sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, index) => index + 4));
    // Binomial(400, 1/2) and (1200, 1/2): four standard deviations.
    expect(Math.abs(lefts.catch - 200)).toBeLessThan(40);
    expect(Math.abs(lefts.training - 600)).toBeLessThan(70);
    expect(repeated.size).toBe(14);
  });

  it('of thousands of pairs with thousands of checks is drawn at once', () => {
    const began = performance.now();
    const order = draw(6000, 1, asking({ training: true, repeats: 0.5, catches: 100 }, 'passes'));
    expect(order).toHaveLength(3 + 2 * 9000 + 100);
    // Milliseconds here; a way through all of it for each showing would take minutes.
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
