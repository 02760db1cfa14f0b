import { appendFileSync, mkdirSync } from 'node:fs';
import { appendFile, mkdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The few things that the log asks of the disk. All reject with the system's own error. */
export interface LogDisk {
  /** Adds to the end of a file, also when other programs do the same; makes what is missing. */
  append(path: string, text: string): Promise<void>;
  /** The same at once, for the last words of a program that ends. */
  appendNow(path: string, text: string): void;
  /** Bytes; 0 for a file that is not there. */
  size(path: string): Promise<number>;
  rename(from: string, to: string): Promise<void>;
  /** Empty for a file that is not there. */
  read(path: string): Promise<string>;
}

/** For the owner's eyes only. */
const MODE = { mode: 0o600 };

/** The computer's own disk. */
export const realLogDisk: LogDisk = {
  append: async (path, text) => {
    try {
      await appendFile(path, text, MODE);
    } catch (error) {
      if (!isMissing(error)) throw error;
      await mkdir(dirname(path), { recursive: true });
      await appendFile(path, text, MODE);
    }
  },
  appendNow: (path, text) => {
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, text, MODE);
  },
  size: async (path) => {
    try {
      return (await stat(path)).size;
    } catch (error) {
      if (isMissing(error)) return 0;
      throw error;
    }
  },
  rename,
  read: async (path) => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return '';
      throw error;
    }
  },
};

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
