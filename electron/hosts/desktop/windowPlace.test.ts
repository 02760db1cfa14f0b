import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fitPlace, keepPlace, readPlace } from './windowPlace';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const kept = { x: 100, y: 50, width: 1400, height: 900, maximized: false, full_screen: false };

describe('fitPlace', () => {
  it('opens at the first size when nothing was kept', () => {
    expect(fitPlace(null, [screen])).toEqual({ width: 1280, height: 800 });
  });

  it('returns to the kept place', () => {
    expect(fitPlace(kept, [screen])).toEqual({ x: 100, y: 50, width: 1400, height: 900 });
    const second = { ...screen, x: 1920 };
    expect(fitPlace({ ...kept, x: 2500 }, [screen, second])).toMatchObject({ x: 2500 });
  });

  it.each([
    ['right of every screen', { x: 1800 }],
    ['left of every screen', { x: -1300 }],
    ['above, so that it could not be taken hold of', { y: -40 }],
    ['below', { y: 1000 }],
  ])('lets the system choose when the kept place is %s', (_case, place) => {
    expect(fitPlace({ ...kept, ...place }, [screen])).toEqual({ width: 1400, height: 900 });
  });

  it('fits the screen that holds most of it, when that was a larger one', () => {
    const small = { x: 1920, y: 0, width: 1366, height: 768 };
    const wide = { ...kept, x: 1900, width: 2400, height: 1300 };
    expect(fitPlace(wide, [screen, small])).toEqual({ x: 1900, y: 50, width: 1366, height: 768 });
    expect(fitPlace({ ...wide, x: 9000 }, [small])).toEqual({ width: 1366, height: 768 });
    expect(fitPlace(null, [small])).toEqual({ width: 1280, height: 768 });
    expect(fitPlace(kept, [])).toEqual({ width: 1400, height: 900 });
  });

  it('never opens smaller than everything fits', () => {
    expect(fitPlace({ ...kept, width: 10, height: 10 }, [screen])).toMatchObject({ width: 900, height: 700 });
  });
});

describe('the kept place', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'blindfold-place-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is read as it was written', async () => {
    const file = join(folder, 'window.json');
    await keepPlace(file, kept);
    expect(await readPlace(file)).toEqual(kept);
  });

  it('is read when an earlier version kept it, which knew no full screen', async () => {
    const file = join(folder, 'window.json');
    const { full_screen: _, ...earlier } = kept;
    await writeFile(file, JSON.stringify(earlier));
    expect(await readPlace(file)).toEqual(kept);
  });

  it.each([
    ['is missing', null],
    ['is torn', '{"x": 1'],
    ['holds something else', '{"x": "left"}'],
  ])('counts as never kept when the file %s', async (_case, content) => {
    const file = join(folder, 'window.json');
    if (content !== null) await writeFile(file, content);
    expect(await readPlace(file)).toBeNull();
  });
});
