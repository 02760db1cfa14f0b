import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { isSessionId, type SessionId } from '../../core/session/identity';
import { parseJson, stringifyJson } from '../../core/session/json';
import { atomicWrite } from './atomicWrite';
import { errorCode, type FileSystem } from './fileSystem';

/** `20240115_143022`, `20240115_143022.2`, `20240115_143022.zip`: the id, how often it is there already, and the kind. */
const NAME = /^(\d{8}_\d{6})(\.\d{1,6})?(\.zip)?$/;
const HALF_NOTE = /^\d{8}_\d{6}(\.\d{1,6})?(\.zip)?\.json\.tmp-[0-9a-f]+$/;
const REMOVING = '.removing';
const NOTE = '.json';

/** What is known of an item of the trash beside its name. Kept in a file of its own, so that nothing of the session is touched. */
const noteSchema = z.object({
  label: z.string(),
  trashed_at: z.iso.datetime({ offset: true }),
  archive: z.string().nullable(),
});
export type TrashNote = z.infer<typeof noteSchema>;

/** The session of an item of the trash, by the item's name; null for what is no item. */
export function idOfItem(name: string): SessionId | null {
  const id = NAME.exec(name)?.[1];
  return isSessionId(id) ? id : null;
}

/** The file that an item's note lies in. */
export function notePath(item: string): string {
  return item + NOTE;
}

/**
 * Whether the zip of a session can have come from there. A note is a file that anybody may have written: no zip goes anywhere
 * else. In: the folders that zips of archived sessions lie in.
 */
export function isZipPlace(id: SessionId, path: string | null, folders: readonly string[]): path is string {
  if (path === null || !isAbsolute(path) || basename(path).replace(/(-\d+)?\.zip$/, '') !== id) return false;
  return /\.zip$/.test(path) && folders.some((folder) => resolve(folder) === dirname(resolve(path)));
}

/** The name of an item whose removal was begun: it is not whole any more. */
export function removingPath(item: string): string {
  return item + REMOVING;
}

/** What a name in the trash is that an earlier program left: an item that was being removed, or a note of nothing. */
export function remainsKind(name: string, names: ReadonlySet<string>): 'item' | 'note' | null {
  if (name.endsWith(REMOVING) && idOfItem(basename(name, REMOVING)) !== null) return 'item';
  if (HALF_NOTE.test(name)) return 'note';
  const item = basename(name, NOTE);
  return name.endsWith(NOTE) && idOfItem(item) !== null && !names.has(item) ? 'note' : null;
}

/** Out: null when there is none, or none that says what it should. Throws the system's error. */
export async function readNote(fs: FileSystem, item: string): Promise<TrashNote | null> {
  try {
    const text = Buffer.from(await fs.readFile(notePath(item))).toString('utf8');
    return noteSchema.safeParse(parseJson(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || ['ENOENT', 'EISDIR'].includes(errorCode(error))) return null;
    throw error;
  }
}

/** Throws the system's error; then there is no note, or the old one. In: `mark`, hexadecimal digits that nobody else uses. */
export async function writeNote(fs: FileSystem, item: string, note: TrashNote, mark: string): Promise<void> {
  await atomicWrite(fs, notePath(item), Buffer.from(`${stringifyJson(note, 2)}\n`), mark);
}
