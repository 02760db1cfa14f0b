import { describe, expect, it } from 'vitest';
import { blankSetup, type Setup, weightsOf } from '../session/setup';
import { extensionFaults, inBegunOrder, reachOf, withinReach } from './extension';
import { type PlannedPair, planPairs } from './jobs';
import { createRandom, type Random } from './random';
import { drawOrder, extendOrder, type OrderEntry } from './trials';

function setupOf(prompts: number, seeds: number, weights: number[], loras: string[]): Setup {
  return {
    ...blankSetup(['demo']),
    loras,
    weights,
    weight_range: null,
    seeds: Array.from({ length: seeds }, (_, index) => index + 1),
    prompt_pairs: Array.from({ length: prompts }, (_, index) => ({
      positive: `prompt ${index}`,
      negative: '',
    })),
  };
}

const WEIGHTS = [0.8, 0.2, 1.2, -0.4];
const FILES = ['a.safetensors', 'b.safetensors', 'c.safetensors'];

/** A plan and one that adds to it, as chance has them: at least one list is longer. */
function randomPlans(random: Random): { begun: Setup; larger: Setup } {
  const sizes = [1 + random.int(4), 1 + random.int(3), 1 + random.int(3), 1 + random.int(2)] as const;
  const more = [random.int(3), random.int(3), random.int(2), random.int(2)] as const;
  const [prompts, seeds, weights, loras] = sizes;
  const added = more.every((count) => count === 0) ? ([1, 0, 0, 0] as const) : more;
  const of = (extra: readonly number[]) =>
    setupOf(
      prompts + (extra[0] ?? 0),
      seeds + (extra[1] ?? 0),
      WEIGHTS.slice(0, weights + (extra[2] ?? 0)),
      FILES.slice(0, loras + (extra[3] ?? 0)),
    );
  return { begun: of([0, 0, 0, 0]), larger: of(added) };
}

function byName(setup: Setup): Map<string, PlannedPair> {
  return new Map(planPairs(setup, 1).map((pair) => [pair.lora, pair]));
}

function leftMinusRight(order: readonly OrderEntry[], pairs: ReadonlyMap<string, PlannedPair>) {
  const out = new Map<string, number>();
  for (const { pair, swap } of order) {
    const planned = pairs.get(pair);
    const key = `${planned?.lora_filename} ${planned?.weight}`;
    out.set(key, (out.get(key) ?? 0) + (swap ? 1 : -1));
  }
  return out;
}

/** The fewest places between two showings of each baseline that is shown more than once. */
function smallestGaps(order: readonly OrderEntry[], pairs: ReadonlyMap<string, PlannedPair>) {
  const last = new Map<string, number>();
  const gaps = new Map<string, number>();
  for (const [place, { pair }] of order.entries()) {
    const baseline = pairs.get(pair)?.baseline ?? '';
    const before = last.get(baseline);
    if (before !== undefined)
      gaps.set(baseline, Math.min(place - before, gaps.get(baseline) ?? Number.POSITIVE_INFINITY));
    last.set(baseline, place);
  }
  return gaps;
}

