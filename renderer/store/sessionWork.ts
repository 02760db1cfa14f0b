import { create } from 'zustand';
import type { SessionSummary } from '../../core/contract/sessionView';
import { call, failureText } from './backend';
import { endNotices, tell, tellDone, tellFailure } from './notices';
import { dropRuns } from './runs';
import { dropChosen, endSelection } from './selection';
import { refreshSession, summaryChanged, useSession } from './session';
import { leave, loadSession, openBlank, openSession } from './sessionActions';
import { refreshSessions } from './sessions';
import { countOf, tellingName } from './sessionWords';
import { flushDraft, useDraft } from './setupDraft';
import { awaitTask, showOutcome } from './tasks';
import { useView } from './view';

export type Work = 'deleting' | 'restoring' | 'archiving' | 'bringing_back' | 'copying' | 'checking';

interface WorkStore {
  /** Sessions with which something is being done at the moment. */
  busy: ReadonlyMap<string, Work>;
  /** How far the same thing is with many of them, of two such rounds the one begun last; null when nothing of the kind goes on. */
  many: { work: Work; done: number; total: number } | null;
}

/** What is being done with sessions of the list. */
export const useWork = create<WorkStore>()(() => ({ busy: new Map(), many: null }));

/** One thing that is done with several sessions in turn. */
interface Round {
  work: Work;
  done: number;
  total: number;
  isStopped: boolean;
}

/** Those under way with more than one session, the last begun at the end. */
const rounds: Round[] = [];

function showRounds(): void {
  const last = rounds.at(-1);
  useWork.setState({
    many: last === undefined ? null : { work: last.work, done: last.done, total: last.total },
  });
}

/** Of the round that is shown, leaves those alone that were not reached yet. */
export function stopMany(): void {
  const shown = rounds.at(-1);
  if (shown !== undefined) shown.isStopped = true;
}

function setBusy(ids: readonly string[], work: Work | null): void {
  const busy = new Map(useWork.getState().busy);
  for (const id of ids) {
    if (work === null) busy.delete(id);
    else busy.set(id, work);
  }
  useWork.setState({ busy });
}

/** Does one thing with each session in turn; what fails is told once for each reason. Out: those it was done with. */
async function withEach(
  summaries: readonly SessionSummary[],
  work: Work,
  act: (summary: SessionSummary) => Promise<unknown>,
): Promise<SessionSummary[]> {
  const done: SessionSummary[] = [];
  const reasons = new Map<string, unknown>();
  const ids = summaries.map(({ session_id }) => session_id);
  const round: Round = { work, done: 0, total: summaries.length, isStopped: false };
  if (round.total > 1) rounds.push(round);
  setBusy(ids, work);
  for (const [index, summary] of summaries.entries()) {
    if (round.isStopped) break;
    round.done = index;
    showRounds();
    try {
      if ((await act(summary)) !== null) done.push(summary);
    } catch (error) {
      reasons.set(failureText(error), error);
    }
  }
  if (round.total > 1) rounds.splice(rounds.indexOf(round), 1);
  showRounds();
  for (const error of reasons.values()) tellFailure(error);
  await refreshSessions();
  setBusy(ids, null);
  return done;
}

function openId(): string | null {
  const { session } = useSession.getState();
  return session.phase === 'blank' ? null : session.id;
}

/** Moves sessions to the trash, with a way back. Asks first where the open one holds unsaved work. */
export function deleteSessions(summaries: readonly SessionSummary[]): Promise<void> {
  const isOpenAmongThem = summaries.some(({ session_id }) => session_id === openId());
  const go = () => void moveToTrash(summaries);
  if (isOpenAmongThem) return leave({ to: 'delete', go });
  go();
  return Promise.resolve();
}

async function moveToTrash(summaries: readonly SessionSummary[]): Promise<void> {
  let wasOpen: string | null = null;
  const gone = await withEach(summaries, 'deleting', async ({ session_id }) => {
    await call('session.delete', { session_id });
    if (session_id !== openId()) return;
    wasOpen = session_id;
    openBlank(null);
  });
  if (gone.length === 0) return;
  const ids = gone.map(({ session_id }) => session_id);
  dropChosen(ids);
  dropRuns(ids);
  if (gone.length === summaries.length) endSelection();
  tell(`${namesOf(gone)} moved to the trash`, 'plain', {
    label: 'Undo',
    run: () => void takeBack(gone, wasOpen),
  });
}

