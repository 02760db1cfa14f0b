import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Random } from '../../core/plan/random';
import { type Finds, noFinds } from '../../electron/testing/finds';
import type { Json } from '../evaluation';
import type { RunningHost } from '../runningHost';
import type { CaseCount } from './count';
import { missingImages } from './disk';
import {
  ask,
  type Chamber,
  copyByHand,
  makeVictim,
  untilMade,
  type Victim,
  voteDifferences,
  votesOf,
} from './victim';

/** Damages a session's files while nobody has it open. Out: the images that are gone by it. */
type Damage = (victim: Victim, random: Random) => Promise<readonly string[]>;

const DAMAGES: readonly (readonly [string, Damage])[] = [
  ['torn last line of the journal', tearJournal],
  ['torn session_meta.json', (victim, random) => tear(victim, random, 'session_meta.json')],
  ['empty session_meta.json', (victim) => empty(victim, 'session_meta.json')],
  [
    'torn session_meta.json and backup',
    async (victim, random) => {
      await tear(victim, random, 'session_meta.json');
      return tear(victim, random, 'session_meta.json.bak');
    },
  ],
  ['deleted session_meta.json', (victim) => remove(victim, 'session_meta.json')],
  ['deleted images', deleteImages],
];

/** Each damage so many times, each time to a session of its own; then one host opens them all. */
export async function damageAndCount(
  chamber: Chamber,
  moments: number,
  random: Random,
): Promise<CaseCount[]> {
  const victim = await makeVictim(chamber);
  const damaged: { name: string; victim: Victim; gone: readonly string[] }[] = [];
  for (const [name, damage] of DAMAGES) {
    for (let moment = 0; moment < moments; moment += 1) {
      const copy = await copyByHand(chamber, victim, damaged.length);
      damaged.push({ name, victim: copy, gone: await damage(copy, random) });
    }
  }
  const host = await chamber.start();
  const counts: CaseCount[] = [];
  for (const [name] of DAMAGES) {
    const finds = noFinds();
    for (const one of damaged.filter((other) => other.name === name))
      await examine(chamber, host, one, finds);
    counts.push({ name, trouble: 'disk', moments, finds });
  }
  await host.stop();
  counts.push(
    await damageCatalog(chamber, [...damaged.map((one) => one.victim.id), victim.id], moments, random),
  );
  return counts;
}

async function examine(
  { comfy }: Chamber,
  host: RunningHost,
  { victim, gone }: { victim: Victim; gone: readonly string[] },
  finds: Finds,
): Promise<void> {
  const { id, folder, votes, images } = victim;
  const answer = await host.api('GET', `/sessions/${id}`);
  if (answer.status !== 200 || answer.body['state'] !== 'ok') {
    finds.notOpening.push(`${id}: ${answer.status} ${answer.text.slice(0, 300)}`);
    return;
  }
  for (const find of voteDifferences(votes, await votesOf(host, id))) finds.votesLost.push(`${id}: ${find}`);
  const named = (answer.body['missing_images'] as number[]).length;
  if (named !== gone.length)
    finds.imagesLost.push(`${id}: ${gone.length} images are gone, ${named} are named`);
  const before = comfy.stats().images;
  if (named > 0) {
    await ask(host, 'POST', `/sessions/${id}/retry`);
    await untilMade(host, id);
  }
  const made = comfy.stats().images - before;
  for (let index = gone.length; index < made; index += 1) finds.madeTwice.push(id);
  const kept = new Map([...images].filter(([file]) => !gone.includes(file)));
  for (const find of await missingImages(folder, kept)) finds.imagesLost.push(`${id}: ${find}`);
  const names = await readdir(join(folder, 'output'));
  for (const file of gone)
    if (!names.includes(file)) finds.imagesLost.push(`${id}: ${file} was not made again`);
  // What was opened can be gone on with.
  const saved = await ask(host, 'POST', `/sessions/${id}/save`);
  if (saved['unsaved_changes'] !== 0) finds.changesLost.push(`${id}: a save leaves something unsaved`);
}

/** Deletes the catalog, or puts something else in its place, between two starts: all sessions are listed as before. */
async function damageCatalog(
  chamber: Chamber,
  ids: readonly string[],
  moments: number,
  random: Random,
): Promise<CaseCount> {
  const finds = noFinds();
  const rounds = Math.max(3, Math.min(moments, 12));
  for (let moment = 0; moment < rounds; moment += 1) {
    const sessions = join(chamber.folder, 'sessions');
    for (const name of (await readdir(sessions)).filter((one) => one.startsWith('catalog.db'))) {
      const path = join(sessions, name);
      const { length } = await readFile(path);
      if (moment % 3 === 0) await rm(path);
      else if (moment % 3 === 1) await truncate(path, random.int(length + 1));
      else await writeFile(path, 'no catalog');
    }
    const host = await chamber.start();
    const listed = ((await ask(host, 'GET', '/sessions?limit=10000'))['sessions'] as Json[]).map((one) =>
      String(one['session_id']),
    );
    for (const id of ids) if (!listed.includes(id)) finds.notOpening.push(`${id} is not listed`);
    for (const id of listed) if (!ids.includes(id)) finds.leftBehind.push(`${id} is listed`);
    await host.stop();
  }
  return { name: 'deleted, torn or foreign catalog.db', trouble: 'disk', moments: rounds, finds };
}

/** A line that was being written: the next one, cut off anywhere. */
async function tearJournal({ folder }: Victim, random: Random): Promise<readonly string[]> {
  const path = join(folder, 'journal.jsonl');
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const last = Buffer.from(lines.at(-1) ?? '');
  await appendFile(path, last.subarray(0, 1 + random.int(last.length - 1)));
  return [];
}

async function tear({ folder }: Victim, random: Random, name: string): Promise<readonly string[]> {
  const path = join(folder, name);
  // Without its last brace it is no document any more.
  await truncate(path, 1 + random.int((await readFile(path)).length - 3));
  return [];
}

async function empty({ folder }: Victim, name: string): Promise<readonly string[]> {
  await truncate(join(folder, name), 0);
  return [];
}

async function remove({ folder }: Victim, name: string): Promise<readonly string[]> {
  await rm(join(folder, name));
  return [];
}

async function deleteImages({ folder, images }: Victim, random: Random): Promise<readonly string[]> {
  const files = [...images.keys()];
  const gone = new Set(
    Array.from({ length: 1 + random.int(3) }, () => files[random.int(files.length)] ?? ''),
  );
  for (const file of gone) await rm(join(folder, 'output', file));
  return [...gone];
}
