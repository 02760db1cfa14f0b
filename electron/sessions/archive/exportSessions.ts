import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { onePiece } from '../../onePiece';
import type { FileSystem } from '../fileSystem';
import type { SessionFolder } from '../sessionFolder';
import { onDisk } from '../storageFailure';
import type { ArchiveParts, WorkControl } from './archiveParts';
import { MANIFEST, type Manifest, writeManifest } from './manifest';
import { isPackedFile, isThumbnail, readPieces, type SessionFile, sessionFiles } from './sessionFiles';
import { type ZipItem, zipPieces } from './zipWriter';

/** A session that goes into an archive. */
export interface Exported {
  readonly folder: SessionFolder;
  /** What the archive's own list says of it beside the id. */
  readonly said?: Omit<Manifest['sessions'][number], 'session_id'>;
}

/** What becomes known while an archive is made. */
export interface ExportWatch {
  /** A file that is in the archive whole, with the SHA-256 of its bytes there. */
  onFile?(path: string, file: SessionFile, sha256: string): void;
  /** A file that no archive takes. */
  onLeftOut?(path: string): void;
}

/**
 * The bytes of a zip of sessions, each in a folder of its id, made while they are taken. The sessions are only read and may be
 * in use: what is not saved goes along in their journals. Thumbnails stay out, since they are made again.
 * Throws AppFailure when the disk refuses, and the signal's reason.
 */
export async function* exportPieces(
  sessions: readonly Exported[],
  parts: Pick<ArchiveParts, 'fs' | 'now' | 'version'>,
  control: Pick<WorkControl, 'signal' | 'progress'>,
  watch: ExportWatch = {},
): AsyncGenerator<Uint8Array> {
  const total = await onDisk('look at the sessions', sessions[0]?.folder.path ?? '', () =>
    sizeOf(sessions, parts.fs),
  );
  let done = 0;
  const count = (bytes: number) => {
    done = Math.min(done + bytes, total);
    control.progress(done, total);
  };
  count(0);
  yield* zipPieces(itemsOf(sessions, parts, count, watch), control.signal);
}

async function sizeOf(sessions: readonly Exported[], fs: FileSystem): Promise<number> {
  let total = 0;
  for (const { folder } of sessions)
    for await (const { path, size } of sessionFiles(fs, folder.path, () => undefined))
      if (!isThumbnail(path)) total += size;
  return total;
}

async function* itemsOf(
  sessions: readonly Exported[],
  { fs, now, version }: Pick<ArchiveParts, 'fs' | 'now' | 'version'>,
  count: (bytes: number) => void,
  { onFile, onLeftOut }: ExportWatch,
): AsyncGenerator<ZipItem> {
  const at = now();
  const manifest = writeManifest(
    { at: at.toISOString(), by: version },
    sessions.map(({ folder, said }) => ({ session_id: folder.id, ...said })),
  );
  yield { path: MANIFEST, mtimeMs: at.getTime(), isPacked: false, bytes: () => onePiece(manifest) };
  for (const { folder } of sessions) {
    const leftOut = (path: string) => onLeftOut?.(`${folder.id}/${path}`);
    const files = onDiskEach('read this session', folder.path, sessionFiles(fs, folder.path, leftOut));
    for await (const file of files) {
      if (isThumbnail(file.path)) continue;
      const path = `${folder.id}/${file.path}`;
      const bytes = () =>
        watched(
          onDiskEach(
            'read this session',
            folder.path,
            readPieces(fs, join(folder.path, file.path), file.path === 'journal.jsonl'),
          ),
          count,
          (sha256) => onFile?.(path, file, sha256),
        );
      yield { path, mtimeMs: file.mtimeMs, isPacked: isPackedFile(file.path), bytes };
    }
  }
}

async function* watched(
  pieces: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
  onEnd: (sha256: string) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
    count(piece.length);
  }
  onEnd(hash.digest('hex'));
}

/** Takes one thing after the other; what the disk refuses comes out as an AppFailure. */
async function* onDiskEach<T>(task: string, path: string, source: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    for (;;) {
      const next = await onDisk(task, path, () => source.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await source.return(undefined);
  }
}

/**
 * Writes pieces to a file, whole and flushed or not at all; a file of that name is replaced. Out: its bytes.
 * In: `mark`, hexadecimal digits that no other writer uses. Throws what the pieces throw, and the system's error.
 */
export async function writePieces(
  fs: FileSystem,
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  mark: string,
  beforeCommit: (temporary: string) => Promise<void> = async () => undefined,
): Promise<number> {
  const temporary = `${path}.tmp-${mark}`;
  try {
    const size = await writeNew(fs, temporary, pieces);
    await beforeCommit(temporary);
    await fs.rename(temporary, path);
    await fs.syncFolder(dirname(path));
    return size;
  } catch (error) {
    await fs.unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** Writes pieces to a file that is not there yet, and flushes it. Out: its bytes. Throws what the pieces throw, and the system's error. */
export async function writeNew(
  fs: FileSystem,
  path: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<number> {
  const file = await fs.open(path, 'create');
  try {
    let size = 0;
    for await (const piece of pieces) {
      await file.write(piece, size);
      size += piece.length;
    }
    await file.sync();
    return size;
  } finally {
    await file.close();
  }
}
