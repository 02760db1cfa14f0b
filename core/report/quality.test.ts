import { describe, expect, it } from 'vitest';
import { qualityFigures, tooFastBelow } from './quality';
import type { GivenAnswers, SeenChoice } from './report';

const given = (part: Partial<GivenAnswers> = {}): GivenAnswers => ({
  rater: 'rater 1',
  label: 'Ann',
  repeats: [],
  catches: [],
  training: 0,
  times: [],
  too_fast_below: 400,
  ...part,
});

const pairs = (first: SeenChoice, again: SeenChoice, times: number) =>
  Array.from({ length: times }, () => [first, again] as const);

describe('the care of the raters', () => {
  it('counts repeats answered alike, with interval and kappa', () => {
    const repeats = [
      ...pairs('lora', 'lora', 20),
      ...pairs('lora', 'baseline', 5),
      ...pairs('baseline', 'lora', 10),
      ...pairs('baseline', 'baseline', 15),
    ];
    const { raters, all } = qualityFigures([given({ repeats })]);
    expect(raters[0]).toMatchObject({ label: 'Ann', repeats_alike: { count: 35, of: 50, share: 0.7 } });
    expect(all.kappa).toBeCloseTo(0.4, 10);
    expect(all.repeats_alike.low).toBeCloseTo(0.5625, 3);
    expect(all.repeats_alike.high).toBeCloseTo(0.809, 3);
  });

  it('has no kappa where every answer was the same, and no share where nothing was asked', () => {
    expect(qualityFigures([given({ repeats: pairs('same', 'same', 4) })]).all.kappa).toBeNull();
    const { all, raters } = qualityFigures([]);
    expect(raters).toEqual([]);
    expect(all.repeats_alike).toEqual({ count: 0, of: 0, share: null, low: null, high: null });
  });

  it('counts equal pictures that were called the same, and those of which one was preferred', () => {
    const { all } = qualityFigures([
      given({ catches: ['same', 'left', 'same'] }),
      given({ rater: 'Ben', label: 'Ben', catches: ['right'], training: 3 }),
    ]);
    expect(all.catches_same).toMatchObject({ count: 2, of: 4 });
    expect(all.false_preferences).toMatchObject({ count: 2, of: 4, share: 0.5 });
    expect(all.training).toBe(3);
  });

  it('finds a vote too fast below the floor or a third of the own median, whichever is more', () => {
    expect(tooFastBelow([])).toBe(400);
    expect(tooFastBelow([900, 300, 600])).toBe(400);
    expect(tooFastBelow([3000, 6000, 9000, 1000])).toBe(1500);
    const { raters, all } = qualityFigures([
      given({ times: [3000, 6000, 9000, 1499, 1500] }),
      given({ rater: 'Ben', label: 'Ben', times: [399, 400, 500] }),
    ]);
    expect(raters.map(({ too_fast }) => too_fast)).toEqual([0, 1]);
    expect(all).toMatchObject({ too_fast: 1, timed: 8 });
  });
});
