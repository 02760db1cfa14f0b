import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import {
  type Entry,
  fromRandomAccessReader,
  getFileNameLowLevel,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';
import { AppFailure } from '../../../core/contract/failure';
import { byteWords } from '../../../core/session/byteWords';
import { errorCode, type FileSystem, type OpenFile } from '../fileSystem';
import { createPlaces, type EntryPlace, readEntryName, shown } from './entryNames';

/** One file of an archive, its name checked. */
export interface ZipEntry extends Pick<EntryPlace, 'parts' | 'isPassedOver' | 'isLitter'> {
  /** As it stands in the archive. */
  readonly name: string;
  readonly size: number;
  readonly crc32: number;
  readonly entry: Entry;
}

/** An archive that is open for reading. */
export interface OpenZip {
  readonly entries: readonly ZipEntry[];
  /** Bytes of the archive itself. */
  readonly size: number;
  /** A file's bytes; throws AppFailure `bad_request` when they are not those that the archive says. */
  read(entry: ZipEntry): AsyncIterable<Uint8Array>;
  /** Never throws. */
  close(): Promise<void>;
}

/** More entries than any archive of ours has; their names alone would fill the memory. */
const MAX_ENTRIES = 500_000;
/** What small files of the most even content come to: beyond it an archive is made to fill disks. */
const MAX_GROWTH = 200;
/** A journal says the same again and again, so it may be packed as small as the packing can, up to more than any archive has of them. */
const OF_WORDS = /\.(jsonl?|bak|csv|md)$/i;
const WORDS_ROOM = 2 ** 30;
const MAX_PACKING = 1032;
const SMALL_BYTES = 1024;
const GROWTH_ROOM = 64 * 2 ** 20;
const PIECE_BYTES = 1024 * 1024;
const BLOCK_BYTES = 16 * 1024;

/**
 * Opens a zip and checks the whole of its directory: names, kinds, sizes. Nothing is unpacked.
 * Throws AppFailure `bad_request` with what is wrong with it, or the system's error.
 */
export async function openZip(fs: FileSystem, path: string): Promise<OpenZip> {
  const file = await fs.open(path, 'read');
  try {
    const { size } = await file.facts();
    const reader = new FileReader(file);
    const zip = await asArchive(() => openDirectory(reader, size));
    const entries = await asArchive(() => readDirectory(zip, reader));
    checkSizes(entries, size);
    return {
      entries,
      size,
      read: (entry) => readEntry(file, zip, reader, entry),
      // Nothing was written, so nothing can be lost by it.
      close: () => file.close().catch(() => undefined),
    };
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}

/** All bytes of something that is known to be small. */
export async function readWhole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** Lets the zip library read through our own files. */
class FileReader extends RandomAccessReader {
  readonly #file: OpenFile;
  /** What was read last: the directory is asked for in a hundred bytes at a time. */
  #block: { readonly start: number; readonly bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() };
  /** Where errors go that the library throws while it is called back. */
  onFault: (error: unknown) => void = () => undefined;

  constructor(file: OpenFile) {
    super();
    this.#file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#take(position, length)
      .then((bytes) => {
        if (bytes.length < length) return callback(new Error('it ends too soon'));
        buffer.set(bytes, offset);
        return callback(null);
      }, callback)
      .catch((error: unknown) => this.onFault(error));
  }

  async #take(position: number, length: number): Promise<Uint8Array> {
    const { start, bytes } = this.#block;
    const from = position - start;
    if (from >= 0 && from + length <= bytes.length) return bytes.subarray(from, from + length);
    this.#block = { start: position, bytes: await this.#file.read(position, Math.max(length, BLOCK_BYTES)) };
    return this.#block.bytes.subarray(0, length);
  }
}

function openDirectory(reader: FileReader, size: number): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    reader.onFault = reject;
    const options = { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: true };
    fromRandomAccessReader(reader, size, options, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function readDirectory(zip: ZipFile, reader: FileReader): Promise<ZipEntry[]> {
  if (zip.entryCount > MAX_ENTRIES) {
    throw new AppFailure(
      'bad_request',
      `This archive says that it holds ${zip.entryCount} files, more than ${MAX_ENTRIES}. Nothing was taken in.`,
    );
  }
  const places = createPlaces();
  const entries: ZipEntry[] = [];
  return new Promise((resolve, reject) => {
    reader.onFault = reject;
    zip.on('error', reject);
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      try {
        const checked = checkEntry(entry);
        if (!checked.isPassedOver) places.take(checked);
        if (!checked.isFolder) entries.push(checked);
      } catch (error) {
        // An entry without any name comes from a timer of the library's own, where nobody else would catch this.
        reject(error);
        return;
      }
      zip.readEntry();
    });
    zip.readEntry();
  });
}

