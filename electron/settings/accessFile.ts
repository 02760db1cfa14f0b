import { dirname } from 'node:path';
import { z } from 'zod';
import { AppFailure } from '../../core/contract/failure';
import { headerNameSchema, headerValueSchema } from '../../core/contract/serverAccess';
import { JsonSyntaxError, parseJson, stringifyJson } from '../../core/session/json';
import { atomicWrite } from '../sessions/atomicWrite';
import { errorCode, type FileSystem } from '../sessions/fileSystem';
import type { LockOptions } from '../sessions/lock';
import { lockForWriting } from '../sessions/lockTurn';
import { storageFailure } from '../sessions/storageFailure';

/** The header that one protected server asks for. */
export interface AccessEntry {
  /** The server's address, in the form of `parseServerAddress`. */
  readonly server: string;
  readonly header_name: string;
  readonly header_value: string;
}

/** Where these headers are kept: a file, memory, or one day the system's store of keys. */
export interface AccessKeep {
  /** Rejects with AppFailure when they cannot be read. */
  read(): Promise<readonly AccessEntry[]>;
  /** Sets a server's header, or takes it away (null). Out: all that are kept then. Rejects with AppFailure; then nothing has changed. */
  change(server: string, header: Omit<AccessEntry, 'server'> | null): Promise<readonly AccessEntry[]>;
}

export interface AccessFileOptions {
  readonly path: string;
  readonly fs: FileSystem;
  /** How copies of the app keep out of each other's way while they write. */
  readonly lock: LockOptions;
  randomHex(bytes: number): string;
}

const entrySchema = z.object({
  server: z.string().min(1),
  header_name: headerNameSchema,
  header_value: headerValueSchema,
});
const fileSchema = z.object({ servers: z.array(entrySchema) });

/** Headers that are kept as long as the program runs. */
export function memoryAccess(): AccessKeep {
  let kept: readonly AccessEntry[] = [];
  return {
    read: async () => kept,
    change: async (server, header) => {
      kept = changed(kept, server, header);
      return kept;
    },
  };
}

/** Headers in a file beside the settings that only its owner may read, since each is as good as a password. */
export function accessFile({ path, fs, lock, randomHex }: AccessFileOptions): AccessKeep {
  async function load(): Promise<readonly AccessEntry[]> {
    let bytes: Uint8Array;
    try {
      bytes = await fs.readFile(path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
    return entriesIn(bytes, path);
  }

  async function onOwnDisk<T>(task: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw storageFailure(error, task, path);
    }
  }

  return {
    read: () => onOwnDisk('read the headers of protected servers', load),
    change: (server, header) =>
      onOwnDisk('keep the header of a protected server', async () => {
        await fs.makeFolders(dirname(path));
        const held = await lockForWriting(path, 'the headers of protected servers', lock);
        try {
          const servers = changed(await load(), server, header);
          const text = `${stringifyJson({ servers }, 2)}\n`;
          await atomicWrite(fs, path, new TextEncoder().encode(text), randomHex(6), false, true);
          return servers;
        } finally {
          await held.release();
        }
      }),
  };
}

function changed(
  kept: readonly AccessEntry[],
  server: string,
  header: Omit<AccessEntry, 'server'> | null,
): readonly AccessEntry[] {
  const others = kept.filter((entry) => entry.server !== server);
  return header === null ? others : [...others, { server, ...header }];
}

/** Nothing of what the file holds is said: it may be a part of a key. */
function entriesIn(bytes: Uint8Array, path: string): readonly AccessEntry[] {
  const broken = new AppFailure(
    'storage_failed',
    `The file ${path}, which holds the headers of protected servers, could not be understood. Correct or remove it, then give the headers again.`,
  );
  try {
    const read = fileSchema.safeParse(parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    if (!read.success) throw broken;
    return read.data.servers;
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof TypeError) throw broken;
    throw error;
  }
}
