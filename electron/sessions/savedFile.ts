import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { JsonSyntaxError, parseJson } from '../../core/session/json';
import type { JsonObject } from '../../core/session/state';
import { tellsSession } from '../../core/session/tellsSession';
import { keepOldContent, prepareWrite } from './atomicWrite';
import { errorCode, type FileFacts, type FileSystem } from './fileSystem';
import type { SessionFolder } from './sessionFolder';

/** A saved state as it lies on the disk. */
export type SavedFile =
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken'; readonly isTooLarge?: boolean; readonly isEmpty?: boolean }
  | { readonly kind: 'good'; readonly document: JsonObject; readonly sha256: string };

/** A saved state is never larger: what claims to be would fill the memory. */
export const MAX_SAVED_BYTES = 128 * 1024 * 1024;

/** Reads a `session_meta.json` of any age; NaN and infinities are read as null. Throws the system's error when it cannot be read. */
export async function readSavedFile(fs: FileSystem, path: string): Promise<SavedFile> {
  try {
    const { size, isFolder } = await fs.facts(path);
    if (isFolder) return { kind: 'broken' };
    if (size > MAX_SAVED_BYTES) return { kind: 'broken', isTooLarge: true };
    return parseSavedFile(await fs.readFile(path));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { kind: 'missing' };
    throw error;
  }
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** The document in a file's bytes; broken when they are not the UTF-8 text of one JSON object. */
export function parseSavedFile(bytes: Uint8Array): SavedFile {
  if (bytes.length > MAX_SAVED_BYTES) return { kind: 'broken', isTooLarge: true };
  try {
    const text = UTF_8.decode(bytes);
    const value = parseJson(text, { nonFiniteAsNull: true });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'broken' };
    return { kind: 'good', document: value, sha256: sha256Of(bytes) };
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof TypeError) return { kind: 'broken' };
    throw error;
  }
}

/** The SHA-256 of some bytes, as hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export interface ReplaceOptions {
  /** Ends the name under which a broken old file is kept. */
  readonly evidenceMark: string;
  /** Hexadecimal digits for temporary files that no other writer uses. */
  readonly temporaryMark: string;
  /** What was asked of the file when it was written by this program last; null when it was not. */
  readonly written: FileFacts | null;
  /** True for the SHA-256 of a file which a save wrote: it need not be read to know that it is good. */
  isOurs(sha256: string): boolean;
  /**
   * Journals the file to come; called when it lies whole beside its place, before it is put there. In: the name under which
   * a broken old file was kept, null when there was none.
   */
  announce(evidence: string | null): Promise<void>;
}

/**
 * Puts new content in the place of `session_meta.json`; a good old one becomes the backup, a broken one is kept as evidence.
 * Out: what is asked of the new file. Throws the system's error, or that of `announce`; then the old file stands as before.
 */
export async function replaceSavedFile(
  fs: FileSystem,
  folder: SessionFolder,
  content: Uint8Array,
  { evidenceMark, temporaryMark, written, isOurs, announce }: ReplaceOptions,
): Promise<FileFacts> {
  const write = await prepareWrite(fs, folder.meta, content, temporaryMark);
  let sum: string | null = null;
  const sumOf = (old: Uint8Array) => (sum ??= sha256Of(old));
  const evidence = `${folder.meta}.broken-${evidenceMark}`;
  try {
    const kept = await keepOldContent(fs, folder.meta, {
      backup: folder.metaBackup,
      evidence,
      isGood: (old) => isOurs(sumOf(old)) || tellsAll(parseSavedFile(old)),
      isFlushed: (old) => isOurs(sumOf(old)),
      written,
      mark: temporaryMark,
    });
    await announce(kept === evidence ? basename(evidence) : null);
  } catch (error) {
    await write.abandon();
    throw error;
  }
  await write.commit();
  return write.facts;
}

/** True for a file that may take the place of the save before it. */
function tellsAll(file: SavedFile): boolean {
  return file.kind === 'good' && tellsSession(file.document);
}
