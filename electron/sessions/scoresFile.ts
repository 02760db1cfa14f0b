import { setImmediate } from 'node:timers/promises';
import { SCORES_HEADER, scoreLines } from '../../core/report/export';
import { scoreRow, type ToldVote, toldVotes } from '../../core/report/input';
import type { SessionState } from '../../core/session/state';
import { errorCode, type FileSystem, isThere } from './fileSystem';
import type { SessionGlance } from './openSession';
import { writeOutputFile } from './outputFile';
import { NO_FILE } from './recovery';
import type { SessionFolder } from './sessionFolder';
import { onDisk } from './storageFailure';
import { type ListText, piecesOf, type TextPiece } from './textPieces';

/** The lines of one session's `scores.csv`, time and again. */
export interface ScoresText {
  /**
   * The whole file; null when it has no lines. Only lines that changed since the last time are written anew, some at a time. What
   * it says is as it was at the call.
   */
  bytes(state: SessionState): Promise<Uint8Array | null>;
}

/** Pieces that are written in one go; between two of them everything else has its turn. */
const AT_ONCE = 4;

export function createScoresText(): ScoresText {
  let kept: readonly TextPiece[] = [];
  return {
    async bytes(state) {
      const told = toldVotes(state);
      if (told.length === 0) return null;
      const text: ListText<ToldVote> = {
        factsOf: ({ vote, pair, place, rater, label, tooFast }) => [vote, pair, place, rater, label, tooFast],
        write: (some) => Buffer.from(scoreLines(some.map((vote) => scoreRow(state, vote)))),
      };
      const before = new Set(kept);
      const pieces: TextPiece[] = [];
      let written = 0;
      for (const piece of piecesOf(told, text, kept)) {
        pieces.push(piece);
        if (before.has(piece)) continue;
        written += 1;
        if (written % AT_ONCE === 0) await setImmediate();
      }
      kept = pieces;
      return Buffer.concat([HEADER, ...pieces.map(({ bytes }) => bytes)]);
    },
  };
}

const HEADER = Buffer.from(SCORES_HEADER);

/**
 * Writes all votes of a session to `output/scores.csv`. A session without votes gets no file, and a rating pack none; one that is there is emptied.
 * In: `mark`, hexadecimal digits that no other writer uses; what the last time left. Throws AppFailure when the disk refuses; then the old file stands.
 */
export async function writeScores(
  session: Pick<SessionGlance, 'state' | 'folder'>,
  mark: string,
  fs: FileSystem,
  text: ScoresText = createScoresText(),
): Promise<void> {
  // What a rating pack's votes are about is known only where it was made.
  if (session.state.pack !== null) return;
  const path = session.folder.scores;
  const content = await text.bytes(session.state);
  if (content === null && !(await hasScores(session, fs))) return;
  await onDisk('write scores.csv', path, () => writeOutputFile(session, path, content ?? HEADER, mark, fs));
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
