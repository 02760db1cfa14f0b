import { dirname } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { errorCode, type FileSystem } from './fileSystem';
import { onDisk } from './storageFailure';

/** Makes the sessions folder, or another one (`task` says what for), with its parents, where it is missing. Throws AppFailure with what is in the way. */
export async function makeSessionsRoot(
  fs: FileSystem,
  root: string,
  task = 'open the sessions folder',
): Promise<void> {
  try {
    await fs.makeFolders(root);
  } catch (error) {
    // Making several folders at once does not say which one could not be made, nor always why.
    await onDisk(task, root, () => makeOneByOne(fs, root, task));
    if (!(await isFolder(fs, root))) await onDisk(task, root, () => Promise.reject(error));
  }
}

async function makeOneByOne(fs: FileSystem, path: string, task: string): Promise<void> {
  const found = await look(fs, path);
  if (found === 'folder') return;
  if (found === 'other') {
    throw new AppFailure(
      'storage_failed',
      `Blindfold could not ${task}: a file is in the way at ${path}. Move it away, or choose another folder.`,
    );
  }
  const parent = dirname(path);
  if (parent !== path) await makeOneByOne(fs, parent, task);
  await onDisk(task, path, async () => {
    try {
      await fs.makeFolder(path);
    } catch (error) {
      // Its parent is there: the system itself holds no folders in that place.
      if (errorCode(error) !== 'ENOENT') throw error;
      throw new AppFailure(
        'storage_failed',
        `Blindfold could not ${task}: no folder can be made at ${path}. Choose another folder.`,
        { cause: error },
      );
    }
  });
}

async function look(fs: FileSystem, path: string): Promise<'folder' | 'other' | 'missing'> {
  try {
    return (await fs.facts(path)).isFolder ? 'folder' : 'other';
  } catch (error) {
    // Below a file there is nothing; the file itself is found on the way up.
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return 'missing';
    throw error;
  }
}

async function isFolder(fs: FileSystem, path: string): Promise<boolean> {
  return (await look(fs, path)) === 'folder';
}
