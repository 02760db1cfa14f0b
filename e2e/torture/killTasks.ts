import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../core/plan/random';
import { type Finds, noFinds } from '../../electron/testing/finds';
import type { Json } from '../evaluation';
import type { RunningHost } from '../runningHost';
import type { CaseCount } from './count';
import { journaledImages, missingImages } from './disk';
import { ask, type Chamber, makeVictim, pause, type Victim, voteDifferences, votesOf } from './victim';

/** Kills come after a delay drawn up to this many ms; a task takes about half as long. */
const LONGEST_MS = 120;

/** Copies, imports and archives a session, and kills the host in the middle: each time there are whole sessions, and no others. */
export async function killTasksAndCount(
  chamber: Chamber,
  moments: number,
  random: Random,
): Promise<CaseCount[]> {
  const victim = await makeVictim(chamber);
  const host = await chamber.start();
  const zip = await exported(host, victim.id);
  await host.stop();
  const tasks: readonly (readonly [string, (host: RunningHost) => Promise<unknown>])[] = [
    ['kill during a copy', (running) => running.api('POST', `/sessions/${victim.id}/copy`)],
    ['kill during an import', (running) => imported(running, zip)],
    ['kill during an archiving', (running) => running.api('POST', `/sessions/${victim.id}/archive`)],
  ];
  const counts: CaseCount[] = [];
  for (const [name, begin] of tasks) {
    const finds = noFinds();
    for (let moment = 0; moment < moments; moment += 1) {
      const running = await chamber.start();
      // The connection dies with the host.
      const work = begin(running).catch((error: unknown) => {
        if (!(error instanceof TypeError)) throw error;
      });
      await pause(random.int(LONGEST_MS));
      await running.stop('SIGKILL');
      await work;
      await examine(chamber, victim, finds);
    }
    counts.push({ name, trouble: 'kill', moments, finds });
  }
  return counts;
}

async function examine(chamber: Chamber, victim: Victim, finds: Finds): Promise<void> {
  const host = await chamber.start();
  const { sessions } = await ask(host, 'GET', '/sessions?limit=1000');
  const found = (sessions as Json[]).filter(({ session_id }) => session_id === victim.id);
  if (found.length !== 1) finds.notOpening.push(`${victim.id} is listed ${found.length} times`);
  if (found[0]?.['state'] === 'archived') await ask(host, 'POST', `/sessions/${victim.id}/bring-back`);
  for (const one of sessions as Json[]) {
    const id = String(one['session_id']);
    if (one['state'] !== 'ok' && one['state'] !== 'archived') {
      finds.leftBehind.push(`${id} is listed as ${String(one['state'])}`);
      continue;
    }
    await examineOne(host, { ...victim, id, folder: join(chamber.folder, 'sessions', id) }, finds);
    // Each moment begins with the one session.
    if (id !== victim.id) await ask(host, 'DELETE', `/sessions/${id}`);
  }
  const left = (await readdir(join(chamber.folder, 'sessions'))).filter((name) =>
    /^\.incoming$|\.tmp/.test(name),
  );
  finds.leftBehind.push(...left);
  await host.stop();
}

async function examineOne(host: RunningHost, victim: Victim, finds: Finds): Promise<void> {
  const { id, folder, votes, images } = victim;
  const found = await votesOf(host, id);
  for (const find of voteDifferences(votes, found)) finds.votesLost.push(`${id}: ${find}`);
  const counted = await journaledImages(folder);
  if (counted.size !== images.size) finds.imagesLost.push(`${id} counts ${counted.size} images`);
  for (const find of await missingImages(folder, images)) finds.imagesLost.push(`${id}: ${find}`);
}

async function exported(host: RunningHost, id: string): Promise<Buffer> {
  const answer = await fetch(`${host.url}/api/sessions/${id}/export?format=zip`, {
    headers: { authorization: `Bearer ${host.token}` },
  });
  if (!answer.ok) throw new Error(`The export answered ${answer.status}: ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

async function imported(host: RunningHost, zip: Buffer): Promise<void> {
  const answer = await fetch(`${host.url}/api/sessions/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.token}`, 'content-type': 'application/zip' },
    body: new Uint8Array(zip),
  });
  if (!answer.ok) throw new Error(`The import answered ${answer.status}: ${await answer.text()}`);
}
