import { describe, expect, it } from 'vitest';
import { blankSetup, type Setup } from '../session/setup';
import { neededToShow, planSummary } from './planSummary';

function setup(changes: Partial<Setup> = {}): Setup {
  return {
    ...blankSetup(),
    loras: ['fox.safetensors'],
    weight_range: [0.4, 1, 0.2],
    seeds: [1, 2],
    prompt_pairs: ['a', 'b', 'c', 'd', 'e'].map((positive) => ({ positive, negative: '' })),
    metrics: ['Quality', 'Style', 'Anatomy'],
    size: [1024, 1024],
    ...changes,
  };
}

describe('planSummary', () => {
  it('counts each baseline once', () => {
    expect(planSummary(setup())).toMatchObject({
      images: 50,
      pairs: 40,
      trials: 120,
      weights: [0.4, 0.6, 0.8, 1],
    });
  });

  it('counts every LoRA file as candidates of its own', () => {
    expect(planSummary(setup({ loras: ['a', 'b'] }))).toMatchObject({ images: 90, pairs: 80, trials: 240 });
  });

  it('counts repeats and catches beside the trials that count', () => {
    const quality_control = { training: true, repeats: 0.1, catches: 5 };
    expect(planSummary(setup())).toMatchObject({ checks: 0, checks_note: null });
    expect(planSummary(setup({ quality_control }))).toMatchObject({
      trials: 120,
      checks: (4 + 5) * 3,
      checks_note: null,
    });
    const small = setup({ quality_control, weights: [1], weight_range: null });
    expect(planSummary(small)).toMatchObject({ checks: 15, checks_note: expect.stringContaining('has 10') });
    const blank = setup({ quality_control, metric_mode: 'passes', metrics: [] });
    expect(planSummary(blank)).toMatchObject({ checks: 0, checks_note: null });
  });

  it('is zero while something is missing', () => {
    expect(planSummary(setup({ loras: [] }))).toMatchObject({
      images: 0,
      pairs: 0,
      trials: 0,
      bytes: 0,
      free_bytes: null,
      smallest_share: null,
    });
  });

  it('takes time and space from what was measured', () => {
    expect(planSummary(setup(), { secondsPerImage: 4, bytesPerImage: 1000, freeBytes: 9 })).toMatchObject({
      seconds: 200,
      bytes: 50_000,
      free_bytes: 9,
    });
  });

  it('knows no time before anything was measured, and estimates the space from the size', () => {
    const large = planSummary(setup());
    const small = planSummary(setup({ size: [512, 512] }));
    expect(large.seconds).toBeNull();
    expect(large.bytes / small.bytes).toBeCloseTo(4, 5);
  });

  it('uses the size of the model family where none is set', () => {
    const sdxl = planSummary(setup({ size: null, checkpoint: 'sd_xl_base_1.0.safetensors' }));
    const sd15 = planSummary(setup({ size: null, checkpoint: 'v1-5-pruned.safetensors' }));
    expect(sdxl.bytes).toBeGreaterThan(sd15.bytes);
  });

  it('needs a share of at least what the exact test with 80 % power asks for', () => {
    // 49 votes show a true share of 0.70 at two-sided 5 %.
    const many = setup({
      weight_range: null,
      weights: [1],
      seeds: Array.from({ length: 49 }, (_, seed) => seed),
      prompt_pairs: [{ positive: 'a', negative: '' }],
    });
    expect(planSummary(many).smallest_share).toBeCloseTo(0.7, 2);
  });

  it('asks for more when several candidates share the error, and says null when no number of wins is enough', () => {
    const one = planSummary(setup({ weight_range: null, weights: [1] })).smallest_share as number;
    const four = planSummary(setup()).smallest_share as number;
    expect(four).toBeGreaterThan(one);
    expect(planSummary(setup({ seeds: [1] })).smallest_share).toBeNull();
  });
});

describe('neededToShow', () => {
  it('tells the wins of one candidate at the level that all candidates share', () => {
    // 10 votes: 9 wins give p = 0.0215, 10 give 0.00195; one candidate asks for 0.05, four for 0.0125.
    expect(neededToShow(setup({ weight_range: null, weights: [1] }))).toEqual({ wins: 9, votes: 10 });
    expect(neededToShow(setup())).toEqual({ wins: 10, votes: 10 });
    expect(neededToShow(setup({ loras: ['a', 'b'] }))).toEqual({ wins: 10, votes: 10 });
  });

  it('tells when not even every vote would be enough, and nothing of an empty plan', () => {
    expect(neededToShow(setup({ seeds: [1] }))).toEqual({ wins: null, votes: 5 });
    expect(neededToShow(setup({ loras: [] }))).toBeNull();
    expect(neededToShow(setup({ seeds: [] }))).toBeNull();
  });
});
