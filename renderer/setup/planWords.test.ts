import { describe, expect, it } from 'vitest';
import { neededText, votingTime } from './planWords';

describe('votingTime', () => {
  it('grows with the trials', () => {
    expect([1, 30, 600, 6000].map(votingTime)).toEqual([
      'about 6 s to vote',
      'about 3 min to vote',
      'about 60 min to vote',
      'about 10 h to vote',
    ]);
  });
});

describe('neededText', () => {
  it('says wins of votes, or that no number would do', () => {
    expect(neededText({ wins: 10, votes: 10 })).toBe('10 of 10');
    expect(neededText({ wins: null, votes: 3 })).toBe('not with so few votes');
  });
});
