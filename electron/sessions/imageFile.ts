import { createHash } from 'node:crypto';
import { atomicWrite } from './atomicWrite';
import { errorCode, type FileSystem, realFileSystem } from './fileSystem';
import type { SessionGlance } from './openSession';
import { proveOwnOutput } from './ownOutput';
import { onDisk } from './storageFailure';

/**
 * Puts an image into a session's `output/`, whole or not at all. In: its bytes as the server gave them, and `mark`, hexadecimal
 * digits that no other writer uses. Throws AppFailure when the disk refuses.
 */
export async function writeImageFile(
  session: Pick<SessionGlance, 'folder'>,
  file: string,
  bytes: Uint8Array,
  mark: string,
  fs: FileSystem = realFileSystem,
): Promise<{ sha256: string; size_bytes: number }> {
  const path = session.folder.pathOfImage(file);
  await onDisk('write an image', session.folder.output, async () => {
    await makeOutput(session.folder.output, fs);
    await proveOwnOutput(session.folder, fs);
    await atomicWrite(fs, path, bytes, mark);
  });
  return { sha256: createHash('sha256').update(bytes).digest('hex'), size_bytes: bytes.byteLength };
}

/** Makes a session's folder for images. Never with its parents: a session's folder that was removed must not come back as an empty one. */
export async function makeOutput(path: string, fs: FileSystem): Promise<void> {
  try {
    await fs.makeFolder(path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}
