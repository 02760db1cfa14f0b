import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { sampleJobs } from '../../core/session/sampleJournal';
import type { SessionGlance } from './openSession';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A text chunk of any of the three kinds. */
export function textChunk(kind: 'tEXt' | 'zTXt' | 'iTXt', keyword: string, text: string): Buffer {
  const key = Buffer.from(`${keyword}\0`, 'latin1');
  if (kind === 'tEXt') return chunk(kind, Buffer.concat([key, Buffer.from(text, 'latin1')]));
  const packed = deflateSync(Buffer.from(text, 'utf8'));
  if (kind === 'zTXt') return chunk(kind, Buffer.concat([key, Buffer.of(0), packed]));
  return chunk(kind, Buffer.concat([key, Buffer.of(1, 0, 0, 0), packed]));
}

/** A whole picture of 2 by 1 pixels whose bytes depend on `shade`, with further chunks behind its header. */
export function testPng(shade = 0, more: readonly Buffer[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(2, 0);
  header.writeUInt32BE(1, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.of(0, shade & 255, (shade >> 8) & 255));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Puts whole pictures under the given names into a session's `output/`; without names those of the sample's whole plan. */
export async function putPictures(
  { folder }: Pick<SessionGlance, 'folder'>,
  names: readonly string[] = sampleJobs().map(({ file }) => file),
): Promise<void> {
  await mkdir(folder.output, { recursive: true });
  for (const [index, name] of names.entries()) await writeFile(join(folder.output, name), testPng(index));
}
