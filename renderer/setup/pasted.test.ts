import { describe, expect, it } from 'vitest';
import { pastedSeeds, randomSeeds, typedWeights } from './pasted';
import { moved } from './reorder';

describe('pasted seeds', () => {
  it('keep every digit and stand once', () => {
    expect(pastedSeeds('42, 18446744073709551615;42\n9007199254740993 7', [7])).toEqual({
      fresh: [42, 18446744073709551615n, 9007199254740993n],
      doubles: 2,
      fault: null,
    });
  });

  it.each([
    ['100-103', [100, 101, 102, 103]],
    ['1 - 3, 7', [1, 2, 3, 7]],
    ['1–3', [1, 2, 3]],
    ['5-5', [5]],
    ['18446744073709551614-18446744073709551615', [18446744073709551614n, 18446744073709551615n]],
    ['9007199254740991-9007199254740992', [9007199254740991, 9007199254740992n]],
  ])('may be a range: %s', (text, fresh) => {
    expect(pastedSeeds(text, [])).toEqual({ fresh, doubles: 0, fault: null });
  });

  it.each(['-1', '1.5', '1e3', 'abc', '18446744073709551616', '1-', '1-2-3', '0x10'])(
    '%s is refused with a sentence that names it',
    (word) => {
      const { fresh, fault } = pastedSeeds(`7 ${word}`, []);
      expect(fresh).toEqual([7]);
      expect(fault).toContain(word);
    },
  );

  it('are refused where a range is backwards, too long or too high', () => {
    expect(pastedSeeds('119-100', []).fault).toBe('119-100 runs backwards. Write it as 100-119.');
    expect(pastedSeeds('1-1001', []).fault).toBe(
      '1-1001 is 1,001 seeds; 1,000 are the most of one evaluation.',
    );
    expect(pastedSeeds('0-18446744073709551615', []).fault).toContain('18,446,744,073,709,551,616 seeds');
    expect(pastedSeeds('1-18446744073709551616', []).fault).toContain('too large');
  });

  it('are at most a thousand with those that are there', () => {
    expect(pastedSeeds('1-1000', []).fault).toBeNull();
    expect(pastedSeeds('1-1000', [1]).fault).toBeNull();
    expect(pastedSeeds('1-1000', [0]).fault).toBe(
      'That makes more than 1,000 seeds, with those that are there. Take fewer of them.',
    );
    expect(pastedSeeds('1-600 601-1001', []).fault).toBe(
      'That makes more than 1,000 seeds. Take fewer of them.',
    );
  });
});

describe('random seeds', () => {
  const drawing =
    (...seeds: bigint[]) =>
    () =>
      (seeds.shift() ?? 0n) << 14n;

  it('are new ones', () => {
    expect(randomSeeds(2, [5], drawing(5n, 5n, 6n, 7n))).toEqual([6, 7]);
  });

  it('have at most 15 digits', () => {
    expect(randomSeeds(1, [], drawing(10n ** 15n, 2n ** 50n - 1n, 10n ** 15n - 1n))).toEqual([
      999999999999999,
    ]);
    expect(randomSeeds(1, [], () => 2n ** 63n - 1n)).toEqual([Number((2n ** 63n - 1n) >> 14n)]);
  });
});

describe('typed weights', () => {
  it('are read however they are parted', () => {
    expect(typedWeights('0.4, -0.25;1\t2')).toEqual([0.4, -0.25, 1, 2]);
    expect(typedWeights('0.4, x')).toBeNull();
    expect(typedWeights(' ')).toBeNull();
  });
});

describe('moving an item', () => {
  it('puts it at its new place and keeps the others in order', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
  });
});
