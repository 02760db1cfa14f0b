import { describe, expect, it } from 'vitest';
import { byteWords } from './byteWords';

describe('byteWords', () => {
  it('says disk space with three figures at most, in the unit that suits', () => {
    const said = [0, 1, 312, 999, 1400, 999_600, 3_440_000, 34_400_000, 344_000_000, 999_600_000].map(
      byteWords,
    );
    expect(said).toEqual([
      '0 bytes',
      '1 byte',
      '312 bytes',
      '999 bytes',
      '1 kB',
      '1.0 MB',
      '3.4 MB',
      '34 MB',
      '344 MB',
      '1.00 GB',
    ]);
    expect([1.42e9, 8.4e9, 84.3e9, 212e9, 1.5e12, 5e15].map(byteWords)).toEqual([
      '1.42 GB',
      '8.40 GB',
      '84.3 GB',
      '212 GB',
      '1.50 TB',
      '5000 TB',
    ]);
  });
});
