import { constants, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { type FileFacts, type FileSystem, factsOf, NO_WAIT, realFileSystem } from './fileSystem';

/**
 * The computer's own files for a thread that has nothing else to do: a look at a small file takes a fraction of the time when
 * nothing is waited for in turn. Everything but reading is as in `realFileSystem`.
 */
export const blockingReads: FileSystem = {
  ...realFileSystem,
  readFile: async (path) => readFileSync(path, { flag: constants.O_RDONLY | NO_WAIT }),
  facts: async (path) => factsOf(statSync(path)),
  factsOfAll: async (paths) => paths.map(factsOrError),
  names: async (path) => readdirSync(path),
  realPath: async (path) => realpathSync.native(path),
};

function factsOrError(path: string): FileFacts | Error {
  try {
    return factsOf(statSync(path));
  } catch (error) {
    return error as Error;
  }
}
