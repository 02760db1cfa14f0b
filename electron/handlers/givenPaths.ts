import { isAbsolute } from 'node:path';

/** Files that the person named in this run of the desktop app, which is why the page may name them, too. */
export interface GivenPaths {
  /** The person chose where to write, and agreed to replace what may lie there. Counts for one file. */
  giveTarget(path: string): void;
  /** The person chose a file to be read, dropped it on the window, or opened it with the app. */
  giveSource(path: string): void;
  /** Uses a target up. Out: false when it was not given, or was used. */
  takeTarget(path: string): boolean;
  hasSource(path: string): boolean;
}

/** Begins with none. What is no whole path, as that of a file that lies nowhere, or none that a disk knows, is not taken. */
export function createGivenPaths(): GivenPaths {
  const targets = new Set<string>();
  const sources = new Set<string>();
  const give = (paths: Set<string>, path: string): void => {
    if (isAbsolute(path) && !path.includes('\0')) paths.add(path);
  };
  return {
    giveTarget: (path) => give(targets, path),
    giveSource: (path) => give(sources, path),
    takeTarget: (path) => targets.delete(path),
    hasSource: (path) => sources.has(path),
  };
}
