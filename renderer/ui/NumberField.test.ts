import { describe, expect, it } from 'vitest';
import { matchesSearch } from './Combobox';
import { readNumber } from './NumberField';
import { piePath } from './Status';

describe('a typed number', () => {
  it.each([
    ['0.4', 0.4],
    [' -1 ', -1],
    ['0,25', 0.25],
    ['.5', 0.5],
    ['2.', 2],
  ])('%s is %d', (text, value) => expect(readNumber(text)).toBe(value));

  it.each(['', 'x', '1.2.5', '1e3', 'NaN', 'Infinity', '--1'])('%s is none', (text) =>
    expect(readNumber(text)).toBeNull(),
  );
});

describe('the search of a list', () => {
  it('wants every word, in any order and case', () => {
    expect(matchesSearch('styles/Snowfox_v3-000012.safetensors', '12 snow')).toBe(true);
    expect(matchesSearch('snowfox_v3-000008.safetensors', '12 snow')).toBe(false);
  });
});

describe('the share of a ring', () => {
  it('turns clockwise from the top', () => {
    expect(piePath(0.25)).toBe('M7 7V3.6A3.4 3.4 0 0 1 10.40 7.00z');
    expect(piePath(0.75)).toBe('M7 7V3.6A3.4 3.4 0 1 1 3.60 7.00z');
  });
});
