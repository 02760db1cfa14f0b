import type { Random } from '../../core/plan/random';
import { type FaultOutcome, liveInTrouble } from '../../electron/testing/faultLoop';
import { type Finds, noFinds } from '../../electron/testing/finds';
import type { CaseCount } from './count';

/** A story changes about so many things on the disk. */
const CHANGES = 150;

/** The disk is full, or can only be read, from a moment drawn by lot on until it is told of and seen to. */
export async function troubleAndCount(moments: number, random: Random): Promise<CaseCount[]> {
  const counts: CaseCount[] = [];
  for (const [name, trouble] of [
    ['full disk', 'full'],
    ['folder that can only be read', 'read only'],
  ] as const) {
    const finds = noFinds();
    for (let moment = 0; moment < moments; moment += 1)
      add(finds, await liveInTrouble(1 + random.int(CHANGES), trouble));
    counts.push({ name, trouble: 'disk', moments, finds });
  }
  return counts;
}

function add(finds: Finds, outcome: FaultOutcome): void {
  for (const kind of Object.keys(finds) as (keyof Finds)[]) finds[kind].push(...outcome.finds[kind]);
}
