import { describe, expect, it } from 'vitest';
import { plannedImages } from '../session/planCounts';
import { blankSetup, type Setup } from '../session/setup';
import { setupFaults } from '../session/setupFaults';
import { baselineFile, candidatesOf, drawJobNumbers, planJobs, planPairs } from './jobs';
import { planSummary } from './planSummary';
import { createRandom, drawSeeds, MAX_DRAWN_SEED } from './random';
import { drawOrder } from './trials';

function setupOf(prompts: number, seeds: number, weights: number[], loras = ['a.safetensors']): Setup {
  return {
    ...blankSetup(),
    loras,
    weights,
    weight_range: null,
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    prompt_pairs: Array.from({ length: prompts }, (_, i) => ({ positive: `prompt ${i}`, negative: '' })),
  };
}

describe('planJobs', () => {
  const setup = setupOf(4, 2, [0.2, 0.4, 0.6, 0.8, 1]);

  it('makes each baseline once and each candidate image once', () => {
    const jobs = planJobs(setup, 7);
    expect(jobs).toHaveLength(48);
    expect(new Set(jobs.map((job) => job.file)).size).toBe(48);
    expect(jobs.filter((job) => job.candidate === null)).toHaveLength(8);
  });

  it('keeps one LoRA and weight together, then one prompt, seeds innermost', () => {
    const jobs = planJobs(setup, 7);
    const changes = (key: (job: (typeof jobs)[number]) => string) =>
      jobs.filter((job, i) => i > 0 && key(job) !== key(jobs[i - 1] as typeof job)).length;
    expect(changes((job) => `${job.candidate}`)).toBe(5);
    expect(changes((job) => `${job.candidate} ${job.prompt_index}`)).toBe(6 * 4 - 1);
    expect(jobs.slice(0, 2).map((job) => job.seed_index)).toEqual([0, 1]);
  });

  it('draws the order of the groups by lot: the baseline is not always first, and the same seed gives the same order', () => {
    const firsts = new Set(Array.from({ length: 60 }, (_, seed) => planJobs(setup, seed)[0]?.candidate));
    expect(firsts.size).toBe(6);
    expect(planJobs(setup, 42)).toEqual(planJobs(setup, 42));
  });

  it('uses one seed for a baseline and all its candidates', () => {
    for (const pair of planPairs(setup, 7)) {
      const jobs = planJobs(setup, 3);
      const seedOf = (file: string) => jobs.find((job) => job.file === file)?.seed;
      expect(seedOf(pair.baseline)).toBe(pair.seed);
      expect(seedOf(pair.lora)).toBe(pair.seed);
    }
  });

  it('names files by prompt, seed, weight and LoRA file', () => {
    const files = planPairs(setupOf(1, 1, [0.4, -0.25, 1], ['a', 'b']), 7).map((pair) => pair.lora);
    expect(files).toEqual([
      'lora_0_0_w0.4.png',
      'lora_0_0_w-0.25.png',
      'lora_0_0_w1.png',
      'lora_0_0_w0.4_c1.png',
      'lora_0_0_w-0.25_c1.png',
      'lora_0_0_w1_c1.png',
    ]);
    expect(baselineFile(3, 1)).toBe('baseline_3_1.png');
  });

  it('numbers jobs so that the number tells nothing of the job', () => {
    // Over many evaluations the baseline's numbers lie as high as the candidates'.
    let baselineMean = 0;
    for (let seed = 0; seed < 400; seed += 1) {
      const jobs = planJobs(setup, seed);
      const numbers = drawJobNumbers(jobs, seed);
      expect([...numbers.values()].sort((a, b) => a - b)).toEqual(
        Array.from({ length: 48 }, (_, i) => i + 1),
      );
      const baselines = jobs.filter((job) => job.candidate === null).map((job) => numbers.get(job.file) ?? 0);
      baselineMean += baselines.reduce((a, b) => a + b, 0) / baselines.length / 400;
    }
    // The mean of 8 of 1..48 has a spread of 4.5; over 400 draws of 0.22. Four of those are 0.9.
    expect(Math.abs(baselineMean - 24.5)).toBeLessThan(0.9);
  });
});

