import { beforeEach, describe, expect, it } from 'vitest';
import { judgingSecondsLeft, proposeRest, withPace } from './judgePace';
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

describe('proposeRest', () => {
  const proposals = () => useNotices.getState().notices.length;

  beforeEach(() => {
    // A pause before each test, so that none counts the time of another.
    proposeRest(60 * 60_000);
    useNotices.setState({ notices: [] });
  });

  it('comes once after half an hour', () => {
    for (let minute = 0; minute < 29; minute += 1) proposeRest(60_000);
    expect(proposals()).toBe(0);
    proposeRest(60_000);
    proposeRest(60_000);
    expect(proposals()).toBe(1);
  });

  it('does not come when there was a pause', () => {
    for (let minute = 0; minute < 29; minute += 1) proposeRest(60_000);
    proposeRest(5 * 60_000);
    for (let minute = 0; minute < 29; minute += 1) proposeRest(60_000);
    expect(proposals()).toBe(0);
  });
});
