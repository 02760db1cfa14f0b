import type { SessionDetail } from '../../core/contract/sessionView';
import { MAX_VOTES_TEXT, VOTES_FORMAT } from '../../core/session/packFile';
import { isDesktop } from '../backend/connect';
import { download, packAddress, saveText } from '../backend/httpFiles';
import { call } from './backend';
import { votesSent } from './evaluationVotes';
import { nameInLine } from './fileNames';
import { tell, tellFailure } from './notices';
import { openDetail, refreshSession, sessionEvent } from './session';
import { awaitTask } from './tasks';
import { tellWritten } from './writtenFile';

/** Writes a rating pack with all complete pairs: at a place of choice on the desktop, as a download in a browser. */
export async function makePack(sessionId: string): Promise<void> {
  // It goes to whoever judges: no session, no LoRA.
  const name = 'blindfold-pack.zip';
  if (!isDesktop()) {
    download(packAddress(sessionId), name);
    tell(`The download of the rating pack begins. ${GIVE_IT}`, 'done');
    return;
  }
  try {
    const { path } = await call('desktop.choosePath', { to: 'save_zip', name });
    if (path === null) return;
    const made = await awaitTask('export', () => call('pack.export', { session_id: sessionId, path }));
    if (made !== null) tellWritten(`The rating pack is made. ${GIVE_IT}`, path);
  } catch (error) {
    tellFailure(error);
  }
}

const GIVE_IT = 'Give it to whoever is to judge; the votes come back as a small file.';

/** Saves the votes of an opened rating pack as a small file, for whoever made the pack. */
export async function savePackVotes(sessionId: string): Promise<void> {
  try {
    await votesSent();
    const { name, text, votes } = await call('pack.votes', { session_id: sessionId });
    saveText(text, name);
    const count =
      votes === 0
        ? 'No vote is given yet, so none goes'
        : votes === 1
          ? 'The vote goes'
          : `The ${votes} votes go`;
    tell(`${count} into ${name}. Send the file to whoever made the pack.`, 'done');
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes the votes of a rating pack into the session that made it. The file once more changes nothing. */
export async function takeVotesIn(detail: SessionDetail, file: File): Promise<void> {
  const { session_id } = detail;
  // A file of votes is small: a larger one is something else, and is not read whole.
  if (file.size > MAX_VOTES_TEXT) {
    tell(`${nameInLine(file.name)} is too large for a file of votes.`, 'fault');
    return;
  }
  try {
    const text = await file.text();
    const { evaluation, message } = await call('pack.merge', { session_id, text });
    sessionEvent({ type: 'evaluationChanged', id: session_id, evaluation });
    await refreshSession();
    tell(message, 'done');
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes files of votes that were dropped on the window into the open session, one after the other. */
export async function takeDroppedVotes(files: readonly File[]): Promise<void> {
  const detail = openDetail();
  if (detail === null) {
    tell(
      'These are votes of a rating pack. Open the session that made the pack, then drop them again.',
      'fault',
    );
    return;
  }
  if (detail.pack !== null) {
    tell(
      'The open session is a rating pack itself. Its votes go into the session that made the pack: open that one, then drop them again.',
      'fault',
    );
    return;
  }
  for (const file of files) await takeVotesIn(detail, file);
}

/** Whether a file holds the votes of a rating pack, by what it says it is. */
export async function isVotesFile(file: File): Promise<boolean> {
  return file.size <= MAX_VOTES_TEXT && VOTES_MARK.test(await file.text());
}

const VOTES_MARK = new RegExp(`"format"\\s*:\\s*"${VOTES_FORMAT}"`);
