import { describe, expect, it } from 'vitest';
import { roomFault } from './diskRoom';

describe('room on the disk', () => {
  it('is lacking when the images would eat into what stays free, and says how much', () => {
    expect(roomFault({ images: 10, bytes: 300_000_000, free_bytes: 500_000_000 })).toBeNull();
    expect(roomFault({ images: 10, bytes: 300_000_001, free_bytes: 500_000_000 })?.field).toBe('setup.plan');
    expect(roomFault({ images: 10, bytes: 1_400_000_000, free_bytes: 600_000_000 })?.message).toBe(
      'The images take about 1.40 GB, and the disk has 600 MB left, of which 200 MB stay free. Free 1.00 GB, or plan fewer images.',
    );
  });

  it('is not needed for images that are there', () => {
    const plan = { images: 10, bytes: 2_000_000_000, free_bytes: 600_000_000 };
    expect(roomFault(plan, 8)).toBeNull();
    expect(roomFault(plan, 7)?.message).toContain('about 600 MB');
    expect(roomFault({ ...plan, free_bytes: 200_000_000 }, 12)).toBeNull();
  });

  it('is not spoken of where nobody knows it', () => {
    expect(roomFault({ images: 10, bytes: 10 ** 15, free_bytes: null })).toBeNull();
  });
});
