import { describe, expect, it } from 'vitest';
import { liveThroughChaos } from '../../electron/generation/testChaos';
import { runWorlds } from '../../electron/generation/testWorld';
import { tellCount } from '../../electron/testing/tellCount';

const world = runWorlds();
const FIRST = Number(process.env['BLINDFOLD_SEED'] ?? 1);
const LOTS = Array.from({ length: Number(process.env['BLINDFOLD_LOTS'] ?? 10) }, (_, index) => FIRST + index);

describe('runs of 500 images through faults of every kind', { timeout: 600_000 }, () => {
  it.each(LOTS)('lot %i', async (seed) => {
    for (const spoils of [true, false]) {
      const made = await world();
      const outcome = await liveThroughChaos(made, { seed, seeds: 50, spoils });
      const unmade = 500 - outcome.view.images_done;
      const tried = Math.round(outcome.armed * outcome.struck);
      tellCount({ trouble: 'comfyui', name: `lot ${seed}`, tried, finds: unmade + outcome.finds.length });
      expect(outcome.view).toMatchObject({ status: 'completed', images_done: 500, failed: [] });
      expect(outcome.finds).toEqual([]);
      expect(outcome.paintedAgain).toBeLessThanOrEqual(outcome.spoilt);
    }
  });
});
