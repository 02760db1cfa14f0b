import { describe, expect, it } from 'vitest';
import { TROUBLES } from '../../electron/testing/tellCount';
import { isMet } from '../figure';
import { parseCounts, reliabilityRows } from './counts';

const all = TROUBLES.map((trouble) => ({ trouble, name: trouble, tried: 10, finds: 0 }));

describe('reliabilityRows', () => {
  it('sums up what was tried and found of each kind of trouble', () => {
    const rows = reliabilityRows(
      [...all, { trouble: 'kill', name: 'copy', tried: 5, finds: 2 }],
      ', a share of them',
    );
    expect(rows.map(({ no, value, beside }) => `${no} ${value}, ${beside}`)).toEqual([
      'R1 0, 10 operations that went wrong, a share of them',
      'R2 2, 15 kills, a share of them',
      'R3 0, 10 faults that struck, a share of them',
      'R4 0, 10 disks in trouble and damaged files, a share of them',
      'R5 0, 10 files, a share of them',
    ]);
    expect(rows.map(isMet)).toEqual([true, false, true, true, true]);
  });

  it('is not content with what was never tried', () => {
    expect(() => reliabilityRows(all.slice(1), '')).toThrow('Nothing was tried for R1');
  });
});

describe('parseCounts', () => {
  it('reads a count a line, and takes nothing else', () => {
    const lines = all.map((count) => `${JSON.stringify(count)}\n`).join('');
    expect(parseCounts(lines)).toEqual(all);
    expect(() => parseCounts('{"trouble":"weather","name":"","tried":1,"finds":0}\n')).toThrow();
  });
});
