import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fakeProcesses, sessionWorld } from '../testStore';
import { createArchives } from './archivedSessions';
import { settleZips } from './settleZips';
import { contentOf, judgedSession, memoryOf, packed, partsOf, zipOf } from './testArchives';

const { world, start } = sessionWorld();

async function stage() {
  const root = join(world.root, 'sessions');
  const alive = new Map([
    [1, 'a'],
    [2, 'b'],
  ]);
  const store = await start({ root, processes: fakeProcesses(1, alive) });
  const told: string[] = [];
  const parts = { ...partsOf(store), log: (_level: string, message: string) => void told.push(message) };
  const memory = memoryOf(root, parts);
  const archives = createArchives({ ...parts, root, memory, chosenFolder: () => null });
  const session = await judgedSession(store);
  const zip = join(root, 'archive', `${session.id}.zip`);
  await mkdir(join(root, 'archive'));
  const settle = (world = parts) => settleZips({ ...world, archives }, (_id, work) => work());
  return {
    root,
    store,
    alive,
    session,
    zip,
    told,
    parts,
    settle,
    zips: () => readdir(join(root, 'archive')),
  };
}

it('a zip that a program left which ended in the middle goes where the folder holds the same', async () => {
  const { store, session, zip, settle, zips } = await stage();
  await writeFile(zip, await zipOf(store, session));
  await store.release(session.id, async () => undefined);
  const before = await contentOf(session.folder.path);
  await settle();
  expect(await zips()).toEqual([]);
  expect(await contentOf(session.folder.path)).toEqual(before);
});

it('a zip that holds another state stays, and the log names it', async () => {
  const { store, session, zip, told, settle, zips } = await stage();
  await writeFile(zip, await zipOf(store, session));
  await session.append({ type: 'notes_changed', notes: 'later' });
  await settle();
  expect(await zips()).toEqual([`${session.id}.zip`]);
  expect(told).toEqual([expect.stringContaining(zip)]);
  await writeFile(zip, await packed({ [`${session.id}/session_meta.json`]: '{}', 'letter.txt': 'x' }));
  await settle();
  await writeFile(zip, 'no zip');
  await settle();
  expect(await zips()).toEqual([`${session.id}.zip`]);
});

it('a zip stays as long as another copy of the app has its session open', async () => {
  const { root, alive, store, session, zip, settle, zips, parts } = await stage();
  await writeFile(zip, await zipOf(store, session));
  const other = await start({ root, processes: fakeProcesses(2, alive) });
  await settle({ ...parts, store: other });
  expect(await zips()).toEqual([`${session.id}.zip`]);
});