describe('an extended order', () => {
  it('keeps all old places, holds every pair once, and balances the sides of each candidate over old and new', () => {
    for (let seed = 0; seed < 1000; seed += 1) {
      const { begun, larger } = randomPlans(createRandom(seed));
      const old = drawOrder(planPairs(begun, 1), createRandom(seed, 'order'));
      const pairs = byName(larger);
      const order = extendOrder(old, pairs, createRandom(seed, 'order', 1));
      expect(order.slice(0, old.length)).toEqual(old);
      expect(order.map(({ pair }) => pair).sort()).toEqual([...pairs.keys()].sort());
      for (const difference of leftMinusRight(order, pairs).values())
        expect(Math.abs(difference)).toBeLessThanOrEqual(1);
    }
  });

  it('keeps pairs of one baseline as far apart as the block allows, the seam included', () => {
    for (let seed = 0; seed < 1000; seed += 1) {
      const { begun, larger } = randomPlans(createRandom(seed));
      const old = drawOrder(planPairs(begun, 1), createRandom(seed, 'order'));
      const pairs = byName(larger);
      const order = extendOrder(old, pairs, createRandom(seed, 'order', 1));
      const block = order.slice(old.length);
      const timesOf = (baseline: string) =>
        block.filter(({ pair }) => pairs.get(pair)?.baseline === baseline).length;
      for (const [baseline, gap] of smallestGaps(block, pairs))
        expect(gap).toBeGreaterThanOrEqual(Math.floor(block.length / timesOf(baseline)) - 1);
      const shown = new Set(planPairs(begun, 1).map(({ baseline }) => baseline));
      const again = new Set(block.flatMap(({ pair }) => pairs.get(pair)?.baseline ?? []));
      const returning = [...again].filter((baseline) => shown.has(baseline));
      for (const baseline of returning) {
        const isOfIt = ({ pair }: OrderEntry) => pairs.get(pair)?.baseline === baseline;
        const seam = old.length + block.findIndex(isOfIt) - old.findLastIndex(isOfIt);
        expect(seam).toBeGreaterThanOrEqual(returning.length);
      }
    }
  });

  it('makes good what the old order lacks on one side, as far as there are new pairs for it', () => {
    const larger = byName(setupOf(6, 1, [1], ['a']));
    const lefts = (count: number): OrderEntry[] =>
      [...larger.keys()].slice(0, count).map((pair) => ({ pair, swap: true }));
    for (let seed = 0; seed < 50; seed += 1) {
      const random = () => createRandom(seed, 'order', 1);
      const even = extendOrder(lefts(3), larger, random());
      expect(even.filter(({ swap }) => swap)).toHaveLength(3);
      const far = extendOrder(lefts(5), larger, random());
      expect(far.at(-1)?.swap).toBe(false);
    }
  });

  it('is drawn by the number of the extension: the same again for the same one, another for the next', () => {
    const old = drawOrder(planPairs(setupOf(8, 2, [1], ['a']), 1), createRandom(5, 'order'));
    const pairs = byName(setupOf(16, 2, [1], ['a']));
    const draw = (number: number) => extendOrder(old, pairs, createRandom(5, 'order', number));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
  });

  it('of nothing is a whole order', () => {
    const setup = setupOf(5, 2, [0.4, 0.8], ['a', 'b']);
    expect(extendOrder([], byName(setup), createRandom(9, 'order'))).toEqual(
      drawOrder(planPairs(setup, 1), createRandom(9, 'order')),
    );
  });
});

describe('the reach of a plan', () => {
  it('tells of every later pair whether it was there before', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      const { begun, larger } = randomPlans(createRandom(seed));
      const isWithin = withinReach(larger, reachOf(begun));
      const within = planPairs(larger, 1).filter(isWithin);
      expect(within.map(({ lora }) => lora)).toEqual(planPairs(begun, 1).map(({ lora }) => lora));
    }
  });

  it('of a plan with own seeds counts the places of each prompt', () => {
    const setup = { ...setupOf(2, 1, [0.4, 0.8], ['a']), own_seeds: 3 };
    expect(reachOf(setup)).toEqual({ prompts: 2, seeds: 6, loras: 1, weights: 2 });
  });
});

