import { describe, expect, it } from 'vitest';
import { chiSquareTail } from './chiSquare';

/** Twice the normal density beyond the root, by Simpson's rule over eight standard deviations. */
function integratedTail(value: number): number {
  const steps = 10_000;
  const width = 8 / steps;
  let sum = 0;
  for (let step = 0; step <= steps; step += 1) {
    const factor = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
    sum += factor * Math.exp(-((Math.sqrt(value) + step * width) ** 2) / 2);
  }
  return (2 * sum * width) / 3 / Math.sqrt(2 * Math.PI);
}

describe('chiSquareTail', () => {
  it.each([
    [2.705543, 0.1],
    [3.841459, 0.05],
    [6.634897, 0.01],
    [10.827566, 0.001],
  ])('of %f is %f, as every table has it', (value, tail) => {
    expect(chiSquareTail(value)).toBeCloseTo(tail, 7);
  });

  it('equals the integral of the normal density, to either side of where the series gives way', () => {
    for (let value = 0.01; value < 60; value *= 1.3) {
      expect(chiSquareTail(value) / integratedTail(value)).toBeCloseTo(1, 9);
    }
    for (const value of [2.999, 3, 3.001]) {
      expect(chiSquareTail(value) / integratedTail(value)).toBeCloseTo(1, 9);
    }
  });

  it('is 1 at 0 and stays a number far out', () => {
    expect(chiSquareTail(0)).toBe(1);
    expect(chiSquareTail(1400)).toBeGreaterThan(0);
    expect(chiSquareTail(1e6)).toBe(0);
  });
});
