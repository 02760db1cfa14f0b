import { dirname } from 'node:path';
import { errorCode, type FileSystem } from './fileSystem';

/**
 * Moves a file or folder: in one step on one disk; a file to another disk is copied whole before the old one goes.
 * In: `mark`, hexadecimal digits that nobody else uses. Throws the system's error; then it is where it was, as far as the disk lets us.
 */
export async function moveOnDisk(fs: FileSystem, from: string, to: string, mark: string): Promise<void> {
  try {
    await fs.rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV' || (await fs.facts(from)).isFolder) throw error;
    const temporary = `${to}.tmp-${mark}`;
    try {
      await fs.copyFile(from, temporary);
      await fs.rename(temporary, to);
    } catch (failure) {
      await fs.unlink(temporary).catch(() => undefined);
      throw failure;
    }
    await fs.syncFolder(dirname(to));
    await fs.unlink(from);
  }
  try {
    await fs.syncFolder(dirname(to));
    await fs.syncFolder(dirname(from));
  } catch (error) {
    // It is not sure to stay, so it is taken back: who tries again finds it where it was.
    await fs.rename(to, from).catch(() => undefined);
    throw error;
  }
}
