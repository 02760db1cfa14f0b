import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../../core/session/events';
import { type FileSystem, realFileSystem } from '../fileSystem';
import { fakeProcesses, journalOf, sessionWorld } from '../testStore';
import { createArchives } from './archivedSessions';
import { archiveSession, bringBack } from './archiveSession';
import { control, judgedSession, memoryOf, partsOf } from './testArchives';

const { world, start } = sessionWorld();
const note: NewEvent = { type: 'notes_changed', notes: 'of the other copy' };

/** A session, and what another program does in the moment before its folder leaves its place. */
async function stage(before: (path: string) => Promise<void>) {
  const root = join(world.root, 'sessions');
  const alive = new Map([
    [1, 'a'],
    [2, 'b'],
  ]);
  const store = await start({ root, processes: fakeProcesses(1, alive) });
  const other = await start({ root, processes: fakeProcesses(2, alive) });
  const session = await judgedSession(store);
  let isFirst = true;
  const fs: FileSystem = {
    ...realFileSystem,
    rename: async (from, to) => {
      if (from === session.folder.path && isFirst) {
        isFirst = false;
        await before(from);
      }
      await realFileSystem.rename(from, to);
    },
  };
  const parts = partsOf(store, fs);
  const memory = memoryOf(root, parts);
  const archives = createArchives({ ...parts, root, memory, chosenFolder: () => null });
  return { root, store, other, session, parts: { ...parts, archives } };
}

describe('a session that is archived', () => {
  it('takes no change from another copy of the app that would be lost', async () => {
    const told: unknown[] = [];
    const { store, other, session, parts } = await stage(async () => {
      const theirs = await other.open(session.id);
      told.push(await theirs.append(note).catch((error: unknown) => error));
    });
    await archiveSession({ folder: session.folder }, parts, control());
    expect(told).toMatchObject([{ code: 'session_locked' }]);
    await bringBack(session.id, parts, control());
    const back = await store.open(session.id);
    expect(back.readOnly).toBe(false);
    expect(await readdir(back.folder.path)).not.toContain('lock');
    await (await other.open(session.id)).append(note);
    expect((await journalOf(back)).at(-1)).toMatchObject(note);
  });

  it('stays where a program that knows of no lock changes it in the last moment', async () => {
    const { root, store, session, parts } = await stage((path) =>
      appendFile(join(path, 'journal.jsonl'), '{"not": "ours"}\n'),
    );
    await expect(archiveSession({ folder: session.folder }, parts, control())).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining('changed while it was archived'),
    });
    expect(await readdir(join(root, 'archive'))).toEqual([]);
    expect(await readFile(session.folder.journal, 'utf8')).toContain('{"not": "ours"}');
    expect(await readdir(session.folder.path)).not.toContain('lock');
    expect(await store.ids()).toEqual([session.id]);
  });
});
