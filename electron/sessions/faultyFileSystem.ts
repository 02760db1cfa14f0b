import { type FileContent, type FileSystem, type OpenFile, realFileSystem } from './fileSystem';

/** How the n-th operation goes wrong. */
export type Fault =
  /** It is refused with this error of the system; all others go well. */
  | { readonly at: number; readonly kind: 'refuse'; readonly code: string }
  /** The program ends before it, half way through it, or right after it: nothing reaches the disk any more. */
  | { readonly at: number; readonly kind: 'end before' | 'end half way' | 'end after' };

/** A file system for tests that goes wrong at a chosen operation. */
export interface FaultyFileSystem {
  readonly fs: FileSystem;
  /** The operations asked for so far, by name and place. */
  readonly operations: readonly string[];
  /** The operation that went wrong; null while none has. */
  readonly struck: string | null;
  /** The program has ended: nothing reaches the disk any more. */
  readonly hasEnded: boolean;
  /** Chooses the fault; the operations count from 1. */
  plan(fault: Fault | null): void;
}

/** Real files, with faults; flushing is left out, because these tests never cut the power for real. */
export function createFaultyFileSystem(): FaultyFileSystem {
  const operations: string[] = [];
  let fault: Fault | null = null;
  let hasEnded = false;
  let struck: string | null = null;

  async function step<T>(
    name: string,
    run: () => Promise<T>,
    half?: () => Promise<unknown>,
    giveBack?: (outcome: T) => Promise<unknown>,
  ): Promise<T> {
    operations.push(name);
    if (hasEnded) throw ended();
    if (fault === null || operations.length !== fault.at) return run();
    struck = name;
    if (fault.kind === 'refuse')
      throw Object.assign(new Error(`${fault.code}, on purpose`), { code: fault.code });
    hasEnded = true;
    if (fault.kind === 'end after') {
      const outcome = await run();
      await giveBack?.(outcome);
    }
    if (fault.kind === 'end half way') await half?.();
    throw ended();
  }

  function wrap(path: string, file: OpenFile): OpenFile {
    return {
      read: (position, length) => step(`read ${path}`, () => file.read(position, length)),
      write: (data, position) =>
        step(
          `write ${path}`,
          () => file.write(data, position),
          () => file.write(firstHalf(data), position),
        ),
      truncate: (length) => step(`truncate ${path}`, () => file.truncate(length)),
      sync: () => step(`sync ${path}`, () => Promise.resolve()),
      facts: () => step(`facts ${path}`, () => file.facts()),
      // A program that ends gives its files back, so this always closes.
      close: async () => {
        await file.close();
        return step(`close ${path}`, () => Promise.resolve());
      },
    };
  }

  const real = realFileSystem;
  return {
    operations,
    get struck() {
      return struck;
    },
    get hasEnded() {
      return hasEnded;
    },
    plan: (next) => {
      fault = next;
    },
    fs: {
      readFile: (path) => step(`read ${path}`, () => real.readFile(path)),
      facts: (path) => step(`facts ${path}`, () => real.facts(path)),
      factsOfAll: (paths) =>
        Promise.all(
          paths.map((path) => step(`facts ${path}`, () => real.facts(path)).catch((error: Error) => error)),
        ),
      names: (path) => step(`names ${path}`, () => real.names(path)),
      entries: (path) => step(`entries ${path}`, () => real.entries(path)),
      freeBytes: (path) => step(`freeBytes ${path}`, () => real.freeBytes(path)),
      open: (path, mode) => {
        const opened = step(
          `open ${path}`,
          () => real.open(path, mode),
          undefined,
          (file) => file.close(),
        );
        return opened.then((file) => wrap(path, file));
      },
      // A copy is not one operation for the disk: half of it may be there.
      copyFile: (from, to) =>
        step(
          `copy ${to}`,
          () => real.copyFile(from, to),
          async () => {
            const bytes = await real.readFile(from);
            const file = await real.open(to, 'create');
            await file.write(firstHalf(bytes), 0);
            await file.close();
          },
        ),
      removeTree: (path) => step(`removeTree ${path}`, () => real.removeTree(path)),
      rename: (from, to) => step(`rename ${to}`, () => real.rename(from, to)),
      link: (from, to) => step(`link ${to}`, () => real.link(from, to)),
      unlink: (path) => step(`unlink ${path}`, () => real.unlink(path)),
      makeFolder: (path) => step(`makeFolder ${path}`, () => real.makeFolder(path)),
      makeFolders: (path) => step(`makeFolders ${path}`, () => real.makeFolders(path)),
      removeFolder: (path) => step(`removeFolder ${path}`, () => real.removeFolder(path)),
      touch: (path) => step(`touch ${path}`, () => real.touch(path)),
      realPath: (path) => step(`realPath ${path}`, () => real.realPath(path)),
      syncFolder: (path) => step(`syncFolder ${path}`, () => Promise.resolve()),
    },
  };
}

function ended(): Error {
  return Object.assign(new Error('The program has ended, on purpose.'), { code: 'EIO' });
}

function firstHalf(content: FileContent): Uint8Array {
  const bytes = content instanceof Uint8Array ? content : Buffer.concat(content);
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}
