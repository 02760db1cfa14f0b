import { join } from 'node:path';
import { z } from 'zod';
import { parseJson, stringifyJson } from '../../../core/session/json';
import { atomicWrite } from '../atomicWrite';
import { errorCode, type FileSystem } from '../fileSystem';

const schema = z.object({
  /** Every folder that holds, or held, zips of archived sessions. */
  archive_folders: z.array(z.string()).catch([]),
  /** SHA-256 of the old single-session files that were imported, so that they are not offered again. */
  imported: z.array(z.string()).catch([]),
});
export type Remembered = z.infer<typeof schema>;

/** What a sessions folder remembers beside its sessions, in `.blindfold.json`: it cannot be made again from them. */
export interface RootMemory {
  /** Nothing, where there is no such file or it cannot be understood. Throws the system's error. */
  read(): Promise<Remembered>;
  /** Adds to a list what is not on it; flushed when the answer comes. Throws the system's error. */
  add(list: keyof Remembered, value: string): Promise<void>;
}

export function createRootMemory(
  root: string,
  {
    fs,
    randomHex,
    log,
  }: {
    readonly fs: FileSystem;
    randomHex(bytes: number): string;
    log(level: 'warning', message: string): void;
  },
): RootMemory {
  const path = join(root, '.blindfold.json');
  let turn: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Remembered> {
    const nothing = { archive_folders: [], imported: [] };
    try {
      const text = Buffer.from(await fs.readFile(path)).toString('utf8');
      return schema.parse(parseJson(text));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return nothing;
      const isFolder = errorCode(error) === 'EISDIR';
      if (!(isFolder || error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
      log('warning', `${path} cannot be understood and is passed over.`);
      return nothing;
    }
  }

  async function add(list: keyof Remembered, value: string): Promise<void> {
    const known = await read();
    if (known[list].includes(value)) return;
    const next = { ...known, [list]: [...known[list], value] };
    await atomicWrite(fs, path, Buffer.from(`${stringifyJson(next, 2)}\n`), randomHex(8), true);
  }

  return {
    read,
    add(list, value) {
      const added = turn.then(() => add(list, value));
      turn = added.catch(() => undefined);
      return added;
    },
  };
}