describe('a seed of its own for every pair', () => {
  const own = { ...setupOf(3, 0, [0.4, 0.8], ['a', 'b']), own_seeds: 2 };
  const pairs = planPairs(own, 99);

  it('gives each prompt and candidate so many pairs, each with a baseline and a seed that no other has', () => {
    expect(pairs).toHaveLength(3 * 4 * 2);
    for (const key of ['seed', 'baseline', 'lora'] as const)
      expect(new Set(pairs.map((pair) => pair[key])).size).toBe(pairs.length);
    for (const { seed } of pairs) expect(Number.isSafeInteger(seed)).toBe(true);
    for (const pair of pairs) {
      expect(pair.seed_index % 4).toBe(pair.candidate);
      expect(pair.baseline).toBe(`baseline_${pair.prompt_index}_${pair.seed_index}.png`);
    }
    expect(pairs.filter((pair) => pair.prompt_index === 1).map((pair) => pair.lora)).toEqual([
      'lora_1_0_w0.4.png',
      'lora_1_1_w0.8.png',
      'lora_1_2_w0.4_c1.png',
      'lora_1_3_w0.8_c1.png',
      'lora_1_4_w0.4.png',
      'lora_1_5_w0.8.png',
      'lora_1_6_w0.4_c1.png',
      'lora_1_7_w0.8_c1.png',
    ]);
  });

  it('plans the same again from the same order seed, other seeds from another, and the jobs of exactly these pairs', () => {
    expect(planPairs(own, 99)).toEqual(pairs);
    const others = new Set(planPairs(own, 100).map((pair) => pair.seed));
    expect(pairs.filter(({ seed }) => others.has(seed))).toEqual([]);
    const jobs = planJobs(own, 99);
    expect(jobs).toHaveLength(plannedImages(own));
    expect(jobs).toHaveLength(2 * pairs.length);
    const seeds = new Map(jobs.map((job) => [job.file, job.seed]));
    for (const pair of pairs) {
      expect(seeds.get(pair.baseline)).toBe(pair.seed);
      expect(seeds.get(pair.lora)).toBe(pair.seed);
    }
  });

  it('is made in groups of one size, so that none is known as that of the baselines', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const kinds = planJobs(own, seed).map((job) => `${job.candidate} of ${job.seed_index % 4}`);
      const starts = kinds.flatMap((kind, index) => (kind === kinds[index - 1] ? [] : [index]));
      expect(starts).toEqual([0, 6, 12, 18, 24, 30, 36, 42]);
    }
  });

  it('never draws one seed twice, however many places there are', () => {
    const seedAt = drawSeeds(2 ** 53 - 1);
    const drawn = new Set<number>();
    for (let row = 0; row < 100; row += 1)
      for (let place = 0; place < 1000; place += 1) drawn.add(seedAt(row, place));
    expect(drawn.size).toBe(100_000);
    expect(Math.max(...[...drawn].slice(0, 10_000))).toBeLessThanOrEqual(MAX_DRAWN_SEED);
    // Spread over the whole range: neighbours lie nowhere near each other.
    expect(Math.abs(seedAt(0, 0) - seedAt(0, 1))).toBeGreaterThan(1e6);
  });

  it('is counted before it is planned', () => {
    const summary = planSummary(own);
    expect(summary).toMatchObject({ images: 48, pairs: 24 });
    // Votes of one candidate: 3 prompts, 2 pairs each.
    expect(summary.smallest_share).toBe(planSummary(setupOf(3, 2, [0.4, 0.8], ['a', 'b'])).smallest_share);
    expect(setupFaults(own)).toEqual([]);
  });
});

describe('drawOrder', () => {
  const shapes = [
    setupOf(1, 1, [0.5]),
    setupOf(2, 2, [0.4, 0.6, 0.8]),
    setupOf(5, 1, [0.2, 0.4, 0.6, 0.8, 1]),
    setupOf(3, 3, [1], ['a', 'b', 'c']),
  ];

  it('holds every pair once, balances sides within each candidate, and keeps pairs of one baseline as far apart as can be', () => {
    for (const setup of shapes) {
      const pairs = planPairs(setup, 7);
      const byFile = new Map(pairs.map((pair) => [pair.lora, pair]));
      const baselines = new Set(pairs.map((pair) => pair.baseline)).size;
      for (let seed = 0; seed < 300; seed += 1) {
        const order = drawOrder(pairs, createRandom(seed, 'order'));
        expect(new Set(order.map((entry) => entry.pair)).size).toBe(pairs.length);
        for (let candidate = 0; candidate < candidatesOf(setup).length; candidate += 1) {
          const own = order.filter((entry) => byFile.get(entry.pair)?.candidate === candidate);
          const left = own.filter((entry) => entry.swap).length;
          expect(Math.abs(own.length - 2 * left)).toBeLessThanOrEqual(1);
        }
        const lastSeen = new Map<string, number>();
        order.forEach((entry, place) => {
          const baseline = byFile.get(entry.pair)?.baseline ?? '';
          const before = lastSeen.get(baseline);
          if (before !== undefined) expect(place - before).toBeGreaterThanOrEqual(baselines);
          lastSeen.set(baseline, place);
        });
      }
    }
  });

  it('gives the same order for the same seed and another for another', () => {
    const pairs = planPairs(setupOf(3, 2, [0.4, 0.8]), 7);
    const draw = (seed: number) => drawOrder(pairs, createRandom(seed, 'order'));
    expect(draw(11)).toEqual(draw(11));
    expect(draw(11)).not.toEqual(draw(12));
  });

  it.each([
    ['an even number of pairs', setupOf(4, 1, [0.5]), 6],
    ['an odd number of pairs', setupOf(3, 1, [0.5]), 6],
    ['two candidates, each with a lot of its own', setupOf(2, 1, [0.4, 0.8]), 4],
  ])('draws every balanced pattern of sides as often as any other: %s', (_shape, setup, patterns) => {
    const pairs = planPairs(setup, 7);
    const seeds = 6000;
    const counts = new Map<string, number>();
    for (let seed = 0; seed < seeds; seed += 1) {
      const order = drawOrder(pairs, createRandom(seed, 'order'));
      const swapOf = new Map(order.map((entry) => [entry.pair, entry.swap]));
      const pattern = pairs.map((pair) => (swapOf.get(pair.lora) === true ? 'L' : 'R')).join('');
      counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    }
    expect(counts.size).toBe(patterns);
    const share = 1 / patterns;
    const spread = Math.sqrt(seeds * share * (1 - share));
    for (const count of counts.values()) expect(Math.abs(count - seeds * share)).toBeLessThan(4 * spread);
  });

  it('puts the LoRA left as often as right for a pair, over many seeds', () => {
    const pairs = planPairs(setupOf(1, 1, [0.5]), 7);
    let left = 0;
    for (let seed = 0; seed < 4000; seed += 1)
      if (drawOrder(pairs, createRandom(seed, 'order'))[0]?.swap === true) left += 1;
    // Binomial(4000, 1/2): standard deviation 31.6; four of them.
    expect(Math.abs(left - 2000)).toBeLessThan(127);
  });
});
