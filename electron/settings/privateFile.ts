import { dirname } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { JsonSyntaxError, type JsonValue, parseJson, stringifyJson } from '../../core/session/json';
import { atomicWrite } from '../sessions/atomicWrite';
import { errorCode, type FileSystem } from '../sessions/fileSystem';
import { removeLeftoversOf } from '../sessions/leftovers';
import type { LockOptions } from '../sessions/lock';
import { lockForWriting } from '../sessions/lockTurn';
import { onDisk } from '../sessions/storageFailure';

export interface PrivateFilePlace {
  readonly path: string;
  readonly fs: FileSystem;
  /** How copies of the app keep out of each other's way while they write. */
  readonly lock: LockOptions;
  randomHex(bytes: number): string;
}

export interface PrivateFileForm<T> {
  /** What counts while there is no file. */
  readonly empty: T;
  /** Null for what is not of this form. */
  parse(value: JsonValue): T | null;
  format(kept: T): unknown;
  /** What the file holds, in the middle of a sentence: `the headers of protected servers`. */
  readonly what: string;
  /** What is to be done once a broken file is out of the way: `give the headers again`. */
  readonly again: string;
}

/** A JSON file that only its owner may read, since what stands in it is as good as a password. */
export interface PrivateFile<T> {
  /** Rejects with AppFailure when it cannot be read. */
  read(): Promise<T>;
  /** Writes what `next` makes of what is kept. Out: that. Rejects with AppFailure; then nothing has changed. */
  change(next: (kept: T) => T | Promise<T>): Promise<T>;
}

/** In: where it lies, and what stands in it. Reads nothing yet. */
export function privateFile<T>(place: PrivateFilePlace, form: PrivateFileForm<T>): PrivateFile<T> {
  const { path, fs, lock, randomHex } = place;

  async function load(): Promise<T> {
    let bytes: Uint8Array;
    try {
      bytes = await fs.readFile(path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return form.empty;
      throw error;
    }
    return contentOf(bytes);
  }

  /** Nothing of what the file holds is said: it may be a part of a key. */
  function contentOf(bytes: Uint8Array): T {
    const broken = new AppFailure(
      'storage_failed',
      `The file ${path}, which holds ${form.what}, could not be understood. Correct or remove it, then ${form.again}.`,
    );
    try {
      const kept = form.parse(parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
      if (kept === null) throw broken;
      return kept;
    } catch (error) {
      if (error instanceof JsonSyntaxError || error instanceof TypeError) throw broken;
      throw error;
    }
  }

  return {
    read: () => onDisk(`read ${form.what}`, path, load),
    change: (next) =>
      onDisk(`keep ${form.what}`, path, async () => {
        await fs.makeFolders(dirname(path));
        const held = await lockForWriting(path, form.what, lock);
        try {
          // A copy that was ended in the middle of writing left its secrets behind.
          await removeLeftoversOf(fs, path);
          const kept = await next(await load());
          const text = `${stringifyJson(form.format(kept), 2)}\n`;
          await atomicWrite(fs, path, new TextEncoder().encode(text), randomHex(6), { isPrivate: true });
          return kept;
        } finally {
          await held.release();
        }
      }),
  };
}
