import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { writeImageFile } from '../sessions/imageFile';
import { createTroubledFileSystem, type Trouble } from '../testing/troubledFileSystem';
import { idle, isDone, isPaused, runWorlds } from './testWorld';

const world = runWorlds();

describe('a disk that fills up, or is made read-only, in the middle of a run', { timeout: 30_000 }, () => {
  it.each<[Trouble, RegExp]>([
    ['full', /^The disk is full\. Nothing is lost\. Free about 1 MB, then resume\.$/],
    ['read only', /^Paused: Blindfold could not .*not permitted\. Give your account the right to it/],
  ])('%s: keeps what is made, leaves nothing torn, says what to do, and goes on', async (trouble, words) => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { fs, mend } = createTroubledFileSystem(trouble, 20);
    let marks = 0;
    const { generation, until, faults } = live({
      writeImage: (one, file, bytes) => {
        marks += 1;
        return writeImageFile(one, file, bytes, marks.toString(16).padStart(12, '0'), fs);
      },
    });
    await generation.start(session);
    const view = await until(session, isPaused);
    expect(view.reason).toMatch(words);
    expect(view).toMatchObject({ can_resume: true, failed: [] });
    expect(view.images_done).toBeGreaterThan(2);
    expect(view.images_done).toBeLessThan(16);
    const kept = new Map(session.state.images);
    const names = (await readdir(session.folder.output)).filter((name) => name.includes('.png'));
    // What could not be removed either is removed by the next run.
    expect(names.filter((name) => name.endsWith('.png')).sort()).toEqual([...kept.keys()].sort());
    await idle(demo);
    const painted = demo.stats().images;
    mend();
    await generation.resume(session);
    expect(await until(session, isDone)).toMatchObject({ images_done: 16, failed: [] });
    for (const [file, { sha256 }] of kept) {
      expect(session.state.images.get(file)?.sha256).toBe(sha256);
      const bytes = await readFile(session.folder.pathOfImage(file));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
    }
    // What the server had made already was fetched, not made again.
    expect(painted).toBeGreaterThan(kept.size);
    expect(demo.stats().images).toBe(16);
    expect(await readdir(session.folder.output)).toHaveLength(17);
    expect(faults).toEqual([]);
  });
});