async function takeBack(summaries: readonly SessionSummary[], wasOpen: string | null): Promise<void> {
  const back = await withEach(summaries, 'restoring', async ({ session_id }) => {
    summaryChanged(await call('session.restore', { session_id }));
  });
  if (back.length === 0) return;
  const isUntouched = openId() === null && useDraft.getState().draft.dirty.size === 0;
  if (wasOpen !== null && isUntouched && back.some(({ session_id }) => session_id === wasOpen))
    await openSession(wasOpen);
  tell(`${namesOf(back)} ${back.length === 1 ? 'is' : 'are'} back`, 'done');
}

function namesOf(summaries: readonly SessionSummary[]): string {
  const [only] = summaries;
  return summaries.length === 1 && only !== undefined
    ? tellingName(only)
    : countOf(summaries.length, 'session');
}

/** Puts sessions into zips in the archive folder; they stay listed. */
export async function archiveSessions(chosen: readonly SessionSummary[]): Promise<void> {
  if (chosen.some(({ session_id }) => session_id === openId())) await flushDraft();
  const { busy } = useWork.getState();
  const summaries = chosen.filter(({ session_id }) => !busy.has(session_id));
  if (summaries.length === 0) return;
  const done = await withEach(summaries, 'archiving', async ({ session_id }) => {
    const summary = await awaitTask('archive', () => call('session.archive', { session_id }));
    if (summary === null) return null;
    summaryChanged(summary);
    if (session_id === openId()) await openSession(session_id, useView.getState().tab);
    return summary;
  });
  if (done.length === 0) return;
  if (done.length === summaries.length) endSelection();
  const [only] = done;
  if (done.length === 1 && only !== undefined)
    tellDone(
      `${tellingName(only)} archived`,
      { label: 'Bring back', run: () => void bringBack(only) },
      only.session_id,
    );
  else tell(`${countOf(done.length, 'session')} archived`, 'done');
}

/** Takes a session out of its zip again. */
export async function bringBack(summary: SessionSummary): Promise<void> {
  const id = summary.session_id;
  if (useWork.getState().busy.has(id)) return;
  endNotices(id);
  const [back] = await withEach([summary], 'bringing_back', async () => {
    const answer = await awaitTask('bring_back', () => call('session.bringBack', { session_id: id }));
    if (answer !== null) summaryChanged(answer);
    return answer;
  });
  if (back === undefined) return;
  if (openId() === id) await openSession(id);
  else tellDone(`${tellingName(summary)} is back`, { label: 'Open', run: () => void loadSession(id) });
}

/** Makes a session of its own of everything that this one is now. */
export async function copySession(summary: SessionSummary): Promise<void> {
  const id = summary.session_id;
  if (useWork.getState().busy.has(id)) return;
  if (openId() === id) await flushDraft();
  let copy: SessionSummary | null = null;
  await withEach([summary], 'copying', async () => {
    copy = await awaitTask('copy', () => call('session.copy', { session_id: id }));
    return copy;
  });
  tellCopy(summary, copy);
}

function tellCopy(summary: SessionSummary, copy: SessionSummary | null): void {
  if (copy === null) return;
  summaryChanged(copy);
  tellDone(`${tellingName(summary)} copied`, {
    label: 'Open the copy',
    run: () => void loadSession(copy.session_id),
  });
}

/** Reads everything of a session again and mends what can be mended; what was found is said. */
export async function checkSession(summary: SessionSummary): Promise<void> {
  const id = summary.session_id;
  let found: readonly string[] = [];
  let after: SessionSummary = summary;
  const [checked] = await withEach([summary], 'checking', async () => {
    const { findings, ...answer } = await call('session.check', { session_id: id });
    found = findings;
    after = answer;
    summaryChanged(answer);
  });
  if (checked === undefined) return;
  if (found.length === 0) tell(`${tellingName(after)} is whole. Nothing had to be mended.`, 'done');
  else
    showOutcome({
      title: `${tellingName(after)} was checked`,
      lines: found,
      ...(openId() === id ? {} : { act: { label: 'Open', run: () => void loadSession(id) } }),
    });
  const { session } = useSession.getState();
  if (session.phase === 'failed' && session.id === id) await openSession(id);
  else if (openId() === id) await refreshSession();
}

/** Shows a session's folder in the system's file manager. */
export async function showFolder(id: string): Promise<void> {
  try {
    await call('desktop.showFolder', { session_id: id });
  } catch (error) {
    tellFailure(error);
  }
}
