import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson } from '../../core/session/json';
import { type PackFile, packFileSchema } from '../../core/session/packFile';
import { readChunks } from '../comfy/imageCheck';
import type { Backend } from '../hosts/backendPort';
import { openZip } from '../sessions/archive/zipReader';
import { realFileSystem } from '../sessions/fileSystem';
import { type BackendWorld, createBackendWorld, makeImages } from '../testing/backendWorld';
import { fetchPack, journalLines, unpacked } from './testPacks';

/** Every baseline stands in three pairs; all that must not be in a pack is a word of its own. */
const SETUP = {
  loras: ['demo/inkwash_v1-000008.safetensors'],
  weights: [0.45678912, 0.67891234, 0.89123456],
  seeds: [81723645987, 1827364598127],
  metrics: ['Quality', 'Style'],
  prompt_pairs: [
    { positive: 'a fox in snow', negative: 'smudged watermark' },
    { positive: 'a red barn', negative: '' },
  ],
};

let world: BackendWorld;
let backend: Backend;
let session_id: string;
let name: string;
let zip: Buffer;
let files: Map<string, Buffer>;
let list: PackFile;

beforeAll(async () => {
  world = await createBackendWorld();
  backend = await world.start();
  session_id = await makeImages(backend, SETUP);
  ({ name, bytes: zip } = await fetchPack(backend, session_id));
  files = await unpacked(world.root, zip);
  list = packFileSchema.parse(parseJson(String(files.get('pack.json'))));
});
afterAll(async () => {
  expect(world.bugs).toEqual([]);
  await world.dispose();
});

const picture = (file: string) => files.get(`pictures/${file}`) ?? Buffer.alloc(0);

function chunksOf(png: Uint8Array) {
  const chunks = readChunks(png);
  if (typeof chunks === 'string') throw new Error(chunks);
  return chunks;
}

/** The pixels of a picture, by which it is known again. */
async function pixelsOf(png: Uint8Array): Promise<string> {
  return createHash('sha256')
    .update(await sharp(png).raw().toBuffer())
    .digest('hex');
}

