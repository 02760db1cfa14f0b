import { describe, expect, it } from 'vitest';
import { figureOf, inOrder, markdownTable, quantile, rounded } from './figure';

const IMAGES = {
  no: 'P1',
  what: 'images',
  runs: [48],
  unit: 'images',
  aim: 48,
  plain: 'plain method: 80',
  beside: '',
};

describe('quantile', () => {
  it('takes the value below which the share lies, whatever the order', () => {
    expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(quantile([5, 1, 4, 2, 3], 1)).toBe(5);
    expect(quantile([7], 0.95)).toBe(7);
  });

  it('refuses to say anything about nothing', () => {
    expect(() => quantile([], 0.5)).toThrow('nothing');
  });
});

describe('figureOf', () => {
  it('takes the value in the middle of the runs, or the mean of the two there', () => {
    expect(figureOf({ ...IMAGES, runs: [9, 1, 5] }).value).toBe(5);
    expect(figureOf({ ...IMAGES, runs: [9, 1, 5, 7] }).value).toBe(6);
    expect(() => figureOf({ ...IMAGES, runs: [] })).toThrow('nothing');
  });
});

describe('markdownTable', () => {
  it('has a row for each figure: its aim, the median, the spread, whether it was met, and what it stands beside', () => {
    const timed = {
      no: 'P3',
      what: 'a run',
      runs: [1.02, 1.01, 1.07, 1.04, 1.05],
      unit: 'x',
      aim: 1.03,
      plain: null,
      beside: 'busy',
    };
    expect(markdownTable([figureOf(IMAGES), figureOf(timed)]).split('\n')).toEqual([
      '| no. | figure | aim | measured | lowest to highest | met | to compare | more |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      '| P1 | images | <= 48 images | 48 images | counted | met | plain method: 80 |  |',
      '| P3 | a run | <= 1.03 x | 1.04 x | 1.01 to 1.07, of 5 | MISSED |  | busy |',
    ]);
  });
});

describe('inOrder', () => {
  it('goes by letters, then by numbers', () => {
    const figures = ['P10', 'A2', 'P2', 'A1'].map((no) => figureOf({ ...IMAGES, no }));
    expect(inOrder(figures).map(({ no }) => no)).toEqual(['A1', 'A2', 'P2', 'P10']);
  });
});

describe('rounded', () => {
  it('shows three figures that count, and large numbers without a fraction', () => {
    expect(rounded(0.37551)).toBe('0.376');
    expect(rounded(49.26)).toBe('49.3');
    expect(rounded(1284.6)).toBe('1285');
    expect(rounded(48)).toBe('48');
  });
});
