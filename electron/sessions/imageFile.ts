import { createHash } from 'node:crypto';
import type { FileSystem } from './fileSystem';
import type { SessionGlance } from './openSession';
import { writeOutputFile } from './outputFile';
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
  fs: FileSystem,
): Promise<{ sha256: string; size_bytes: number }> {
  const path = session.folder.pathOfImage(file);
  await onDisk('write an image', session.folder.output, () =>
    writeOutputFile(session, path, bytes, mark, fs),
  );
  return { sha256: createHash('sha256').update(bytes).digest('hex'), size_bytes: bytes.byteLength };
}
