import { atomicWrite } from './atomicWrite';
import { type FileSystem, makeOwnFolder } from './fileSystem';
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
  await makeOwnFolder(fs, folder.output);
  await proveOwnOutput(folder, fs);
  await atomicWrite(fs, path, content, mark);
}
