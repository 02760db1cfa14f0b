import { scoresCsv } from '../../core/report/export';
import { scoreRows } from '../../core/report/input';
import { atomicWrite } from './atomicWrite';
import { type FileSystem, realFileSystem } from './fileSystem';
import type { SessionGlance } from './openSession';
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
  if (rows.length === 0 && !(await isThere(fs, path))) return;
  await onDisk('write scores.csv', path, async () => {
    await fs.makeFolders(session.folder.output);
    await atomicWrite(fs, path, new TextEncoder().encode(scoresCsv(rows)), mark);
  });
}

async function isThere(fs: FileSystem, path: string): Promise<boolean> {
  return fs.facts(path).then(
    () => true,
    () => false,
  );
}
