import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * Copies the sample session into a sessions folder that holds nothing yet, so that a new user finds a report to look at. It
 * comes whole or not at all, and not again once it was deleted. In: the sample's folder, named by its id, and the sessions folder.
 * Out: true when it was copied. Rejects with the system's error.
 */
export async function placeSample(from: string, root: string): Promise<boolean> {
  await mkdir(root, { recursive: true });
  if ((await readdir(root)).length > 0) return false;
  const temporary = join(root, '.sample');
  try {
    await cp(from, temporary, { recursive: true, errorOnExist: true });
    await rename(temporary, join(root, basename(from)));
    return true;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}
