import { beforeEach, describe, expect, it } from 'vitest';
import { judgingSecondsLeft, proposeRest, restWords, withPace } from './judgePace';
import { useNotices } from './notices';

describe('judgingSecondsLeft', () => {
  it('is the mean pace times the votes left, once there are three', () => {
    expect(judgingSecondsLeft([2000, 4000], 10)).toBeNull();
    expect(judgingSecondsLeft([2000, 4000, 6000], 10)).toBe(40);
    expect(judgingSecondsLeft([2000, 4000, 6000], 0)).toBeNull();
  });
});

describe('withPace', () => {
  it('keeps the latest twenty, and counts a pause as a minute', () => {
    const paces = Array.from({ length: 30 }, (_, index) => index).reduce<number[]>(withPace, []);
    expect([paces.length, paces[0], paces.at(-1)]).toEqual([20, 10, 29]);
    expect(withPace([], 10 * 60_000)).toEqual([60_000]);
  });
});

describe('restWords', () => {
  const both = { rest_minutes: 25, rest_trials: 100 };

  it('waits until one of both is reached', () => {
    expect(restWords({ ms: 24.9 * 60_000, trials: 99 }, both)).toBeNull();
    expect(restWords({ ms: 25 * 60_000, trials: 99 }, both)).toBe('25 minutes of judging');
    expect(restWords({ ms: 60_000, trials: 100 }, both)).toBe('100 trials');
  });

  it('leaves out what is switched off', () => {
    const long = { ms: 600 * 60_000, trials: 10_000 };
    expect(restWords(long, { rest_minutes: null, rest_trials: 100 })).toBe('100 trials');
    expect(restWords(long, { rest_minutes: null, rest_trials: null })).toBeNull();
  });
});

describe('proposeRest', () => {
  const proposals = () => useNotices.getState().notices.map(({ text }) => text);
  const vote = (times: number, ms: number) => {
    for (let count = 0; count < times; count += 1) proposeRest(ms);
  };

  beforeEach(() => {
    // A pause before each test, so that none counts the time of another.
    proposeRest(60 * 60_000);
    useNotices.setState({ notices: [] });
  });

  it('comes once after so many minutes, and not again before as many more', () => {
    vote(24, 60_000);
    expect(proposals()).toEqual([]);
    vote(25, 60_000);
    expect(proposals()).toEqual([expect.stringMatching(/^25 minutes of judging without a break\./)]);
    vote(1, 60_000);
    expect(proposals()).toHaveLength(2);
  });

  it('comes after so many trials when they are quick', () => {
    vote(98, 1000);
    expect(proposals()).toEqual([]);
    vote(1, 1000);
    expect(proposals()).toEqual([expect.stringMatching(/^100 trials without a break\./)]);
  });

  it('does not come when there was a pause', () => {
    vote(24, 60_000);
    proposeRest(5 * 60_000);
    vote(24, 60_000);
    expect(proposals()).toEqual([]);
  });
});
