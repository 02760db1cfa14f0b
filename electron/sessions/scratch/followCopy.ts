import { dirname, join } from 'node:path';
import { filesInWords } from '../archive/pictureWords';
import { sessionFiles } from '../archive/sessionFiles';
import { atomicWrite } from '../atomicWrite';
import { errorCode, type FileSystem, fileStamp } from '../fileSystem';

/** Files as they were when they were copied, by their path in the session's folder. */
export type CopiedFiles = ReadonlyMap<string, string>;

export interface CopyParts {
  readonly fs: FileSystem;
  randomHex(bytes: number): string;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}

/** The saved state goes last, behind the journal and the pictures that they speak of. */
const LAST: readonly string[] = ['journal.jsonl', 'session_meta.json.bak', 'session_meta.json'];

/**
 * Makes the files in `to` those of the session in `from`, which may be in use; what is the same already is left alone. At every
 * moment `to` holds whole files, and those of a state that the session once had. In: what an earlier call answered, empty at
 * first. Out: what is there now. Throws the system's error, and the signal's reason.
 */
export async function followCopy(
  from: string,
  to: string,
  before: CopiedFiles,
  { fs, randomHex, log }: CopyParts,
  signal: AbortSignal,
): Promise<CopiedFiles> {
  const found = new Map<string, string>();
  const leftOut = (path: string) =>
    log(
      'warning',
      `${filesInWords([path])} in ${from} was not kept: it is a link, or has a name that not every system takes.`,
    );
  for await (const { path, ...facts } of sessionFiles(fs, from, leftOut)) found.set(path, fileStamp(facts));
  const order = [...found.keys()].filter((path) => !LAST.includes(path));
  const folders = new Set<string>();
  for (const path of [...order, ...LAST.filter((name) => found.has(name))]) {
    signal.throwIfAborted();
    if (before.get(path) === found.get(path)) continue;
    const place = join(to, path);
    if (!folders.has(dirname(place))) await fs.makeFolders(dirname(place));
    folders.add(dirname(place));
    if (!(await copyOver(fs, join(from, path), place, randomHex(6)))) found.delete(path);
  }
  for (const folder of folders) await fs.syncFolder(folder);
  return found;
}

/** Out: false for a file that went away meanwhile. */
async function copyOver(fs: FileSystem, from: string, to: string, mark: string): Promise<boolean> {
  // Small files are read in one go, so that a journal that is being written to is never read twice over.
  try {
    const { size } = await fs.facts(from);
    if (size <= IN_ONE_GO) {
      await atomicWrite(fs, to, await fs.readFile(from), mark);
      return true;
    }
    const draft = `${to}.tmp-${mark}`;
    try {
      await fs.copyFile(from, draft);
      await fs.rename(draft, to);
    } catch (error) {
      await fs.unlink(draft).catch(() => undefined);
      throw error;
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

const IN_ONE_GO = 64 * 1024 * 1024;
