import { describe, expect, it } from 'vitest';
import { GAINS, setDivider, setGain, stepGain, useViewing } from './viewing';

describe('stepGain', () => {
  it('doubles up to sixteen times, halves down to once, and stops there', () => {
    setGain(1);
    const up = GAINS.map(() => {
      stepGain(1);
      return useViewing.getState().gain;
    });
    expect(up).toEqual([2, 4, 8, 16, 16]);
    for (const _ of GAINS) stepGain(-1);
    expect(useViewing.getState().gain).toBe(1);
  });
});

describe('setDivider', () => {
  it('stays within the picture', () => {
    for (const [asked, kept] of [
      [0.3, 0.3],
      [-2, 0],
      [1.4, 1],
    ] as const) {
      setDivider(asked);
      expect(useViewing.getState().divider).toBe(kept);
    }
  });
});
