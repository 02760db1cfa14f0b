import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { JsonSyntaxError, parseJson } from '../../core/session/json';
import type { JsonObject } from '../../core/session/state';
import { tellsSession } from '../../core/session/tellsSession';
import { keepOldContent, prepareWrite } from './atomicWrite';
import { errorCode, type FileContent, type FileFacts, type FileSystem, isThere } from './fileSystem';
import type { SessionFolder } from './sessionFolder';
import { utf8Text } from './utf8Text';

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

/** The document in a file's bytes; broken when they are not the UTF-8 text of one JSON object. */
export function parseSavedFile(bytes: Uint8Array): SavedFile {
  if (bytes.length > MAX_SAVED_BYTES) return { kind: 'broken', isTooLarge: true };
  try {
    const text = utf8Text(bytes);
    const value = parseJson(text, { nonFiniteAsNull: true });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'broken' };
    return { kind: 'good', document: value, sha256: sha256Of(bytes) };
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof TypeError) return { kind: 'broken' };
    throw error;
  }
}

/** The SHA-256 of some bytes, as hexadecimal digits. */
export function sha256Of(content: FileContent): string {
  const hash = createHash('sha256');
  for (const piece of content instanceof Uint8Array ? [content] : content) hash.update(piece);
  return hash.digest('hex');
}

export interface ReplaceOptions {
  /** Ends the name under which an old file is kept that is not the backup. */
  readonly evidenceMark: string;
  /** Hexadecimal digits for temporary files that no other writer uses. */
  readonly temporaryMark: string;
  /** What was asked of the file when it was written by this program last; null when it was not. */
  readonly written: FileFacts | null;
  /** Is done while the disk is at work, before `announce`. */
  meanwhile(): void;
  /** True for the SHA-256 of a file that the journal speaks of: what it says is in the session. */
  isKnown(sha256: string): boolean;
  /** True for that of a file which a save wrote. */
  isOurs(sha256: string): boolean;
  /**
   * Journals the file to come; called when it lies whole beside its place, before it is put there. In: what of the old file was
   * kept beside the backup, null when there is nothing to say.
   */
  announce(evidence: Evidence | null): Promise<void>;
}

/** An old file that did not become the backup. */
export interface Evidence {
  readonly name: string;
  /** Another program wrote it while the session was open here; else it could not be read. */
  readonly isForeign: boolean;
}

/**
 * Puts new content in the place of `session_meta.json`; an old one that the journal speaks of becomes the backup, any other is kept as
 * evidence, so that no later save takes it away.
 * Out: what is asked of the new file. Throws the system's error, or that of `announce`; then the old file stands as before.
 */
export async function replaceSavedFile(
  fs: FileSystem,
  folder: SessionFolder,
  content: FileContent,
  { evidenceMark, temporaryMark, written, isKnown, isOurs, meanwhile, announce }: ReplaceOptions,
): Promise<FileFacts> {
  const write = await prepareWrite(fs, folder.meta, content, temporaryMark, { meanwhile });
  let sum: string | null = null;
  const sumOf = (old: Uint8Array) => (sum ??= sha256Of(old));
  let evidence: Evidence | null = null;
  const placeOf = async (old: Uint8Array) => {
    if (isKnown(sumOf(old))) return folder.metaBackup;
    const isForeign = tellsAll(parseSavedFile(old));
    const place = await freeName(fs, `${folder.meta}.${isForeign ? 'other' : 'broken'}-${evidenceMark}`);
    evidence = { name: basename(place), isForeign };
    return place;
  };
  try {
    await keepOldContent(fs, folder.meta, {
      backup: folder.metaBackup,
      placeOf,
      isFlushed: (old) => isOurs(sumOf(old)),
      written,
      mark: temporaryMark,
    }).catch(async (error: unknown) => {
      if (errorCode(error) !== 'EISDIR') throw error;
      // A folder in the place of the file is kept as the broken file that it is.
      const place = await freeName(fs, `${folder.meta}.broken-${evidenceMark}`);
      await fs.rename(folder.meta, place);
      evidence = { name: basename(place), isForeign: false };
    });
    await announce(evidence);
  } catch (error) {
    await write.abandon();
    throw error;
  }
  await write.commit();
  return write.facts;
}

/** True for a file that tells a session. */
function tellsAll(file: SavedFile): boolean {
  return file.kind === 'good' && tellsSession(file.document);
}

/** A name that nothing has yet: this one, or with a number. */
async function freeName(fs: FileSystem, path: string): Promise<string> {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}-${n}`;
    if (!(await isThere(fs, name))) return name;
  }
}