function checkEntry(entry: Entry): ZipEntry & EntryPlace {
  const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
  const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, true);
  const place = readEntryName(name);
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
  if (kind !== 0 && kind !== 0o100000 && kind !== 0o040000)
    throw refusedEntry(name, 'is a link or a device, and only files and folders are taken');
  if (entry.isEncrypted())
    throw refusedEntry(name, 'is encrypted. Unpack it with its password, then pack it without one');
  if (!place.isFolder && !entry.canDecodeFileData())
    throw refusedEntry(name, 'is packed in a way that is not known here. Pack it as a plain zip');
  // Half a million of these are kept: only what is needed to read them.
  const none = Buffer.alloc(0);
  Object.assign(entry, {
    fileNameRaw: none,
    fileName: '',
    extraFieldRaw: none,
    extraFields: [],
    fileCommentRaw: none,
  });
  Object.assign(entry, { fileComment: '', comment: '' });
  return { ...place, name, size: entry.uncompressedSize, crc32: entry.crc32, entry };
}

function checkSizes(entries: readonly ZipEntry[], size: number): void {
  let packed = 0;
  let unpacked = 0;
  let counted = 0;
  let words = 0;
  for (const { name, entry } of entries) {
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
    const isPossible = entry.uncompressedSize <= entry.compressedSize * MAX_PACKING + SMALL_BYTES;
    if (OF_WORDS.test(name) && isPossible) words += entry.uncompressedSize;
    else counted += entry.uncompressedSize;
  }
  counted += Math.max(0, words - WORDS_ROOM);
  if (packed > size)
    throw new AppFailure(
      'bad_request',
      `${DAMAGED} its files overlap, or it is cut off. Nothing was taken in.`,
    );
  if (counted > size * MAX_GROWTH + GROWTH_ROOM) {
    throw new AppFailure(
      'bad_request',
      `This archive of ${byteWords(size)} says that it holds ${byteWords(unpacked)}; no archive of sessions does. Nothing was taken in.`,
    );
  }
}

async function* readEntry(
  file: OpenFile,
  zip: ZipFile,
  reader: FileReader,
  { name, entry }: ZipEntry,
): AsyncGenerator<Uint8Array> {
  const start = await asArchive(
    () =>
      new Promise<number>((resolve, reject) => {
        reader.onFault = reject;
        zip.readLocalFileHeader(entry, { minimal: true }, (error, header) =>
          error ? reject(error) : resolve(header.fileDataStart),
        );
      }),
  );
  const packed = piecesOf(file, start, entry.compressedSize);
  let sum = 0;
  let size = 0;
  try {
    for await (const piece of entry.compressionMethod === 0 ? packed : inflated(packed)) {
      size += piece.length;
      if (size > entry.uncompressedSize) throw tornEntry(name);
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    if (/^(Z_|ERR_)/.test(errorCode(error))) throw tornEntry(name);
    throw error;
  }
  if (size !== entry.uncompressedSize || sum !== entry.crc32) throw tornEntry(name);
}

/** The bytes of a file from `start` on, piece by piece. Throws the system's error, and AppFailure when they end too soon. */
async function* piecesOf(file: OpenFile, start: number, length: number): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length; ) {
    const piece = await file.read(start + done, Math.min(PIECE_BYTES, length - done));
    if (piece.length === 0)
      throw new AppFailure('bad_request', `${DAMAGED} it ends too soon. Nothing was taken in.`);
    done += piece.length;
    yield piece;
  }
}

async function* inflated(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw();
  const end = pipeline(Readable.from(packed), inflate);
  // Its error is the one that reading meets, too.
  end.catch(() => undefined);
  for await (const piece of inflate) yield piece as Buffer;
  await end;
}

const DAMAGED = 'This file is not a zip archive, or it is damaged:';

/** Runs what reads the archive's own structure; whatever it stumbles over is the archive's fault, unless the disk says so. */
async function asArchive<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof AppFailure || /^E[A-Z0-9]+$/.test(errorCode(error))) throw error;
    const why = error instanceof Error ? error.message.replaceAll(/\p{C}/gu, '?') : String(error);
    throw new AppFailure('bad_request', `${DAMAGED} ${firstSentence(why)}. Nothing was taken in.`, {
      cause: error,
    });
  }
}

function firstSentence(text: string): string {
  return text.split(/[.?] /, 1)[0]?.slice(0, 120).replace(/\.$/, '') ?? '';
}

function tornEntry(name: string): AppFailure {
  return refusedEntry(name, 'is damaged: it does not hold what the archive says');
}

function refusedEntry(name: string, why: string): AppFailure {
  return new AppFailure(
    'bad_request',
    `This archive is refused: ${shown(name)} ${why}. Nothing was taken in.`,
  );
}
