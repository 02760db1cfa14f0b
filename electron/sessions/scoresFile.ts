import { setImmediate } from 'node:timers/promises';
import { SCORES_HEADER, type ScoreRow, scoreLines } from '../../core/report/export';
import { scoreRows } from '../../core/report/input';
import { errorCode, type FileSystem, isThere } from './fileSystem';
import type { SessionGlance } from './openSession';
import { writeOutputFile } from './outputFile';
import { NO_FILE } from './recovery';
import type { SessionFolder } from './sessionFolder';
import { onDisk } from './storageFailure';

/**
 * Writes all votes of a session to `output/scores.csv`. A session without votes gets no file, and a rating pack none; one that is there is emptied.
 * In: `mark`, hexadecimal digits that no other writer uses. Throws AppFailure when the disk refuses; then the old file stands.
 */
export async function writeScores(
  session: Pick<SessionGlance, 'state' | 'folder'>,
  mark: string,
  fs: FileSystem,
): Promise<void> {
  // What a rating pack's votes are about is known only where it was made.
  if (session.state.pack !== null) return;
  const rows = scoreRows(session.state);
  const path = session.folder.scores;
  if (rows.length === 0 && !(await hasScores(session, fs))) return;
  const content = new TextEncoder().encode(await csvOf(rows));
  await onDisk('write scores.csv', path, () => writeOutputFile(session, path, content, mark, fs));
}

/** Lines that are written in one go; between two of them everything else has its turn. */
const AT_ONCE = 1000;

/** The text of `scores.csv`, made of rows that are as they were at the call. */
async function csvOf(rows: readonly ScoreRow[]): Promise<string> {
  const parts = [SCORES_HEADER];
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    if (from > 0) await setImmediate();
    parts.push(scoreLines(rows.slice(from, from + AT_ONCE)));
  }
  return parts.join('');
}

/** Whether a session has a `scores.csv`. Throws AppFailure when the disk does not say. */
export async function hasScores({ folder }: Pick<SessionGlance, 'folder'>, fs: FileSystem): Promise<boolean> {
  return onDisk('look for scores.csv', folder.scores, () => isThere(fs, folder.scores));
}

/** No evaluation has a larger one. */
const MAX_BYTES = 32 * 1024 * 1024;

/** The text of a session's `scores.csv`; null where there is none, or a link or a folder lies in its place. Throws the system's error. */
export async function readScoresText(
  { scores }: Pick<SessionFolder, 'scores'>,
  fs: FileSystem,
): Promise<string | null> {
  try {
    const file = await fs.open(scores, 'read');
    try {
      const { size, isFolder } = await file.facts();
      return isFolder || size > MAX_BYTES ? null : new TextDecoder().decode(await file.read(0, size));
    } finally {
      await file.close();
    }
  } catch (error) {
    if (NO_FILE.has(errorCode(error))) return null;
    throw error;
  }
}