describe('what may be edited once images exist', () => {
  const begun: Setup = {
    ...setupOf(2, 2, [0.4, 0.8], ['a.safetensors']),
    checkpoint: 'base.safetensors',
    size: [64, 64],
    sampling: { steps: 20, cfg: 7, sampler_name: 'euler', scheduler: 'normal' },
  };
  const fieldsOf = (changes: Partial<Setup>, from = begun) =>
    extensionFaults(from, { ...from, ...changes }).map(({ field }) => field);

  it('is what adds to the lists, and where and how images are made', () => {
    const prompt = { positive: 'new', negative: '' };
    for (const changes of [
      {},
      { prompt_pairs: [...begun.prompt_pairs, prompt, prompt] },
      { seeds: [...begun.seeds, 18_446_744_073_709_551_615n] },
      { loras: [...begun.loras, 'b.safetensors'] },
      { weights: [0.4, 0.8, 0.2] },
      { servers: ['127.0.0.1:9999'] },
      { leave_nothing_on_server: true },
      { self_check: true },
    ])
      expect(fieldsOf(changes)).toEqual([]);
  });

  it('is nothing that images were made with, said beside its field', () => {
    const [first, second] = begun.prompt_pairs as [Setup['prompt_pairs'][0], Setup['prompt_pairs'][0]];
    const cases: [Partial<Setup>, string][] = [
      [{ prompt_pairs: [first] }, 'setup.prompt_pairs'],
      [{ prompt_pairs: [second, first] }, 'setup.prompt_pairs'],
      [{ prompt_pairs: [{ ...first, negative: 'blurry' }, second] }, 'setup.prompt_pairs'],
      [{ seeds: [1, 3] }, 'setup.seeds'],
      [{ seeds: [7, ...begun.seeds] }, 'setup.seeds'],
      [{ loras: ['b.safetensors'] }, 'setup.loras'],
      [{ weights: [0.4] }, 'setup.weights'],
      [{ weights: null, weight_range: [0.4, 0.6, 0.2] }, 'setup.weight_range'],
      [{ text_encoder: { mode: 'left_out' } }, 'setup.text_encoder'],
      [{ metrics: ['Style'] }, 'setup.metrics'],
      [{ metric_mode: 'passes' }, 'setup.metric_mode'],
      [{ quality_control: { training: true, repeats: 0.1, catches: 5 } }, 'setup.quality_control'],
      [{ checkpoint: null }, 'setup.checkpoint'],
      [{ workflow: {} }, 'setup.workflow'],
      [{ bindings: {} }, 'setup.bindings'],
      [{ size: [64, 128] }, 'setup.size'],
      [{ sampling: null }, 'setup.sampling'],
      [{ own_seeds: 2 }, 'setup.own_seeds'],
    ];
    for (const [changes, field] of cases) expect(fieldsOf(changes)).toEqual([field]);
    for (const { message } of cases.flatMap(([changes]) => extensionFaults(begun, { ...begun, ...changes })))
      expect(message).toMatch(/begin a new session\.$/);
  });

  it('with own seeds is prompts and more pairs alone', () => {
    const own = { ...begun, own_seeds: 3 };
    expect(fieldsOf({ own_seeds: 5 }, own)).toEqual([]);
    expect(fieldsOf({ prompt_pairs: [...own.prompt_pairs, { positive: 'new', negative: '' }] }, own)).toEqual(
      [],
    );
    expect(fieldsOf({ own_seeds: 2 }, own)).toEqual(['setup.own_seeds']);
    expect(fieldsOf({ own_seeds: null }, own)).toEqual(['setup.own_seeds']);
    expect(fieldsOf({ weights: [0.4, 0.8, 1] }, own)).toEqual(['setup.weights']);
    expect(fieldsOf({ loras: ['a.safetensors', 'b'] }, own)).toEqual(['setup.loras']);
    expect(fieldsOf({ seeds: [1, 2, 3] }, own)).toEqual(['setup.seeds']);
  });
});

describe('weights in the order of an extension', () => {
  const ranged: Setup = { ...setupOf(1, 1, [], ['a']), weights: null, weight_range: [0.4, 0.8, 0.2] };
  const extended = (changes: Partial<Setup>) => inBegunOrder(ranged, { ...ranged, ...changes });

  it('has the old ones first, in their order', () => {
    const lower = extended({ weight_range: [0.2, 0.8, 0.2] });
    expect(lower).toMatchObject({ weights: [0.4, 0.6, 0.8, 0.2], weight_range: null });
    expect(extensionFaults(ranged, lower)).toEqual([]);
    const listed = extended({ weights: [1, 0.8, 0.6, 0.4], weight_range: null });
    expect(weightsOf(listed)).toEqual([0.4, 0.6, 0.8, 1]);
  });

  it('keeps a range whose new weights come last, and the first form of the same weights', () => {
    expect(extended({ weight_range: [0.4, 1, 0.2] })).toMatchObject({
      weights: null,
      weight_range: [0.4, 1, 0.2],
    });
    expect(extended({ weights: [0.8, 0.4, 0.6, 0], weight_range: null })).toEqual(ranged);
  });

  it('leaves weights alone that lack an old one', () => {
    const lacking = { weights: [1, 0.4], weight_range: null };
    expect(extended(lacking)).toEqual({ ...ranged, ...lacking });
  });
});
