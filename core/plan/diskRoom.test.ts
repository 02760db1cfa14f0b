import { describe, expect, it } from 'vitest';
import { roomFault } from './diskRoom';

describe('room on the disk', () => {
  it('is lacking when the images would eat into what stays free, and says how much', () => {
    expect(roomFault({ bytes: 300_000_000, free_bytes: 500_000_000 })).toBeNull();
    expect(roomFault({ bytes: 300_000_001, free_bytes: 500_000_000 })?.field).toBe('setup.plan');
    expect(roomFault({ bytes: 1_400_000_000, free_bytes: 600_000_000 })?.message).toBe(
      'The images take about 1.40 GB, and the disk has 600 MB left, of which 200 MB stay free. Free 1.00 GB, or plan fewer images.',
    );
  });

  it('is not spoken of where nobody knows it', () => {
    expect(roomFault({ bytes: 10 ** 15, free_bytes: null })).toBeNull();
  });
});
