import { create } from 'zustand';
import { AppFailure } from '../../core/contract/failure';
import { modelName } from './assistant';
import { call, failureText, onPush } from './backend';
import { tell } from './notices';
import { type WrittenReport, writtenOf } from './reportFiles';

/** A report that a model writes, or wrote. */
export interface Writing {
  requestId: string;
  model: string;
  phase: 'asking' | 'writing' | 'stopped' | 'failed' | 'done';
  /** When it was asked for, in ms since 1970. */
  since: number;
  /** What came so far, as it came. */
  text: string;
  /** Letters that came, a model's thinking among them. */
  characters: number;
  /** Why it failed, in a sentence. */
  failure: string | null;
  /** What it is once it is done. */
  written: WrittenReport | null;
}

/** What models write, by session. It goes on while nobody looks. */
export const useWriting = create<{ writings: Readonly<Record<string, Writing>> }>()(() => ({
  writings: {},
}));

/** Sessions whose written report is being looked at. */
const watched = new Set<string>();

/** Somebody looks at what is written for a session; the answer ends that. What lies on disk is then read from there. */
export function watchWriting(sessionId: string): () => void {
  watched.add(sessionId);
  return () => {
    watched.delete(sessionId);
    // What lies nowhere else stays.
    if (useWriting.getState().writings[sessionId]?.written?.path != null) dropWriting(sessionId);
  };
}

/** Whether something is still to come. */
export function isUnderWay(writing: Writing | undefined): boolean {
  return writing?.phase === 'asking' || writing?.phase === 'writing';
}

/**
 * Has the model that is set up write a session's report. What comes is shown as it comes. Settles when it is
 * whole, or why it is not; where nobody looks that is told.
 */
export async function writeWithModel(sessionId: string, model: string): Promise<void> {
  if (isUnderWay(useWriting.getState().writings[sessionId])) return;
  const requestId = crypto.randomUUID();
  put(sessionId, {
    requestId,
    model,
    phase: 'asking',
    since: Date.now(),
    text: '',
    characters: 0,
    failure: null,
    written: null,
  });
  const stopHearing = onPush('assistant.progressed', ({ request_id, phase, text, characters }) => {
    if (request_id !== requestId) return;
    change(sessionId, requestId, { phase: phase === 'asking' ? 'asking' : 'writing', text, characters });
  });
  try {
    const answer = await call('report.write', { session_id: sessionId, by: 'model', request_id: requestId });
    change(sessionId, requestId, { phase: 'done', written: writtenOf(answer) });
    if (!watched.has(sessionId)) tell(`${modelName(model)} has written the report of ${sessionId}.`, 'done');
  } catch (error) {
    const isStopped = error instanceof AppFailure && error.code === 'cancelled';
    if (!isStopped && !watched.has(sessionId))
      tell(`${modelName(model)} has not written the report of ${sessionId}. ${failureText(error)}`, 'fault');
    change(
      sessionId,
      requestId,
      isStopped ? { phase: 'stopped' } : { phase: 'failed', failure: failureText(error) },
    );
  } finally {
    stopHearing();
  }
}

/** Stops the writing; what came stays to be read. */
export function stopWriting(sessionId: string): void {
  const writing = useWriting.getState().writings[sessionId];
  if (writing === undefined || !isUnderWay(writing)) return;
  change(sessionId, writing.requestId, { phase: 'stopped' });
  call('assistant.cancel', { request_id: writing.requestId }).catch((error: unknown) => {
    // Whoever cannot be told that it is stopped does not answer either.
    if (!(error instanceof AppFailure)) throw error;
  });
}

/** Lets go what was written, or was not: the report on disk is shown again. */
export function dropWriting(sessionId: string): void {
  useWriting.setState(({ writings: { [sessionId]: _gone, ...rest } }) => ({ writings: rest }));
}

function put(sessionId: string, writing: Writing): void {
  useWriting.setState(({ writings }) => ({ writings: { ...writings, [sessionId]: writing } }));
}

/** Changes the writing of this request while it is under way. One that was stopped too late is done all the same: its file is written. */
function change(sessionId: string, requestId: string, changes: Partial<Writing>): void {
  const writing = useWriting.getState().writings[sessionId];
  if (writing?.requestId !== requestId) return;
  if (isUnderWay(writing) || changes.phase === 'done') put(sessionId, { ...writing, ...changes });
}
