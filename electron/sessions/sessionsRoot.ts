import { dirname } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import { errorCode, type FileSystem } from './fileSystem';
import { onDisk } from './storageFailure';

const TASK = 'open the sessions folder';

/** Makes the sessions folder, with its parents, where it is missing. Throws AppFailure with what is in the way. */
export async function makeSessionsRoot(fs: FileSystem, root: string): Promise<void> {
  try {
    await fs.makeFolders(root);
  } catch (error) {
    // Making several folders at once does not say which one could not be made, nor always why.
    await onDisk(TASK, root, () => makeOneByOne(fs, root));
    if (!(await isFolder(fs, root))) await onDisk(TASK, root, () => Promise.reject(error));
  }
}

async function makeOneByOne(fs: FileSystem, path: string): Promise<void> {
  const found = await look(fs, path);
  if (found === 'folder') return;
  if (found === 'other') {
    throw new AppFailure(
      'storage_failed',
      `Blindfold could not ${TASK}: a file is in the way at ${path}. Move it away, or choose another sessions folder.`,
    );
  }
  const parent = dirname(path);
  if (parent !== path) await makeOneByOne(fs, parent);
  await onDisk(TASK, path, () => fs.makeFolder(path));
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
