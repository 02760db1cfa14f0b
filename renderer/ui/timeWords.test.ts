import { describe, expect, it } from 'vitest';
import { clockWords, durationWords } from './timeWords';

describe('durationWords', () => {
  it.each([
    [0, '1 s'],
    [8.4, '8 s'],
    [22, '20 s'],
    [56, '55 s'],
    [58, '1 min'],
    [100, '1 min 40 s'],
    [596, '10 min'],
    [725, '12 min'],
    [3599, '1 h'],
    [7810, '2 h 10 min'],
  ])('%d s is %s', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });

  it('leaves the seconds out when asked to', () => {
    expect(durationWords(372, true)).toBe('6 min');
    expect(durationWords(70, true)).toBe('1 min 10 s');
  });
});

describe('clockWords', () => {
  it('says hours and minutes of the local time', () => {
    expect(clockWords(new Date(2026, 3, 12, 21, 50, 30).toISOString())).toMatch(/(21|09).50/);
  });
});
