import { isAbsolute } from 'node:path';

/** Files that the person named in this run of the desktop app, which is why the page may name them, too. */
export interface GivenPaths {
  /** The person chose where to write, and agreed to replace what may lie there. Counts until a file is written there. */
  giveTarget(path: string): void;
  hasTarget(path: string): boolean;
  /** A file was written there: the target is used up. What failed can be tried again. */
  wrote(path: string): void;
  /** Whether a file was written there since the start. */
  isWritten(path: string): boolean;
  /** The person chose a file to be read, dropped it on the window, or opened it with the app. */
  giveSource(path: string): void;
  hasSource(path: string): boolean;
}

/** Begins with none. What is no whole path, as that of a file that lies nowhere, or none that a disk knows, is not taken. */
export function createGivenPaths(): GivenPaths {
  const targets = new Set<string>();
  const sources = new Set<string>();
  const written = new Set<string>();
  const give = (paths: Set<string>, path: string): void => {
    if (isAbsolute(path) && !path.includes('\0')) paths.add(path);
  };
  return {
    giveTarget: (path) => give(targets, path),
    giveSource: (path) => give(sources, path),
    hasTarget: (path) => targets.has(path),
    wrote(path) {
      targets.delete(path);
      written.add(path);
    },
    isWritten: (path) => written.has(path),
    hasSource: (path) => sources.has(path),
  };
}
