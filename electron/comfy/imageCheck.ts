import { crc32, inflateSync } from 'node:zlib';

/** What a look at a PNG found: its size in pixels, or what is wrong with it. */
export type PngCheck = { ok: true; width: number; height: number } | { ok: false; fault: string };

/** A part of a PNG. */
interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** The bytes of a PNG in pieces. */
export type PngParts = readonly Uint8Array[];

interface Chunk extends PngChunk {
  /** The chunk with length, type and checksum. */
  readonly whole: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Length, type and checksum of a chunk without data. */
const CHUNK_FRAME_BYTES = 12;
/** The chunk at the end of every PNG. */
const END = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);
/** Chunks that decide how a PNG looks; all others are words, times and private notes. */
const DRAWN = new Set([
  'IHDR',
  'PLTE',
  'tRNS',
  'IDAT',
  'gAMA',
  'cHRM',
  'sRGB',
  'iCCP',
  'sBIT',
  'cICP',
  'IEND',
]);
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** Reads the chunks of a PNG. Out: a fault in words where the bytes are not a whole PNG. */
export function readChunks(bytes: Uint8Array): Chunk[] | string {
  if (bytes.length < SIGNATURE.length || SIGNATURE.some((byte, index) => bytes[index] !== byte)) {
    return 'It is not a PNG.';
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  let at = SIGNATURE.length;
  while (at < bytes.length) {
    if (at + CHUNK_FRAME_BYTES > bytes.length) return 'It ends in the middle.';
    const length = view.getUint32(at);
    const end = at + CHUNK_FRAME_BYTES + length;
    if (end > bytes.length) return 'It ends in the middle.';
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) return 'It is damaged inside.';
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
      return `Its part ${type} is damaged.`;
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) });
    at = end;
    if (type === 'IEND') break;
  }
  if (chunks.at(-1)?.type !== 'IEND') return 'It ends in the middle.';
  if (at < bytes.length) return 'Something follows its end.';
  return chunks;
}

function chunksOf(bytes: Uint8Array): Chunk[] {
  const chunks = readChunks(bytes);
  if (typeof chunks === 'string') throw new RangeError(`No whole PNG: ${chunks}`);
  return chunks;
}

/**
 * Checks that bytes are one whole PNG: signature, every chunk's checksum, header first, pixels, end last.
 * Out: its size in pixels, or the fault as a sentence.
 */
export function inspectPng(bytes: Uint8Array): PngCheck {
  const chunks = readChunks(bytes);
  if (typeof chunks === 'string') return { ok: false, fault: chunks };
  const [header] = chunks;
  if (header?.type !== 'IHDR' || header.data.length !== 13) return { ok: false, fault: 'It has no header.' };
  const view = new DataView(header.data.buffer, header.data.byteOffset, header.data.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  if (width === 0 || height === 0) return { ok: false, fault: 'It has no size.' };
  if (!chunks.some(({ type, data }) => type === 'IDAT' && data.length > 0)) {
    return { ok: false, fault: 'It has no pixels.' };
  }
  return { ok: true, width, height };
}

/**
 * The parts of a picture that draw it, in their order, without text, times and private notes: pieces of the bytes that are given.
 * Throws RangeError when those are not a whole PNG (`inspectPng` tells).
 */
export function drawnParts(bytes: Uint8Array): PngParts {
  const kept = chunksOf(bytes).filter(({ type }) => DRAWN.has(type));
  return [SIGNATURE, ...kept.map(({ whole }) => whole)];
}

/** The same picture with nothing but what draws it. Throws RangeError when the bytes are not a whole PNG. */
export function stripPngMetadata(bytes: Uint8Array): Uint8Array {
  return joined(drawnParts(bytes));
}

/** The smallest length to which `padPng` can bring a PNG of that length, besides the length itself. */
export function paddableLength(length: number): number {
  return length + CHUNK_FRAME_BYTES;
}

/**
 * The same picture with one private chunk before its end, so that it is exactly `targetLength` bytes long.
 * In: the parts of a whole PNG, of which only the end is looked at; what the chunk holds, zeros when not given. Throws RangeError where
 * there is no end, and when the length cannot be reached: it must be the PNG's own, or at least `paddableLength` of it.
 */
export function padPng(
  parts: PngParts,
  targetLength: number,
  fill: (length: number) => Uint8Array = (length) => new Uint8Array(length),
): Uint8Array {
  const own = lengthOf(parts);
  if (targetLength === own) return joined(parts);
  const length = targetLength - own - CHUNK_FRAME_BYTES;
  if (length < 0) throw new RangeError(`A PNG of ${own} bytes cannot become ${targetLength} bytes long.`);
  const last = parts.at(-1) ?? SIGNATURE;
  const end = last.length - END.length;
  if (END.some((byte, index) => last[end + index] !== byte))
    throw new RangeError('No whole PNG: It has no end.');
  // Ancillary, private, safe to copy: readers skip it.
  const pad = chunkBytes({ type: 'paDd', data: fill(length) });
  return joined([...parts.slice(0, -1), last.subarray(0, end), pad, END]);
}

/** How many bytes parts have together. */
export function lengthOf(parts: PngParts): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** A PNG of these chunks, in their order. */
export function pngOf(chunks: readonly PngChunk[]): Uint8Array {
  return joined([SIGNATURE, ...chunks.map(chunkBytes)]);
}

function chunkBytes({ type, data }: PngChunk): Uint8Array {
  const bytes = new Uint8Array(data.length + CHUNK_FRAME_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/**
 * The text chunks of a PNG (tEXt, zTXt, iTXt) by keyword; the first of a keyword wins, unreadable ones are left out.
 * Throws RangeError when the bytes are not a whole PNG.
 */
export function readPngText(bytes: Uint8Array): Map<string, string> {
  const found = new Map<string, string>();
  for (const { type, data } of chunksOf(bytes)) {
    const text = isTextChunk(type) ? textOf(type, data) : null;
    if (text !== null && !found.has(text.keyword)) found.set(text.keyword, text.text);
  }
  return found;
}

/** A chunk that holds text. */
export type TextChunk = 'tEXt' | 'zTXt' | 'iTXt';

export function isTextChunk(type: string): type is TextChunk {
  return type === 'tEXt' || type === 'zTXt' || type === 'iTXt';
}

/** What a text chunk says. In: its kind and its data. Out: null when it cannot be read, or would be larger than 64 MB. */
export function textOf(type: TextChunk, data: Uint8Array): { keyword: string; text: string } | null {
  const end = data.indexOf(0);
  if (end < 1) return null;
  const keyword = latin1(data.subarray(0, end));
  const rest = data.subarray(end + 1);
  if (type === 'tEXt') return { keyword, text: latin1(rest) };
  if (type === 'zTXt') {
    const bytes = rest[0] === 0 ? inflated(rest.subarray(1)) : null;
    return bytes === null ? null : { keyword, text: latin1(bytes) };
  }
  const isCompressed = rest[0] === 1;
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) return null;
  const body = rest.subarray(translated + 1);
  const bytes = isCompressed ? inflated(body) : body;
  return bytes === null ? null : { keyword, text: new TextDecoder().decode(bytes) };
}

function inflated(bytes: Uint8Array): Uint8Array | null {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_TEXT_BYTES });
  } catch {
    return null;
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function joined(parts: PngParts): Uint8Array {
  const out = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
