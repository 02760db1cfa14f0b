import { describe, expect, it } from 'vitest';
import { liveThroughChaos } from './testChaos';
import { runWorlds } from './testWorld';

const world = runWorlds();

describe('a run of hundreds of images through faults of every kind', { timeout: 120_000 }, () => {
  it.each([11])('loses none and hangs never: lot %i', async (seed) => {
    const lot = { seed, seeds: 12, spoils: true };
    const outcome = await liveThroughChaos(await world(), lot);
    expect(outcome.view).toMatchObject({ status: 'completed', images_done: 120, failed: [], reason: null });
    expect(outcome.finds).toEqual([]);
    expect(outcome.paintedAgain).toBeLessThanOrEqual(outcome.spoilt);
    // What never struck proves nothing.
    expect(outcome.struck).toBeGreaterThan(0.8);
  });

  it('makes none twice as long as no file is spoilt', async () => {
    const lot = { seed: 44, seeds: 10, spoils: false };
    const outcome = await liveThroughChaos(await world(), lot);
    expect(outcome.view).toMatchObject({ status: 'completed', images_done: 100, failed: [], reason: null });
    expect(outcome.finds).toEqual([]);
    expect(outcome.paintedAgain).toBe(0);
  });
});
