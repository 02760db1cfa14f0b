import { scoresCsv } from '../../core/report/export';
import { scoreRows } from '../../core/report/input';
import { type FileSystem, isThere } from './fileSystem';
import type { SessionGlance } from './openSession';
import { writeOutputFile } from './outputFile';
import { onDisk } from './storageFailure';

/**
 * Writes all votes of a session to `output/scores.csv`. A session without votes gets no file; one that is there is emptied.
 * In: `mark`, hexadecimal digits that no other writer uses. Throws AppFailure when the disk refuses; then the old file stands.
 */
export async function writeScores(
  session: Pick<SessionGlance, 'state' | 'folder'>,
  mark: string,
  fs: FileSystem,
): Promise<void> {
  const rows = scoreRows(session.state);
  const path = session.folder.scores;
  if (rows.length === 0 && !(await hasScores(session, fs))) return;
  const content = new TextEncoder().encode(scoresCsv(rows));
  await onDisk('write scores.csv', path, () => writeOutputFile(session, path, content, mark, fs));
}

/** Whether a session has a `scores.csv`. Throws AppFailure when the disk does not say. */
export async function hasScores({ folder }: Pick<SessionGlance, 'folder'>, fs: FileSystem): Promise<boolean> {
  return onDisk('look for scores.csv', folder.scores, () => isThere(fs, folder.scores));
}

/** True when a session's folder is not where it was. */
export async function isGone({ folder }: Pick<SessionGlance, 'folder'>, fs: FileSystem): Promise<boolean> {
  return !(await isThere(fs, folder.path).catch(() => true));
}
