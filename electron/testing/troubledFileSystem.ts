import { type FileSystem, type OpenFile, realFileSystem } from '../sessions/fileSystem';

/** A disk on which nothing more can be written; on one that can only be read nothing can be removed or renamed either. */
export type Trouble = 'full' | 'read only';

/** A file system for tests that gets into trouble at a chosen operation and stays in it until it is mended. */
export interface TroubledFileSystem {
  readonly fs: FileSystem;
  /** The first operation that was refused; null while none was. */
  readonly struck: string | null;
  mend(): void;
}

/** In: the trouble, and the operation from which on it lasts, counted from 1. Flushing is left out. */
export function createTroubledFileSystem(trouble: Trouble, from: number): TroubledFileSystem {
  let count = 0;
  let isMended = false;
  let struck: string | null = null;
  const code = trouble === 'full' ? 'ENOSPC' : 'EACCES';

  /** Takes room on the disk, or else only changes what is there. */
  async function change(name: string, needsRoom: boolean): Promise<void> {
    count += 1;
    if (isMended || count < from || (trouble === 'full' && !needsRoom)) return;
    struck ??= name;
    throw Object.assign(new Error(`${code}, on purpose`), { code });
  }

  async function isThere(path: string): Promise<boolean> {
    return realFileSystem.facts(path).then(
      () => true,
      () => false,
    );
  }

  function wrap(path: string, file: OpenFile): OpenFile {
    return {
      ...file,
      write: async (data, position) => {
        await change(`write ${path}`, true);
        await file.write(data, position);
      },
      truncate: async (length) => {
        await change(`truncate ${path}`, false);
        await file.truncate(length);
      },
      sync: async () => undefined,
    };
  }

  const real = realFileSystem;
  return {
    get struck() {
      return struck;
    },
    mend: () => {
      isMended = true;
    },
    fs: {
      ...real,
      open: async (path, mode) => {
        // What is there already is found before the trouble is.
        if (mode !== 'read' && (mode === 'open' || !(await isThere(path))))
          await change(`open ${path}`, !(await isThere(path)));
        return wrap(path, await real.open(path, mode));
      },
      copyFile: async (from, to) => {
        await change(`copy ${to}`, true);
        await real.copyFile(from, to);
      },
      removeTree: async (path) => {
        if (await isThere(path)) await change(`removeTree ${path}`, false);
        await real.removeTree(path);
      },
      rename: async (from, to) => {
        await change(`rename ${to}`, false);
        await real.rename(from, to);
      },
      link: async (from, to) => {
        if (!(await isThere(to))) await change(`link ${to}`, true);
        await real.link(from, to);
      },
      unlink: async (path) => {
        if (await isThere(path)) await change(`unlink ${path}`, false);
        await real.unlink(path);
      },
      makeFolder: async (path) => {
        if (!(await isThere(path))) await change(`makeFolder ${path}`, true);
        await real.makeFolder(path);
      },
      makeFolders: async (path) => {
        if (!(await isThere(path))) await change(`makeFolders ${path}`, true);
        await real.makeFolders(path);
      },
      removeFolder: async (path) => {
        if (await isThere(path)) await change(`removeFolder ${path}`, false);
        await real.removeFolder(path);
      },
      touch: async (path) => {
        await change(`touch ${path}`, false);
        await real.touch(path);
      },
      syncFolder: async () => undefined,
    },
  };
}
