import { describe, expect, it } from 'vitest';
import type { CandidateFigures, MetricReport } from '../report';
import { metricPlot, overallPlot, weightAxis } from './doseData';

const BLANK: CandidateFigures = {
  lora_filename: 'a.safetensors',
  weight: 0,
  votes: 0,
  n: 0,
  wins: 0,
  losses: 0,
  ties: 0,
  skips: 0,
  win_rate: null,
  win_rate_low: null,
  win_rate_high: null,
  exact_low: null,
  exact_high: null,
  safe_low: null,
  safe_high: null,
  by_prompt_low: null,
  by_prompt_high: null,
  p_value: 1,
  p_adjusted: 1,
  tie_rate: null,
  net_preference: null,
  mean_signed_stars: null,
  stars_low: null,
  stars_high: null,
  starred_votes: 0,
  won_stars: [0, 0, 0, 0, 0],
  lost_stars: [0, 0, 0, 0, 0],
  prompts_judged: 0,
  answer: 'undecided',
  holds_beyond_prompts: null,
  votes_needed: null,
  votes_for_power: null,
  design_effect: null,
};

const metric = (candidates: Partial<CandidateFigures>[]): MetricReport => ({
  metric: 'Style',
  candidates: candidates.map((own) => ({ ...BLANK, ...own })),
  best: null,
  side_bias: { left: 0, right: 0, p_value: 1 },
  fragility: null,
  prompts: [],
  cells: [],
  over_time: [],
  agreement: null,
  leave_one_out: { prompts: 0, changes: [] },
  evidence: {
    won: { total: 0, pairs: [] },
    lost: { total: 0, pairs: [] },
    split: { total: 0, pairs: [] },
  },
});

const decided = { win_rate: 0.82, win_rate_low: 0.67, win_rate_high: 0.91, answer: 'better' } as const;

describe('metricPlot', () => {
  it('is null when nothing is decided: no votes, only ties, only skips', () => {
    expect(metricPlot(metric([{ weight: 0.4 }, { weight: 0.8, votes: 5, ties: 5 }]), 'fixed')).toBeNull();
  });

  it('has a curve for each file, from the lowest weight up, without the weights that have no value', () => {
    const plot = metricPlot(
      metric([
        { weight: 0.8, ...decided },
        { weight: 0.4, ...decided, win_rate: 0.5 },
        { weight: 0.6 },
        { lora_filename: 'b.safetensors', weight: 0.4, ...decided },
      ]),
      'fixed',
    );
    expect(plot?.series.map(({ name, points }) => [name, points.map(({ weight }) => weight)])).toEqual([
      ['a', [0.4, 0.8]],
      ['b', [0.4]],
    ]);
    expect(plot?.series[0]?.points[1]).toMatchObject({
      weight: 0.8,
      value: 82,
      low: 67,
      high: 91,
      answer: 'better',
    });
  });

  it('marks a file as its table does, also where another one has nothing to draw', () => {
    const plot = metricPlot(
      metric([
        { weight: 0.4 },
        { lora_filename: 'b.safetensors', weight: 0.4, ...decided },
        { lora_filename: 'c.safetensors', weight: 0.4, ...decided },
      ]),
      'fixed',
    );
    expect(plot?.series.map(({ name, place }) => [name, place])).toEqual([
      ['b', 1],
      ['c', 2],
    ]);
  });

  it('puts the points of several files beside each other, around their weight', () => {
    const plot = metricPlot(
      metric([
        { weight: 0.4, ...decided },
        { weight: 0.6, ...decided },
        { lora_filename: 'b.safetensors', weight: 0.4, ...decided },
      ]),
      'fixed',
    );
    const [first, second] = plot?.series.map(({ points }) => points[0]?.x ?? 0) ?? [];
    expect(first).toBeLessThan(0.4);
    expect(((first ?? 0) + (second ?? 0)) / 2).toBeCloseTo(0.4);
  });

  it('says the finding', () => {
    expect(metricPlot(metric([{ weight: 0.8, ...decided }]), 'fixed')?.finding).toBe(
      'Style: share of decided votes for the LoRA by weight, with 95% intervals. at 0.8 82%, 67 to 91, better.',
    );
  });

  it('tells files apart by their whole name where they would read alike', () => {
    const plot = metricPlot(
      metric([
        { lora_filename: 'x/a.safetensors', weight: 1, ...decided },
        { lora_filename: 'y/a.safetensors', weight: 1, ...decided },
      ]),
      'fixed',
    );
    expect(plot?.series.map(({ name }) => name)).toEqual(['x/a.safetensors', 'y/a.safetensors']);
  });
});

describe('overallPlot', () => {
  it('shows net preference around 0, also without an interval', () => {
    const plot = overallPlot([
      { lora_filename: 'a.safetensors', weight: 1, pairs: 4, net_preference: -0.25, low: null, high: null },
    ]);
    expect(plot?.axis).toMatchObject({ min: -100, max: 100, even: 0 });
    expect(plot?.series[0]?.points).toEqual([
      { weight: 1, x: 1, value: -25, low: null, high: null, answer: null },
    ]);
  });

  it('says a preference that is nearly whole as nearly whole', () => {
    const plot = overallPlot([
      { lora_filename: 'a', weight: 1, pairs: 9, net_preference: -0.999, low: -1, high: -0.996 },
    ]);
    expect(plot?.finding).toMatch(/at 1 -99\.9%, -100 to -99\.6\.$/);
  });

  it('is null without votes', () => {
    expect(
      overallPlot([{ lora_filename: 'a', weight: 1, pairs: 0, net_preference: null, low: null, high: null }]),
    ).toBeNull();
  });
});

describe('weightAxis', () => {
  const axis = (weights: number[]) =>
    weightAxis([
      {
        name: 'a',
        place: 0,
        points: weights.map((weight) => ({ weight, x: weight, value: 50, low: 0, high: 0, answer: null })),
      },
    ]);

  it('leaves half the smallest gap beyond the outer weights', () => {
    const { min, max, weights } = axis([0.8, -0.4, 0.4]);
    expect([min, max]).toEqual([-0.6000000000000001, 1]);
    expect(weights).toEqual([-0.4, 0.4, 0.8]);
  });

  it('leaves half a unit around a single weight', () => {
    expect(axis([1])).toMatchObject({ min: 0.5, max: 1.5 });
  });
});
