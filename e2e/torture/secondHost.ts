import type { Random } from '../../core/plan/random';
import { noFinds } from '../../electron/testing/finds';
import type { RunningHost } from '../runningHost';
import type { CaseCount } from './count';
import { ask, type Chamber, makeVictim, pause, voteDifferences, votesOf } from './victim';

const LONGEST_MS = 100;

/**
 * Two hosts on one folder: one votes and is killed at a moment drawn by lot; the other can only look until then, and takes over
 * after it. They change places each time.
 */
export async function secondHostAndCount(
  chamber: Chamber,
  moments: number,
  random: Random,
): Promise<CaseCount> {
  const finds = noFinds();
  const { id } = await makeVictim(chamber);
  let first = await chamber.start();
  const kept = new Map(await votesOf(first, id));
  for (let moment = 0; moment < moments; moment += 1) {
    const second = await chamber.start();
    await changeVote(first, id, kept, random);
    const looked = await second.api('GET', `/sessions/${id}`);
    if (looked.body['state'] !== 'read_only')
      finds.notOpening.push(`beside another host: ${looked.text.slice(0, 200)}`);
    for (const find of voteDifferences(kept, await votesOf(second, id)))
      finds.votesLost.push(`read beside: ${find}`);
    const refused = await second.api('POST', `/sessions/${id}/undo`);
    const { code } = (refused.body['error'] ?? {}) as { code?: string };
    if (refused.status !== 409 || code !== 'session_locked')
      finds.badlyTold.push(`a second host was answered ${refused.text.slice(0, 200)}`);
    const pending = await voteUntilKilled(first, id, kept, random);
    const found = await votesOf(second, id);
    if (pending !== null && found.get(pending.trial) === pending.choice)
      kept.set(pending.trial, pending.choice);
    for (const find of voteDifferences(kept, found)) finds.votesLost.push(`taken over: ${find}`);
    await changeVote(second, id, kept, random);
    for (const find of voteDifferences(kept, await votesOf(second, id)))
      finds.votesLost.push(`gone on with: ${find}`);
    first = second;
  }
  await first.stop();
  return { name: 'second host on the folder, the first one killed', trouble: 'kill', moments, finds };
}

interface Change {
  readonly trial: string;
  readonly choice: string;
}

async function changeVote(
  host: RunningHost,
  id: string,
  kept: Map<string, string>,
  random: Random,
  begin: (change: Change) => void = () => undefined,
): Promise<void> {
  const trial = [...kept.keys()][random.int(kept.size)] ?? '';
  const choice = ['A', 'B', 'same', 'skip'][random.int(4)] ?? 'A';
  begin({ trial, choice });
  await ask(host, 'POST', `/sessions/${id}/votes`, { trial_id: trial, choice });
  kept.set(trial, choice);
}

/** Out: the change that was not answered; null when there was none. */
async function voteUntilKilled(
  host: RunningHost,
  id: string,
  kept: Map<string, string>,
  random: Random,
): Promise<Change | null> {
  let pending: Change | null = null;
  const work = (async () => {
    for (;;) {
      await changeVote(host, id, kept, random, (change) => {
        pending = change;
      });
      pending = null;
    }
  })().catch((error: unknown) => {
    // The connection dies with the host; anything else is a find or a fault of this test.
    if (!(error instanceof TypeError)) throw error;
  });
  await pause(random.int(LONGEST_MS));
  await host.stop('SIGKILL');
  await work;
  return pending;
}
