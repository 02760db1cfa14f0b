import { promisify } from 'node:util';
import { constants, deflateRaw, inflate } from 'node:zlib';
import { paddableLength, padPng, pngOf, readChunks, stripPngMetadata } from '../../comfy/imageCheck';
import { filteredAnew } from './filteredRows';

const packPiece = promisify(deflateRaw);
const unpackAll = promisify(inflate);

/** Random bytes, as many as asked for. */
export type Noise = (length: number) => Uint8Array;

/** Rows are packed in pieces of so many bytes, each of a length drawn by lot. */
const [LEAST_PIECE, MOST_PIECE] = [16 * 1024, 64 * 1024];
/** The first piece is short, so that not even the beginnings of two copies are alike. */
const MOST_FIRST = 4 * 1024;
/** Noise that every copy gets, whatever the other one of its showing needs. */
const [LEAST_NOISE, MORE_NOISE] = [64, 4096];

/**
 * Two pictures of one showing as they go into a rating pack: the same pixels, without texts, both of one length. Each is filtered
 * by lot, row by row, packed anew in pieces drawn by lot, and ends in noise, so that no two copies of one picture share their bytes, checksums or lengths.
 * In: two whole PNGs. Throws RangeError for what is none.
 */
export async function packPictures(
  left: Uint8Array,
  right: Uint8Array,
  noise: Noise,
): Promise<[Uint8Array, Uint8Array]> {
  const [a, b] = await Promise.all([repacked(left, noise), repacked(right, noise)]);
  const longer = Math.max(a.length, b.length);
  // How long the longer one is would come back with a picture that is shown again.
  const blur = drawn(Math.ceil(longer / 32) + MORE_NOISE, noise);
  const length = paddableLength(longer) + LEAST_NOISE + blur;
  return [padPng([a], length, noise), padPng([b], length, noise)];
}

/** The same picture with its pixels packed anew. */
async function repacked(png: Uint8Array, noise: Noise): Promise<Uint8Array> {
  const chunks = readChunks(stripPngMetadata(png));
  if (typeof chunks === 'string') throw new RangeError(`No whole PNG: ${chunks}`);
  const pixels = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const header = chunks[0]?.data ?? new Uint8Array();
  const rows = await unpackRows(pixels, mostRowBytes(header));
  const data = await packRows(filteredAnew(rows, header, noise), noise);
  const at = chunks.findIndex(({ type }) => type === 'IDAT');
  const before = chunks.slice(0, at);
  const after = chunks.slice(at).filter(({ type }) => type !== 'IDAT');
  return pngOf([...before, { type: 'IDAT', data }, ...after]);
}

async function unpackRows(pixels: Uint8Array, most: number): Promise<Uint8Array> {
  try {
    return await unpackAll(pixels, { maxOutputLength: most });
  } catch (error) {
    throw new RangeError('No whole PNG: its pixels cannot be unpacked.', { cause: error });
  }
}

/** More than the rows of a picture come to, in whatever form: 8 bytes for each pixel and one for each row, those of seven passes included. */
function mostRowBytes(header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  return Math.min(width * height * 8 + height * 16 + 1024, 2 ** 31 - 1);
}

/** Rows as a zlib stream. Every piece is packed by itself, so that it shares nothing with what stands before it. */
async function packRows(rows: Uint8Array, noise: Noise): Promise<Uint8Array> {
  const ends = pieceEnds(rows.length, noise);
  const pieces = await Promise.all(
    ends.map((end, index) => {
      const finishFlush = index === ends.length - 1 ? constants.Z_FINISH : constants.Z_FULL_FLUSH;
      // How hard it is packed decides which codes a piece gets, so that is drawn for each of them.
      const [level, memLevel] = [2 + drawn(3, noise), 6 + drawn(4, noise)];
      return packPiece(rows.subarray(ends[index - 1] ?? 0, end), { level, memLevel, finishFlush });
    }),
  );
  return Buffer.concat([Uint8Array.of(0x78, 0x9c), ...pieces, adler32(rows)]);
}

function pieceEnds(length: number, noise: Noise): number[] {
  const ends: number[] = [];
  let end = 1 + drawn(MOST_FIRST, noise);
  while (end < length) {
    ends.push(end);
    end += LEAST_PIECE + drawn(MOST_PIECE - LEAST_PIECE, noise);
  }
  return [...ends, length];
}

const ADLER_PRIME = 65_521;
/** So many bytes can be added up before the sums pass 32 bits. */
const ADLER_RUN = 3_800;

/** The checksum that ends a zlib stream. */
function adler32(bytes: Uint8Array): Uint8Array {
  let [low, high] = [1, 0];
  for (let from = 0; from < bytes.length; from += ADLER_RUN) {
    for (const byte of bytes.subarray(from, from + ADLER_RUN)) {
      low += byte;
      high += low;
    }
    low %= ADLER_PRIME;
    high %= ADLER_PRIME;
  }
  return Uint8Array.of(high >>> 8, high & 255, low >>> 8, low & 255);
}

/** A whole number from 0, below `below`. */
function drawn(below: number, noise: Noise): number {
  const bytes = noise(4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) % below;
}
