import { describe, expect, it } from 'vitest';
import { newPrompts, pastedPrompts, pastedSeeds, randomSeeds, typedWeights } from './pasted';
import { moved } from './reorder';

describe('pasted prompts', () => {
  it('are one a line, the negative one after a tab or three dashes', () => {
    const text = 'a fox\tblurry\r\n\n  an owl --- low quality\na-b -- c\n--- only negative';
    expect(pastedPrompts(text)).toEqual([
      { positive: 'a fox', negative: 'blurry' },
      { positive: 'an owl', negative: 'low quality' },
      { positive: 'a-b -- c', negative: '' },
    ]);
  });

  it('count once', () => {
    const fox = { positive: 'a fox', negative: '' };
    const owl = { positive: 'an owl', negative: '' };
    expect(newPrompts([fox, owl, owl], [{ positive: ' a fox ', negative: '' }])).toEqual([owl]);
  });
});

describe('pasted seeds', () => {
  it('keep every digit and stand once', () => {
    expect(pastedSeeds('42, 18446744073709551615;42\n9007199254740993')).toEqual({
      seeds: [42, 18446744073709551615n, 9007199254740993n],
      fault: null,
    });
  });

  it.each(['-1', '1.5', '1e3', 'abc', '18446744073709551616'])(
    '%s is refused with a sentence that names it',
    (word) => {
      const { seeds, fault } = pastedSeeds(`7 ${word}`);
      expect(seeds).toEqual([7]);
      expect(fault).toContain(word);
    },
  );
});

describe('random seeds', () => {
  it('are new ones', () => {
    const draws = [5, 5, 6, 7];
    expect(randomSeeds(2, [5], () => draws.shift() ?? 0)).toEqual([6, 7]);
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
