import { AppFailure } from '../../../core/contract/failure';
import { byteWords } from '../../../core/session/byteWords';
import type { FileSystem } from '../fileSystem';
import type { SessionStore } from '../sessionStore';

/** What the moving of whole sessions works with. */
export interface ArchiveParts {
  readonly fs: FileSystem;
  readonly store: SessionStore;
  /** Of the app, as it stands in archives. */
  readonly version: string;
  /** The server of a set-up that says nothing yet. */
  servers(): readonly string[];
  now(): Date;
  randomHex(bytes: number): string;
  log(level: 'info' | 'warning' | 'error', message: string): void;
}

/** How a long piece of work is followed and stopped; see `TaskControl`. */
export interface WorkControl {
  readonly signal: AbortSignal;
  progress(done: number, total: number | null): void;
  commit(): void;
}

/** Room that is to be left on a disk, in bytes. */
const RESERVE = 16 * 2 ** 20;

/** Throws AppFailure `disk_full` when the disk of a folder has not so many bytes left. */
export async function needRoom(fs: FileSystem, folder: string, bytes: number, what: string): Promise<void> {
  const free = await fs.freeBytes(folder);
  if (free !== null && bytes + RESERVE > free) throw noRoom(bytes, free, what);
}

function noRoom(bytes: number, free: number, what: string): AppFailure {
  return new AppFailure(
    'disk_full',
    `${what} needs ${byteWords(bytes)}, and the disk has ${byteWords(free)} left. Nothing was written. Free some space, then try again.`,
  );
}