describe("a rating pack's bytes", () => {
  it('show every pair as it is, in an order of their own, and nothing else', async () => {
    const output = join(world.root, session_id, 'output');
    const [made] = (await journalLines(world.root, session_id))
      .map(
        (line) => parseJson(line) as { type: string; order: { pair: string; swap: boolean; key: string }[] },
      )
      .filter(({ type }) => type === 'pack_made');
    expect(list.showings).toHaveLength(12);
    expect(made?.order.map(({ key }) => key)).toEqual(list.showings.map(({ key }) => key));
    for (const [index, { image_a, image_b }] of list.showings.entries()) {
      const { pair, swap } = made?.order[index] ?? { pair: '', swap: false };
      const baseline = pair.replace(/^lora_(\d+_\d+)_.*$/, 'baseline_$1.png');
      const [left, right] = swap ? [pair, baseline] : [baseline, pair];
      expect(await pixelsOf(picture(image_a))).toBe(await pixelsOf(await readFile(join(output, left))));
      expect(await pixelsOf(picture(image_b))).toBe(await pixelsOf(await readFile(join(output, right))));
    }
    expect(files.size).toBe(25);
  });

  it('are the same in nothing where the pictures are the same', async () => {
    const all = list.showings.flatMap(({ image_a, image_b }) => [image_a, image_b]);
    const pixels = await Promise.all(all.map((file) => pixelsOf(picture(file))));
    expect(new Set(pixels).size).toBe(16);
    const checksums: number[] = [];
    for (const file of all) {
      for (const { type, whole } of chunksOf(picture(file))) {
        if (type === 'IHDR' || type === 'IEND') continue;
        checksums.push(Buffer.from(whole).readUInt32BE(whole.length - 4));
      }
    }
    // One part of pixels and one of noise in each, none of which comes twice.
    expect(checksums).toHaveLength(48);
    expect(new Set(checksums).size).toBe(48);
  });

  it('have two pictures of one length in every pair, and lengths that do not come again', async () => {
    const lengths = list.showings.map(({ image_a, image_b }) => [
      picture(image_a).length,
      picture(image_b).length,
    ]);
    for (const [a, b] of lengths) expect(a).toBe(b);
    expect(new Set(lengths.map(([a]) => a)).size).toBeGreaterThan(9);
  });

  it('have names, order, times and packing that tell nothing', async () => {
    expect(name).toBe(`blindfold-pack-${list.pack_id.slice(0, 8)}.zip`);
    const open = await openZip(realFileSystem, join(world.root, 'pack.zip'));
    const entries = open.entries.map(
      ({ name: entry, size, entry: { compressedSize, compressionMethod } }) => ({
        entry,
        isStored: compressionMethod === 0 && compressedSize === size,
      }),
    );
    await open.close();
    const inOrder = list.showings.flatMap(({ image_a, image_b }) => [
      `pictures/${image_a}`,
      `pictures/${image_b}`,
    ]);
    expect(entries.map(({ entry }) => entry)).toEqual([...inOrder, 'pack.json']);
    expect(entries.slice(0, -1).every(({ isStored }) => isStored)).toBe(true);
    const names = inOrder.map((path) => path.replace('pictures/', ''));
    expect(names.every((one) => /^[0-9a-f]{24}\.png$/.test(one))).toBe(true);
    const times = new Set<string>();
    for (let at = zip.indexOf('PK\u0001\u0002'); at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 4))
      times.add(zip.subarray(at + 12, at + 16).toString('hex'));
    expect(times.size).toBe(1);
  });

  it('hold no LoRA, weight, seed, negative prompt, side or id, in whatever bytes', async () => {
    const [first] = (await journalLines(world.root, session_id))
      .map((line) => parseJson(line) as Record<string, unknown>)
      .filter(({ type }) => type === 'session_start');
    const words = [
      'inkwash',
      'safetensors',
      'lora',
      'baseline',
      'smudged',
      'strength',
      'KSampler',
      'swap',
      session_id,
      ...['45678912', '67891234', '89123456', '81723645987', '1827364598127'],
      String(first?.['order_seed']),
      String(first?.['blind_key']),
    ];
    const told = (bytes: Uint8Array, from: number) => {
      const text = Buffer.from(bytes).toString('latin1').toLowerCase();
      return words.filter((word) => word.length >= from && text.includes(word.toLowerCase()));
    };
    const written = Buffer.concat([
      files.get('pack.json') ?? Buffer.alloc(0),
      Buffer.from([...files.keys(), name].join()),
    ]);
    expect(told(written, 4)).toEqual([]);
    // Noise of this length holds every word of a few letters now and then.
    for (const [path, bytes] of files) {
      expect([path, told(bytes, 7)]).toEqual([path, []]);
      if (path !== 'pack.json')
        expect(chunksOf(bytes).map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'paDd', 'IEND']);
    }
    expect(list.showings.map(({ prompt }) => prompt).sort()).toEqual([
      ...Array(6).fill('a fox in snow'),
      ...Array(6).fill('a red barn'),
    ]);
  });

  it('have the LoRA as often left as right, and another order in each pack', async () => {
    const second = await fetchPack(backend, session_id);
    const lines = await journalLines(world.root, session_id);
    const packs = lines
      .map(
        (line) => parseJson(line) as { type: string; order: { pair: string; swap: boolean; key: string }[] },
      )
      .filter(({ type }) => type === 'pack_made');
    expect(packs).toHaveLength(2);
    const orders = packs.map(({ order }) => order.map(({ pair, swap }) => `${pair} ${swap}`).join());
    expect(new Set(orders).size).toBe(2);
    for (const { order } of packs) expect(order.filter(({ swap }) => swap)).toHaveLength(6);
    expect(second.name).not.toBe(name);
  });
});
