import { join } from 'node:path';
import { errorCode, type FileSystem, makeOwnFolder } from './fileSystem';
import { isLockedElsewhere, type LockOptions, takeLock } from './lock';
import { onDisk } from './storageFailure';

/** Where sessions are put together before they take their place, on the same disk as the sessions. */
export interface Incoming {
  /** Runs `work` with a folder of its own, which is gone afterwards. Throws what `work` throws, and AppFailure when the disk refuses. */
  run<T>(task: string, work: (folder: string) => Promise<T>): Promise<T>;
  /** Removes what programs left that ended in the middle. Never throws: it does no harm but taking room. */
  tidy(): Promise<void>;
}

const NAME = '.incoming';
/** The folder of one piece of work. */
const OWN = /^[0-9a-f]{16}$/;

/** In: the sessions folder, and what locks are taken with: a folder in which another copy works is left alone. */
export function createIncoming(
  root: string,
  lock: LockOptions & { log(level: 'info' | 'warning', message: string): void },
  randomHex: (bytes: number) => string,
): Incoming {
  const { fs, log } = lock;
  const all = join(root, NAME);

  async function remove(folder: string): Promise<void> {
    try {
      await fs.removeTree(folder);
    } catch (error) {
      log('warning', `What lies in ${folder} is not needed and could not be removed: ${String(error)}`);
    }
    // Fails, and is to fail, while something else lies in it.
    await fs.removeFolder(all).catch(() => undefined);
  }

  return {
    async run(task, work) {
      const folder = join(all, randomHex(8));
      const held = await onDisk(task, all, async () => {
        await makeBoth(fs, all, folder);
        return takeLock(join(folder, 'lock'), lock);
      }).catch(async (error: unknown) => {
        await remove(folder);
        throw error;
      });
      try {
        return await work(folder);
      } finally {
        await held?.release();
        await remove(folder);
      }
    },
    async tidy() {
      for (const name of await fs.names(all).catch((): string[] => [])) {
        // What a person put there is not ours to remove.
        if (!OWN.test(name)) continue;
        const folder = join(all, name);
        const isInUse = await isLockedElsewhere(join(folder, 'lock'), lock).catch(() => true);
        if (isInUse) continue;
        log('info', `Removed ${folder}, which a program left that ended in the middle.`);
        await remove(folder);
      }
      await fs.removeFolder(all).catch(() => undefined);
    },
  };
}

async function makeBoth(fs: FileSystem, all: string, folder: string): Promise<void> {
  await makeOwnFolder(fs, all);
  try {
    await fs.makeFolder(folder);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    // Another piece of work just ended and took the folder around it away.
    await makeOwnFolder(fs, all);
    await fs.makeFolder(folder);
  }
}
