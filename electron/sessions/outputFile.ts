import { atomicWrite } from './atomicWrite';
import { errorCode, type FileSystem } from './fileSystem';
import type { SessionGlance } from './openSession';
import { proveOwnOutput } from './ownOutput';

/**
 * Writes a file in a session's `output/`, whole or not at all; the folder is made when it is missing. In: `mark`, hexadecimal
 * digits that no other writer uses. Throws the system's error, and AppFailure for an `output/` that leads elsewhere.
 */
export async function writeOutputFile(
  { folder }: Pick<SessionGlance, 'folder'>,
  path: string,
  content: Uint8Array,
  mark: string,
  fs: FileSystem,
): Promise<void> {
  try {
    // Never with its parents: a session's folder that was removed must not come back as an empty one.
    await fs.makeFolder(folder.output);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  await proveOwnOutput(folder, fs);
  await atomicWrite(fs, path, content, mark);
}
