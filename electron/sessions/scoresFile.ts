import { scoresCsv } from '../../core/report/export';
import { scoreRows } from '../../core/report/input';
import { atomicWrite } from './atomicWrite';
import { type FileSystem, realFileSystem } from './fileSystem';
import { makeOutput } from './imageFile';
import type { SessionGlance } from './openSession';
import { proveOwnOutput } from './ownOutput';
import { onDisk } from './storageFailure';

/**
 * Writes all votes of a session to `output/scores.csv`. A session without votes gets no file; one that is there is emptied.
 * In: `mark`, hexadecimal digits that no other writer uses. Throws AppFailure when the disk refuses; then the old file stands.
 */
export async function writeScores(
  session: Pick<SessionGlance, 'state' | 'folder'>,
  mark: string,
  fs: FileSystem = realFileSystem,
): Promise<void> {
  const rows = scoreRows(session.state);
  const path = session.folder.scores;
  if (rows.length === 0 && !(await hasScores(session, fs))) return;
  await onDisk('write scores.csv', path, async () => {
    await makeOutput(session.folder.output, fs);
    await proveOwnOutput(session.folder, fs);
    await atomicWrite(fs, path, new TextEncoder().encode(scoresCsv(rows)), mark);
  });
}

/** Whether a session has a `scores.csv`. */
export function hasScores(
  session: Pick<SessionGlance, 'folder'>,
  fs: FileSystem = realFileSystem,
): Promise<boolean> {
  return fs.facts(session.folder.scores).then(
    () => true,
    () => false,
  );
}
