import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../core/session/json';
import { type PackFile, packFileSchema } from '../../../core/session/packFile';
import { generationEvents, sampleOrder, sampleSetup } from '../../../core/session/sampleJournal';
import { inspectPng } from '../../comfy/imageCheck';
import { writePieces } from '../archive/exportSessions';
import { control, partsOf } from '../archive/testArchives';
import { openZip, readWhole } from '../archive/zipReader';
import { realFileSystem } from '../fileSystem';
import { putPictures } from '../testPictures';
import { sessionWorld } from '../testStore';
import { type PackParts, packMade, packPieces } from './makePack';

const { start, world } = sessionWorld();

async function madeSession() {
  const store = await start();
  const session = await store.create(sampleSetup(), '');
  await putPictures(session);
  await session.append(...generationEvents());
  const { now, randomHex } = partsOf(store);
  const parts: PackParts = { fs: realFileSystem, now, randomHex, noise: (length) => randomBytes(length) };
  return { session, parts };
}

/** The zip at a path: its list, and its pictures by name. */
async function contentOf(path: string): Promise<{ list: PackFile; pictures: Map<string, Uint8Array> }> {
  const zip = await openZip(realFileSystem, path);
  const files = new Map<string, Uint8Array>();
  for (const entry of zip.entries) files.set(entry.parts.at(-1) ?? '', await readWhole(zip.read(entry)));
  await zip.close();
  const list = packFileSchema.parse(parseJson(Buffer.from(files.get('pack.json') ?? []).toString()));
  files.delete('pack.json');
  return { list, pictures: files };
}

describe('packPieces', () => {
  it('packs a catch as any other showing, with one picture under two names', async () => {
    const { session, parts } = await madeSession();
    const [first, second] = sampleOrder();
    if (first === undefined || second === undefined) throw new Error('The sample has no order.');
    const made = {
      ...packMade(session.state, parts),
      order: [
        { ...first, kind: 'training' as const, key: 'aaaaaaa0' },
        { ...first, key: 'aaaaaaa1' },
        { ...second, kind: 'catch' as const, key: 'aaaaaaa2' },
        { ...first, kind: 'repeat' as const, swap: !first.swap, metric: 'Style', key: 'aaaaaaa3' },
      ],
    };
    const path = join(world.root, 'pack.zip');
    const whole = control();
    await writePieces(realFileSystem, path, packPieces(session, made, parts, whole), 'ab');
    const { list, pictures } = await contentOf(path);
    expect(whole.told).toBe(5);
    expect(list.showings.map(({ key, training, metric }) => [key, training, metric])).toEqual([
      ['aaaaaaa0', true, null],
      ['aaaaaaa1', false, null],
      ['aaaaaaa2', false, null],
      ['aaaaaaa3', false, 'Style'],
    ]);
    expect(JSON.stringify(list)).not.toMatch(/catch|repeat|kind|swap/);
    expect(pictures.size).toBe(8);
    for (const { image_a, image_b } of list.showings) {
      const [a, b] = [pictures.get(image_a), pictures.get(image_b)] as [Uint8Array, Uint8Array];
      expect(a.length).toBe(b.length);
      expect(Buffer.compare(a, b)).not.toBe(0);
      for (const png of [a, b]) expect(inspectPng(png)).toEqual({ ok: true, width: 2, height: 1 });
    }
  });

  it('leaves nothing where it was stopped, or where a picture is torn, and does not name that', async () => {
    const { session, parts } = await madeSession();
    const made = packMade(session.state, parts);
    const path = join(world.root, 'pack.zip');
    const write = (stopAt?: number) =>
      writePieces(realFileSystem, path, packPieces(session, made, parts, control(stopAt)), 'ab');
    await expect(write(3)).rejects.toThrow('stopped, on purpose');
    const [{ pair } = { pair: '' }] = made.order;
    const picture = session.folder.pathOfImage(pair);
    await writeFile(picture, (await readFile(picture)).subarray(0, 40));
    const failure = await write().catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining('missing or damaged'),
    });
    expect(String(failure)).not.toContain(pair);
    await rm(picture);
    await expect(write()).rejects.toMatchObject({ code: 'storage_failed' });
    expect((await readdir(world.root)).filter((name) => name.startsWith('pack'))).toEqual([]);
  });

  it('takes complete pairs only, and refuses where there is none', async () => {
    const { session, parts } = await madeSession();
    const all = packMade(session.state, parts);
    expect(all.order).toHaveLength(4);
    const [{ pair } = { pair: '' }] = all.order;
    await session.append({ type: 'image_regenerated', job: pair });
    const fewer = packMade(session.state, parts);
    expect(fewer.order.map((entry) => entry.pair)).not.toContain(pair);
    expect(new Set([...all.order, ...fewer.order].map(({ key }) => key)).size).toBe(7);
    for (const image of session.state.images.keys())
      await session.append({ type: 'image_regenerated', job: image });
    expect(() => packMade(session.state, parts)).toThrow('No pair is complete');
  });
});
