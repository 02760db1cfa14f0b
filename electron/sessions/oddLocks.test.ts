import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../core/session/json';
import { sampleSetup } from '../../core/session/sampleJournal';
import { edit, sessionWorld } from './testStore';

const { start } = sessionWorld();

async function closed() {
  const store = await start({ now: () => new Date() });
  const session = await store.create(sampleSetup(), '');
  await session.close();
  return { store, session, lock: session.folder.lock };
}

async function inTheFuture(path: string, ms: number): Promise<void> {
  const then = new Date(Date.now() + ms);
  await utimes(path, then, then);
}

const HOUR_MS = 3_600_000;

describe('what lies in the place of a lock', () => {
  it.each(['a folder', 'a link to nothing'])('is no lock when it is %s: it is put aside', async (what) => {
    const { store, session, lock } = await closed();
    if (what === 'a folder') {
      await mkdir(lock);
      await writeFile(join(lock, 'x'), 'theirs');
    } else await symlink('nowhere', lock);
    const again = await store.open(session.id);
    expect(again.readOnly).toBe(false);
    await again.append(edit('Mine'));
    expect(await readFile(lock, 'utf8')).toContain('"token"');
    const aside = (await readdir(session.folder.path)).filter((name) => name.startsWith('lock.aside-'));
    expect(aside).toHaveLength(1);
    await store.release(session.id, async () => undefined);
    expect(await readdir(session.folder.path)).not.toContain('lock');
  });

  it('is no lock when it says nothing and is dated in the future', async () => {
    const { store, session, lock } = await closed();
    await writeFile(lock, '');
    await inTheFuture(lock, HOUR_MS);
    await (await store.open(session.id)).append(edit('Mine'));
    expect(await readFile(lock, 'utf8')).toContain('"token"');
  });

  it('is that of a computer whose clock is ahead by hours, not by days', async () => {
    const { store, session, lock } = await closed();
    await writeFile(lock, stringifyJson({ pid: 1, started: 'x', host: 'there', token: 'other' }));
    await inTheFuture(lock, 14 * HOUR_MS);
    expect((await store.open(session.id)).readOnly).toBe(true);
    await inTheFuture(lock, 48 * HOUR_MS);
    expect((await store.open(session.id)).readOnly).toBe(false);
  });
});
