import { describe, expect, it } from 'vitest';
import { inOrder, markdownTable, quantile, rounded, table } from './figure';

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

describe('table', () => {
  it('says of each figure whether its aim was met', () => {
    const figure = { no: 'P1', what: 'images', value: 48, unit: 'images', aim: 48, beside: '80' };
    const [, good, missed] = table([figure, { ...figure, no: 'P2', value: 49.26 }]).split('\n');
    expect(good).toMatch(/^P1 +images +48 images +<= 48 +good +80$/);
    expect(missed).toMatch(/^P2 +images +49\.3 images +<= 48 +MISSED +80$/);
  });
});

describe('markdownTable', () => {
  it('has a row for each figure, with its aim and whether it was met', () => {
    const figure = {
      no: 'A1',
      what: 'wrong answers',
      value: 1.25,
      unit: '%',
      aim: 5,
      beside: '2000 evaluations',
    };
    expect(markdownTable([figure, { ...figure, no: 'A2', value: 6 }]).split('\n')).toEqual([
      '| no. | what | measured | aim |  | beside |',
      '| --- | --- | --- | --- | --- | --- |',
      '| A1 | wrong answers | 1.25 % | <= 5 | good | 2000 evaluations |',
      '| A2 | wrong answers | 6 % | <= 5 | MISSED | 2000 evaluations |',
    ]);
  });
});

describe('inOrder', () => {
  it('goes by letters, then by numbers', () => {
    const figures = ['P10', 'A2', 'P2', 'A1'].map((no) => ({
      no,
      what: '',
      value: 0,
      unit: '',
      aim: 0,
      beside: '',
    }));
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
