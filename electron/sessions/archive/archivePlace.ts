import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { AppFailure } from '../../../core/contract/failure';
import { errorCode, type FileSystem } from '../fileSystem';

/** The folder for archives where none was chosen, within the sessions folder. */
export const USUAL = 'archive';

/**
 * Refuses an archive folder in which zips would go with something else: whatever lies within the sessions folder belongs to a
 * session, to the trash, or to work that is under way. In: folders that need not be there yet; links on the way to them are
 * followed. Throws AppFailure `not_possible`, and the system's error.
 */
export async function refuseWithinRoot(fs: FileSystem, root: string, folder: string): Promise<void> {
  const inside = relative(await placeBehind(fs, root), await placeBehind(fs, folder));
  // A whole path is another drive of Windows.
  const [first = ''] = inside.split(sep);
  if (first === '' || first === '..' || first === USUAL || isAbsolute(inside)) return;
  throw new AppFailure(
    'not_possible',
    `Zips would not be safe in ${folder}: it lies among the sessions. Choose ${join(root, USUAL)}, or a folder outside of the sessions folder.`,
  );
}

/** The path behind all links, also of a folder that is not there yet. */
async function placeBehind(fs: FileSystem, path: string): Promise<string> {
  try {
    return await fs.realPath(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(errorCode(error)) || dirname(path) === path) throw error;
    return join(await placeBehind(fs, dirname(path)), basename(path));
  }
}
