import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { blankSetup, type Setup } from '../core/session/setup';
import type { Raster } from '../electron/demo/nodeTypes';
import { encodePng } from '../electron/demo/painter';
import { type PutPicture, writeMadeSession } from './madeSession';

/** Edge of a picture, in pixels. */
export const EDGE = 1024;
/** Different pictures; each stands under many names. */
const DIFFERENT = 12;

/** Pictures as files, all different. */
export interface PictureFiles {
  readonly paths: readonly string[];
  readonly bytes: readonly Buffer[];
}

/** Writes different pictures of 1024x1024 as large as photographs are, in a folder of their own. */
export async function writePictures(folder: string): Promise<PictureFiles> {
  await mkdir(folder, { recursive: true });
  const bytes = (await makePictures(EDGE)).map(({ png }) => png);
  const paths = bytes.map((_, index) => join(folder, `${index}.png`));
  await Promise.all(paths.map((path, index) => writeFile(path, bytes[index] ?? '')));
  return { paths, bytes };
}

/** Different square pictures whose files are as large as those of photographs. In: their edge, in pixels. */
export async function makePictures(edge: number): Promise<(Raster & { readonly png: Buffer })[]> {
  return Promise.all(
    Array.from({ length: DIFFERENT }, async (_, index) => {
      const raster = { rgb: grainy(index, edge), width: edge, height: edge };
      return { ...raster, png: await encodePng(raster) };
    }),
  );
}

/** Slow waves of colour under fine grain, so that the file is as hard to unpack as that of a real picture. */
function grainy(index: number, edge: number): Buffer {
  const grain = randomBytes(edge * edge * 3);
  for (let y = 0, at = 0; y < edge; y += 1)
    for (let x = 0; x < edge; x += 1)
      for (let channel = 0; channel < 3; channel += 1, at += 1)
        grain[at] =
          112 + 96 * Math.sin((x * (index + 2) + y * (channel + 3)) / 700) + ((grain[at] ?? 0) & 15);
  return grain;
}

/** Puts the pictures under other names, each in its turn. Out: what the journal says of the one that was put. */
export function linkPictures({ paths, bytes }: PictureFiles): PutPicture {
  const facts = bytes.map((picture) => ({
    sha256: createHash('sha256').update(picture).digest('hex'),
    size_bytes: picture.length,
    width: EDGE,
    height: EDGE,
  }));
  return async (path, index) => {
    const place = index % DIFFERENT;
    await link(paths[place] ?? '', path);
    const known = facts[place];
    if (known === undefined) throw new Error('There is no such picture.');
    return known;
  };
}

/** Writes a session of so many trials (a multiple of five, each a pair of its own) on the pictures given. */
export async function writeJudgedSession(
  root: string,
  id: string,
  trials: number,
  pictures: PictureFiles,
): Promise<void> {
  const setup: Setup = {
    ...blankSetup(['demo']),
    loras: ['demo/inkwash_v1-000008.safetensors'],
    weight_range: null,
    weights: [0.2, 0.4, 0.6, 0.8, 1],
    seeds: [1],
    metrics: ['Quality'],
    prompt_pairs: Array.from({ length: trials / 5 }, (_, index) => ({
      positive: `a picture of thing ${index}`,
      negative: 'blurry',
    })),
  };
  await writeMadeSession(root, id, setup, linkPictures(pictures));
}
