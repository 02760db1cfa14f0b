import { describe, expect, it } from 'vitest';
import { growth, secondHalf } from './trend';

describe('growth', () => {
  it('is the slope per 1,000 votes, whatever the level', () => {
    const line = [0, 250, 500, 750].map((votes) => ({ votes, value: 70 + votes / 500 }));
    expect(growth(line)).toBeCloseTo(2);
    expect(growth(line.map(({ votes }) => ({ votes, value: 70 })))).toBe(0);
  });

  it('is not moved by a wave that goes up and down', () => {
    const wave = [0, 1, 2, 3, 4].map((step) => ({ votes: step * 250, value: [1, -1, 0, -1, 1][step] ?? 0 }));
    expect(growth(wave)).toBeCloseTo(0);
  });

  it('refuses to say anything of one moment', () => {
    expect(() => growth([{ votes: 5, value: 1 }])).toThrow('no trend');
  });
});

describe('secondHalf', () => {
  it('keeps the later ones and the middle', () => {
    expect(secondHalf([1, 2, 3, 4, 5])).toEqual([3, 4, 5]);
    expect(secondHalf([1, 2, 3, 4])).toEqual([3, 4]);
  });
});
