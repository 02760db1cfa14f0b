import { isTextChunk, textOf } from '../comfy/imageCheck';
import type { OpenFile } from './fileSystem';

/** What can be told of a PNG without reading its pixels. */
export interface PngFile {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** What ComfyUI wrote under `prompt`; null when it is not there. */
  readonly prompt: string | null;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Length and type, which stand before a chunk's data; the checksum stands behind it. */
const HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;
const MAX_CHUNKS = 100_000;
/** A workflow is far smaller; larger text is left alone. */
const MAX_TEXT_CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Walks through the parts of a PNG: header first, end last, nothing cut off. Pixels and checksums are not looked at.
 * In: the file, and its size in bytes. Out: null when it is not a whole PNG. Rejects with the system's error.
 */
export async function walkPng(file: OpenFile, size: number): Promise<PngFile | null> {
  const start = Buffer.from(await file.read(0, SIGNATURE.length));
  if (!start.equals(SIGNATURE)) return null;
  let header: { width: number; height: number } | null = null;
  let prompt: string | null = null;
  let hasPixels = false;
  let at = SIGNATURE.length;
  for (let count = 0; count < MAX_CHUNKS && at + HEAD_BYTES + CHECKSUM_BYTES <= size; count += 1) {
    const head = Buffer.from(await file.read(at, HEAD_BYTES));
    if (head.length < HEAD_BYTES) return null;
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4);
    const end = at + HEAD_BYTES + length + CHECKSUM_BYTES;
    if (end > size) return null;
    if (header === null) {
      if (type !== 'IHDR' || length !== 13) return null;
      const data = Buffer.from(await file.read(at + HEAD_BYTES, length));
      header = { width: data.readUInt32BE(0), height: data.readUInt32BE(4) };
      if (header.width === 0 || header.height === 0) return null;
    } else if (isTextChunk(type) && prompt === null && length <= MAX_TEXT_CHUNK_BYTES) {
      const text = textOf(type, await file.read(at + HEAD_BYTES, length));
      if (text?.keyword === 'prompt' && text.text.length <= MAX_TEXT_CHUNK_BYTES) prompt = text.text;
    }
    hasPixels ||= type === 'IDAT' && length > 0;
    if (type === 'IEND') return hasPixels ? { ...header, prompt } : null;
    at = end;
  }
  return null;
}
