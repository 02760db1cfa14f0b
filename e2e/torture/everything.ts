import { createRandom } from '../../core/plan/random';
import type { CaseCount } from './count';
import { damageAndCount } from './damage';
import { killAndCount } from './kills';
import { killTasksAndCount } from './killTasks';
import { secondHostAndCount } from './secondHost';
import { troubleAndCount } from './troubles';
import { openChamber } from './victim';

export interface TortureOptions {
  /** A folder of this test's own. */
  readonly folder: string;
  /** The lots of which every moment and every choice is drawn. */
  readonly seed: number;
  /** Kills, half of them while images are made, half while votes are cast. */
  readonly kills: number;
  /** How often each damage to files is done. */
  readonly damages: number;
  readonly secondHosts: number;
  readonly troubles: number;
  /** Kills during each of copy, import and archiving. */
  readonly taskKills: number;
}

/** All cases of the fault suite, one after the other. */
export async function tortureAndCount(options: TortureOptions): Promise<CaseCount[]> {
  const { folder, seed, kills, damages, secondHosts, troubles, taskKills } = options;
  const random = createRandom(seed);
  const counts = await killAndCount({ folder, kills, seed });
  for (const [name, work] of [
    ['damage', (chamber) => damageAndCount(chamber, damages, random)],
    ['tasks', (chamber) => killTasksAndCount(chamber, taskKills, random)],
    ['second', async (chamber) => [await secondHostAndCount(chamber, secondHosts, random)]],
  ] satisfies [string, (chamber: Awaited<ReturnType<typeof openChamber>>) => Promise<CaseCount[]>][]) {
    const chamber = await openChamber(folder, name);
    try {
      counts.push(...(await work(chamber)));
    } finally {
      await chamber.end();
    }
  }
  counts.push(...(await troubleAndCount(troubles, random)));
  return counts;
}
