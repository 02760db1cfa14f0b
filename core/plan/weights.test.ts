import { describe, expect, it } from 'vitest';
import { cleanWeights, expandRange, formatWeight, MAX_WEIGHTS, rangeOfList } from './weights';

describe('expandRange', () => {
  it.each([
    [0, 0.6, 0.2, [0.2, 0.4, 0.6]],
    [0.4, 1, 0.25, [0.4, 0.65, 0.9]],
    [0.4, 0.8, 0.2, [0.4, 0.6, 0.8]],
    [0.1, 1, 0.1, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    [-0.5, 0.5, 0.25, [-0.5, -0.25, 0.25, 0.5]],
    [0.8, 0.8, 0.1, [0.8]],
    [0, 0, 0.1, []],
    [1e-7, 3e-7, 1e-7, [1e-7, 2e-7, 3e-7]],
    [5, 15, 10, [5, 15]],
  ])('from %d to %d by %d', (min, max, step, weights) => {
    expect(expandRange(min, max, step)).toEqual(weights);
  });

  it('stops one past the limit, so that a caller sees the excess without waiting for it', () => {
    expect(expandRange(0.0001, 100, 0.0001)).toHaveLength(MAX_WEIGHTS + 1);
  });

  it.each([
    [0, 1, 0],
    [0, 1, -0.1],
    [1, 0, 0.1],
    [Number.NaN, 1, 0.1],
    [0, Number.POSITIVE_INFINITY, 0.1],
  ])('refuses %d to %d by %d', (min, max, step) => {
    expect(() => expandRange(min, max, step)).toThrow(RangeError);
  });
});

describe('formatWeight', () => {
  it.each([
    [0.4, '0.4'],
    [-0.25, '-0.25'],
    [1, '1'],
    [-1, '-1'],
    [1e-7, '0.0000001'],
    [-0.05, '-0.05'],
    [12.5, '12.5'],
    [100, '100'],
  ])('%d is written %s', (weight, text) => {
    expect(formatWeight(weight)).toBe(text);
  });
});

describe('lists of weights', () => {
  it('drops the baseline and repeats, keeps the order', () => {
    expect(cleanWeights([1, 0, 0.5, 1, -0])).toEqual([1, 0.5]);
  });

  it('shows a list as smallest, largest and smallest gap', () => {
    expect(rangeOfList([1, 0.4, 0.7])).toEqual([0.4, 1, 0.3]);
    expect(rangeOfList([0.8])).toEqual([0.8, 0.8, 0.1]);
    expect(rangeOfList([])).toBeNull();
  });
});
