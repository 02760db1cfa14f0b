import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { parseJson } from '../../../core/session/json';
import type { JsonObject } from '../graph';

/** A hash of a picture's pixels, whatever the file says beside them. */
export async function pixelHash(file: Buffer): Promise<string> {
  const pixels = await sharp(file, { failOn: 'warning' }).raw().toBuffer();
  return createHash('sha256').update(pixels).digest('hex');
}

/** For each of some hashes the place of the first one that is equal: which pictures are the same. */
export function samePlaces(hashes: readonly string[]): number[] {
  return hashes.map((hash) => hashes.indexOf(hash));
}

/** What the recorder noted of a PNG: its size, its mode, its text chunks read as JSON. */
export async function describedPng(file: Buffer): Promise<JsonObject> {
  const { width, height, channels } = await sharp(file).metadata();
  const text_chunks: JsonObject = {};
  let at = 8;
  while (at + 8 <= file.length) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 8, at + 8 + length).toString('latin1');
    if (file.toString('latin1', at + 4, at + 8) === 'tEXt') {
      const end = body.indexOf('\0');
      text_chunks[body.slice(0, end)] = parseJson(body.slice(end + 1));
    }
    at += length + 12;
  }
  return { size: [width, height], mode: channels === 3 ? 'RGB' : `${channels} channels`, text_chunks };
}
