import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { imageEvents, sampleJobs, sampleSetup, startEvents } from '../../core/session/sampleJournal';
import { type FileSystem, realFileSystem } from './fileSystem';
import { putPictures, testPng } from './testPictures';
import { edit, sessionWorld, typesOf } from './testStore';

const { lifetimes } = sessionWorld();

/** A disk whose answer about the size of one file waits while the test wants it. */
function slowDisk() {
  let slow: { path: string; asked: () => void; goOn: Promise<void> } | null = null;
  const fs: FileSystem = {
    ...realFileSystem,
    factsOfAll: async (paths) => {
      const facts = await realFileSystem.factsOfAll(paths);
      if (slow !== null && paths.includes(slow.path)) {
        slow.asked();
        await slow.goOn;
      }
      return facts;
    },
  };
  /** Out: `asked` settles when the file was asked about; `goOn` lets the answer go. */
  const holdBack = (path: string) => {
    const asked = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    slow = { path, asked: asked.resolve, goOn: gate.promise };
    return {
      asked: asked.promise,
      goOn: () => {
        slow = null;
        gate.resolve();
      },
    };
  };
  return { fs, holdBack };
}

describe('a session whose last image is torn', () => {
  /** A run that ended with the program after so many of its 6 images; the last of them is empty on the disk. */
  async function leaveTorn(count: number) {
    const jobs = sampleJobs().slice(0, count);
    const last = jobs.at(-1);
    if (last === undefined) throw new RangeError('At least one image is made.');
    const life = lifetimes();
    const session = await (await life.next()).create(sampleSetup(), '');
    const made = jobs.flatMap((job, index) => imageEvents(job, index + 1));
    await session.append(...startEvents(), ...made);
    const files = jobs.map(({ file }) => file);
    await putPictures(session, files);
    const path = session.folder.pathOfImage(last.file);
    await writeFile(path, '');
    const disk = slowDisk();
    return { store: await life.next({ fs: disk.fs }), id: session.id, disk, path, last };
  }

  it('counts it for nobody who opens it, also while another still looks', async () => {
    const { store, id, disk, path } = await leaveTorn(6);
    const held = disk.holdBack(path);
    const first = store.open(id);
    await held.asked;
    const second = store.open(id).then(async (session) => {
      const { size } = session.state.images;
      await session.append(edit('A'));
      return { size, types: await typesOf(session) };
    });
    const firstSize = first.then((session) => session.state.images.size);
    // The second one has to go as far as it can without the answer.
    await store.peek(id);
    held.goOn();
    expect(await firstSize).toBe(5);
    expect((await second).size).toBe(5);
    expect((await second).types).not.toContain('session_completed');
    await store.dispose();
  });

  it('counts the one that was made anew while the torn one was looked at', async () => {
    const { store, id, disk, path, last } = await leaveTorn(5);
    const session = await store.open(id);
    await session.append(edit('A'));
    expect(session.state.images.has(last.file)).toBe(false);
    const held = disk.holdBack(path);
    const again = store.reread(id);
    await held.asked;
    const { state } = session;
    await writeFile(path, testPng(9));
    await session.append(...imageEvents(last, 5));
    expect(session.state).toBe(state);
    held.goOn();
    expect((await again).state.images.has(last.file)).toBe(true);
    expect(session.state.images.size).toBe(5);
    await store.dispose();
  });

  it('is not journaled as complete by one who opened it before another looked at it anew', async () => {
    const { store, id, path } = await leaveTorn(5);
    const session = await store.open(id);
    const [sixth] = sampleJobs().slice(5);
    if (sixth === undefined) throw new Error('The sample has 6 images.');
    await session.append(...imageEvents(sixth, 6));
    await putPictures(session, [sixth.file]);
    await session.close();
    await writeFile(path, '');
    await store.peek(id);
    await session.append(edit('B'));
    expect(session.state.images.size).toBe(5);
    expect(await typesOf(session)).not.toContain('session_completed');
    expect(session.state.run.status).toBe('paused');
    await store.dispose();
  });
});
