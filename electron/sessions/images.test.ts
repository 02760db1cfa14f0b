import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseSessionId } from '../../core/session/identity';
import { inspectPng } from '../comfy/imageCheck';
import { createImages } from './images';
import { type SessionFolder, sessionFolder } from './sessionFolder';

let root: string;
let folder: SessionFolder;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'blindfold-images-'));
  folder = sessionFolder(root, parseSessionId('20240115_143022'));
  await mkdir(folder.output, { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A PNG of one colour with a text chunk that tells what it is. */
async function paint(file: string, options: { width: number; colour: string; text: string }): Promise<void> {
  const bytes = await sharp({
    create: { width: options.width, height: 64, channels: 3, background: options.colour },
  })
    .withExif({ IFD0: { ImageDescription: options.text } })
    .png()
    .toBuffer();
  await writeFile(folder.pathOfImage(file), bytes);
}

const keyOf = (address: string) => address.replace('/image/', '');

describe('createImages', () => {
  it('gives every showing fresh addresses that say nothing', async () => {
    const images = createImages();
    const addresses = Array.from({ length: 50 }, () =>
      images.showing(folder, 'baseline_0_0.png', 'lora_0_0_w1.png'),
    ).flatMap((showing) => [showing.image_a, showing.image_b]);
    expect(new Set(addresses).size).toBe(100);
    for (const address of addresses) expect(address).toMatch(/^\/image\/[0-9a-f]{32}$/);
  });

  it('serves both pictures of a showing at one length, without a word in them', async () => {
    await paint('baseline_0_0.png', { width: 64, colour: 'red', text: 'baseline of the pair' });
    await paint('lora_0_0_w1.png', { width: 900, colour: 'blue', text: 'lora fox at 1' });
    const images = createImages();
    const { image_a, image_b } = images.showing(folder, 'lora_0_0_w1.png', 'baseline_0_0.png');
    const [a, b] = await Promise.all([images.serve(keyOf(image_a)), images.serve(keyOf(image_b))]);
    expect(a?.contentType).toBe('image/png');
    expect(a?.bytes.length).toBe(b?.bytes.length);
    expect(inspectPng(a?.bytes ?? new Uint8Array())).toMatchObject({ ok: true, width: 900 });
    expect(inspectPng(b?.bytes ?? new Uint8Array())).toMatchObject({ ok: true, width: 64 });
    for (const served of [a, b]) {
      const text = Buffer.from(served?.bytes ?? []).toString('latin1');
      expect(text).not.toMatch(/baseline|lora|fox|eXIf|tEXt|iTXt|zTXt/);
      // Padding on one side only would tell which file is the shorter one.
      expect(text).toContain('paDd');
    }
  });

  it('serves the same bytes again while the key is known', async () => {
    await paint('a.png', { width: 20, colour: 'red', text: 'x' });
    await paint('b.png', { width: 30, colour: 'blue', text: 'y' });
    const images = createImages();
    const { image_a, image_b } = images.showing(folder, 'a.png', 'b.png');
    const first = await images.serve(keyOf(image_a));
    await images.serve(keyOf(image_b));
    expect(await images.serve(keyOf(image_a))).toEqual(first);
  });

  it('knows no other key', async () => {
    const images = createImages();
    expect(await images.serve('')).toBeNull();
    expect(await images.serve('00000000000000000000000000000000')).toBeNull();
    expect(await images.serve('../../etc/passwd')).toBeNull();
  });

  it('fails alike on both sides when one picture is missing or torn, without its name', async () => {
    await paint('baseline_0_0.png', { width: 64, colour: 'red', text: 'x' });
    const images = createImages();
    for (const torn of [false, true]) {
      if (torn) await writeFile(folder.pathOfImage('lora_0_0_w1.png'), 'not a picture');
      const { image_a, image_b } = images.showing(folder, 'lora_0_0_w1.png', 'baseline_0_0.png');
      const messages: string[] = [];
      for (const address of [image_a, image_b]) {
        await images
          .serve(keyOf(address))
          .catch((error: unknown) => messages.push(error instanceof Error ? error.message : ''));
      }
      expect(messages).toHaveLength(2);
      expect(messages[0]).toBe(messages[1]);
      expect(messages[0]).not.toMatch(/lora|baseline|\.png/);
    }
  });

  it('shows a picture that was made again under the same key', async () => {
    await paint('a.png', { width: 20, colour: 'red', text: 'x' });
    const images = createImages();
    const { image_a } = images.showing(folder, 'a.png', 'b.png');
    await expect(images.serve(keyOf(image_a))).rejects.toMatchObject({ code: 'not_found' });
    await paint('b.png', { width: 30, colour: 'blue', text: 'y' });
    expect((await images.serve(keyOf(image_a)))?.bytes.length).toBeGreaterThan(0);
  });

  it('never leads outside the folder', async () => {
    const images = createImages();
    await writeFile(join(root, 'secret.png'), 'secret');
    const { image_a } = images.showing(folder, '../../secret.png', 'b.png');
    await expect(images.serve(keyOf(image_a))).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      images.serve(keyOf(images.thumbnail(folder, '../../secret.png', '1'))),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('makes thumbnails of at most 160 pixels, keeps them under a hash and makes them again when missing', async () => {
    await paint('lora_0_0_w1.png', { width: 640, colour: 'green', text: 'lora fox' });
    const images = createImages();
    const served = await images.serve(keyOf(images.thumbnail(folder, 'lora_0_0_w1.png', 'abc')));
    expect(served?.contentType).toBe('image/webp');
    expect(await sharp(served?.bytes).metadata()).toMatchObject({ format: 'webp', width: 160, height: 16 });
    const kept = await readdir(folder.thumbnails);
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatch(/^[0-9a-f]{32}\.webp$/);
    await rm(folder.thumbnails, { recursive: true });
    expect((await images.serve(keyOf(images.thumbnail(folder, 'lora_0_0_w1.png', 'abc'))))?.bytes).toEqual(
      served?.bytes,
    );
    expect(await readdir(folder.thumbnails)).toEqual(kept);
  });

  it('does not take a new picture for the thumbnail of the old one', async () => {
    await paint('a.png', { width: 100, colour: 'green', text: 'x' });
    const images = createImages();
    const old = await images.serve(keyOf(images.thumbnail(folder, 'a.png', 'sha of green')));
    await paint('a.png', { width: 100, colour: 'purple', text: 'x' });
    const now = await images.serve(keyOf(images.thumbnail(folder, 'a.png', 'sha of purple')));
    const digest = (bytes: Uint8Array | undefined) =>
      createHash('sha256')
        .update(bytes ?? new Uint8Array())
        .digest('hex');
    expect(digest(now?.bytes)).not.toBe(digest(old?.bytes));
  });

  it('keeps one address for the picture of a session in the list, and forgets the oldest keys', async () => {
    const images = createImages();
    const emblem = images.emblem(folder, 'a.png', '1');
    expect(images.emblem(folder, 'a.png', '1')).toBe(emblem);
    expect(images.emblem(folder, 'b.png', '1')).not.toBe(emblem);
    const { image_a } = images.showing(folder, 'a.png', 'b.png');
    for (let showing = 0; showing < 2500; showing += 1) images.showing(folder, 'a.png', 'b.png');
    expect(await images.serve(keyOf(image_a))).toBeNull();
  });
});
