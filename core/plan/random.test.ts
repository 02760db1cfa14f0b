import { describe, expect, it } from 'vitest';
import { createRandom, shuffled } from './random';

const draws = (seed: number, stream?: Parameters<typeof createRandom>[1]) => {
  const random = createRandom(seed, stream);
  return Array.from({ length: 8 }, () => random.int(1000));
};

describe('createRandom', () => {
  it('draws the same from the same seed and stream, and something else from any other', () => {
    expect(draws(5, 'order')).toEqual(draws(5, 'order'));
    expect(draws(5, 'order')).not.toEqual(draws(5, 'tiles'));
    expect(draws(5)).not.toEqual(draws(6));
  });

  it('minds all 53 bits of a seed', () => {
    const seeds = [1, 1 + 2 ** 32, 1 + 2 ** 45, 1 + 2 ** 52, 2 ** 53 - 1];
    expect(new Set(seeds.map((seed) => draws(seed).join())).size).toBe(seeds.length);
  });

  it('is even from the first draw on, over neighbouring seeds', () => {
    for (const first of [0, 1_000_000, 2 ** 40]) {
      const heads = Array.from({ length: 4000 }, (_, index) => createRandom(first + index).int(2));
      const share = heads.reduce((sum, one) => sum + one, 0) / heads.length;
      expect(Math.abs(share - 0.5)).toBeLessThan(0.04);
    }
  });
});

describe('shuffled', () => {
  it('makes every order about as often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed += 1) {
      const order = shuffled(['a', 'b', 'c'], createRandom(seed)).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
