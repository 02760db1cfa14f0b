import { describe, expect, it } from 'vitest';
import { blankSetup, type Setup } from '../session/setup';
import { baselineFile, candidatesOf, drawJobNumbers, planJobs, planPairs } from './jobs';
import { createRandom } from './random';
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
    for (const pair of planPairs(setup)) {
      const jobs = planJobs(setup, 3);
      const seedOf = (file: string) => jobs.find((job) => job.file === file)?.seed;
      expect(seedOf(pair.baseline)).toBe(pair.seed);
      expect(seedOf(pair.lora)).toBe(pair.seed);
    }
  });

  it('names files by prompt, seed, weight and LoRA file', () => {
    const files = planPairs(setupOf(1, 1, [0.4, -0.25, 1], ['a', 'b'])).map((pair) => pair.lora);
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

describe('drawOrder', () => {
  const shapes = [
    setupOf(1, 1, [0.5]),
    setupOf(2, 2, [0.4, 0.6, 0.8]),
    setupOf(5, 1, [0.2, 0.4, 0.6, 0.8, 1]),
    setupOf(3, 3, [1], ['a', 'b', 'c']),
  ];

  it('holds every pair once, balances sides within each candidate, and keeps pairs of one baseline as far apart as can be', () => {
    for (const setup of shapes) {
      const pairs = planPairs(setup);
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
    const pairs = planPairs(setupOf(3, 2, [0.4, 0.8]));
    const draw = (seed: number) => drawOrder(pairs, createRandom(seed, 'order'));
    expect(draw(11)).toEqual(draw(11));
    expect(draw(11)).not.toEqual(draw(12));
  });

  it.each([
    ['an even number of pairs', setupOf(4, 1, [0.5]), 6],
    ['an odd number of pairs', setupOf(3, 1, [0.5]), 6],
    ['two candidates, each with a lot of its own', setupOf(2, 1, [0.4, 0.8]), 4],
  ])('draws every balanced pattern of sides as often as any other: %s', (_shape, setup, patterns) => {
    const pairs = planPairs(setup);
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
    const pairs = planPairs(setupOf(1, 1, [0.5]));
    let left = 0;
    for (let seed = 0; seed < 4000; seed += 1)
      if (drawOrder(pairs, createRandom(seed, 'order'))[0]?.swap === true) left += 1;
    // Binomial(4000, 1/2): standard deviation 31.6; four of them.
    expect(Math.abs(left - 2000)).toBeLessThan(127);
  });
});
