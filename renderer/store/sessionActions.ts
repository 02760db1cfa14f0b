import type { ComfyState } from '../../core/contract/comfyView';
import type { CommandArgs } from '../../core/contract/commands';
import { AppFailure, type FieldFault } from '../../core/contract/failure';
import type { SessionSummary } from '../../core/contract/sessionView';
import type { Setup } from '../../core/session/setup';
import { call, failureText } from './backend';
import { lookAtServer, useComfy } from './comfy';
import { useConnection } from './connection';
import { demoSetup } from './demoSetup';
import { votesSent } from './evaluationVotes';
import { askBeforeLeaving, closeGuard, type Leaving, useGuard } from './guard';
import { askNextAhead, dropNextAhead } from './nextAhead';
import { tell, tellFailure, tellOnTab } from './notices';
import {
  adoptDetail,
  openDetail,
  refreshSession,
  sessionEvent,
  summaryChanged,
  useDetail,
  useSession,
} from './session';
import { summaryOf } from './sessions';
import { beginBlankDraft, beginDraft, flushDraft, setAttempted, showFaults, useDraft } from './setupDraft';
import { closeOver, showTab, showTabBelow, type TabName, tabOfStep, useView } from './view';

/** The address that the set-up names, or the one a new session starts with. */
export function serverAddress(setup: Pick<Setup, 'servers'>, defaultServer: string | undefined): string {
  return setup.servers[0] ?? defaultServer ?? '';
}

/** Opens a session, after asking about unsaved work; `tab` overrides the one of its step. */
export function loadSession(id: string, tab?: TabName): Promise<void> {
  const { session } = useSession.getState();
  if (session.phase === 'open' && session.id === id) {
    showTab(tab ?? tabOfStep(session.detail.step));
    return Promise.resolve();
  }
  return leave({
    to: 'load',
    go: () => {
      closeOver();
      void openSession(id, tab);
    },
  });
}

/** Begins a blank session, after asking about unsaved work. Nothing is made until the first edit. */
export function newSession(setup: Partial<Setup> | null = null): Promise<void> {
  return leave({ to: 'new', go: () => openBlank(setup) });
}

/** Counts the sessions asked for, so that a late answer knows whether it is still the one that is waited for. */
let asked = 0;

/**
 * Opens a session without asking. Who asks for another one meanwhile, or begins a blank one, is shown that alone; a tab
 * that was chosen meanwhile stays, and so does what was opened over the tabs.
 */
export async function openSession(id: string, tab?: TabName): Promise<void> {
  asked += 1;
  const number = asked;
  const isWanted = () => {
    const { session } = useSession.getState();
    return number === asked && session.phase !== 'blank' && session.id === id;
  };
  const { tab: tabBefore } = useView.getState();
  dropNextAhead();
  sessionEvent({ type: 'closed' });
  sessionEvent({ type: 'asked', id });
  try {
    const answer = call('session.get', { session_id: id });
    if (isToBeJudged(id, tab)) askNextAhead(id);
    const detail = await answer;
    if (!isWanted()) return;
    adoptDetail(detail);
    beginDraft(detail);
    if (useView.getState().tab === tabBefore) showTabBelow(tab ?? tabOfStep(detail.step));
    // Another tab may stay for long: the pictures would only hold memory.
    if (useView.getState().tab !== 'evaluate') dropNextAhead(id);
  } catch (error) {
    if (!isWanted()) return;
    dropNextAhead(id);
    const summary = await listedSummary(id);
    if (isWanted()) sessionEvent({ type: 'refused', id, message: failureText(error), summary });
  }
}

/** Whether a session comes to the screen at its next trial, as far as the list knows. In: the tab that is asked for, if any. */
function isToBeJudged(id: string, tab: TabName | undefined): boolean {
  const summary = summaryOf(id);
  const opens = tab ?? (summary === undefined ? undefined : tabOfStep(summary.step));
  return opens === 'evaluate' && summary?.state === 'ok' && summary.status !== 'running';
}

/** What the list knows of a session that cannot be opened; null when it knows nothing. */
async function listedSummary(id: string): Promise<SessionSummary | null> {
  try {
    const { sessions } = await call('session.list', { q: id, limit: 10 });
    return sessions.find(({ session_id }) => session_id === id) ?? null;
  } catch {
    // Why it cannot be opened is said already.
    return null;
  }
}

/** Begins a blank session without asking. */
export function openBlank(setup: Partial<Setup> | null): void {
  const { servers } = useDraft.getState().draft.setup;
  dropNextAhead();
  sessionEvent({ type: 'closed' });
  beginBlankDraft(servers, setup);
  showTab('setup');
}

/** Goes on once it is known what becomes of the unsaved work of the open session. */
export async function leave(leaving: Leaving): Promise<void> {
  await flushDraft();
  const detail = openDetail();
  if (detail !== null && detail.unsaved_changes > 0 && detail.state === 'ok') askBeforeLeaving(leaving);
  else leaving.go();
}

/** Answers the question about unsaved work: keep it, drop it, or stay. */
export async function answerGuard(answer: 'save' | 'discard' | 'cancel'): Promise<void> {
  const { leaving } = useGuard.getState();
  if (leaving === null) return;
  if (answer !== 'cancel') {
    if (!(await settleUnsaved(answer, leaving))) return;
  }
  closeGuard();
  if (answer !== 'cancel') leaving.go();
}

/** Saves or discards before leaving. What goes to the trash keeps what was not saved. */
function settleUnsaved(answer: 'save' | 'discard', { to }: Leaving): Promise<boolean> {
  if (answer === 'save') return saveSession();
  return to === 'delete' ? Promise.resolve(true) : discardSession();
}

/** Whether the open session has anything to save, edits under way included. */
export function useHasUnsaved(): boolean {
  const detail = useDetail();
  const hasEdits = useDraft(({ draft }) => draft.dirty.size > 0);
  return (
    detail !== null &&
    detail.state === 'ok' &&
    (hasEdits || detail.unsaved_changes > 0 || detail.saved_at === null)
  );
}

/** Saves the open session; false when there is none or it could not be saved, which is told. */
export async function saveSession(): Promise<boolean> {
  await flushDraft();
  // What was given before is saved with the rest.
  await votesSent();
  const isSaved = await onOpenSession((id) => call('session.save', { session_id: id }));
  if (isSaved && useDraft.getState().draft.dirty.size > 0)
    tell('Saved, but for what is marked as faulty: it is not in the file yet.');
  return isSaved;
}

/** Asks first, then takes the open session back to its last save. */
export function discardAfterAsking(): void {
  askBeforeLeaving({ to: 'discard', go: () => undefined });
}

/** Takes the open session back to its last save; images stay. */
async function discardSession(): Promise<boolean> {
  const isDone = await onOpenSession((id) => call('session.discard', { session_id: id }));
  if (isDone) await reopen();
  return isDone;
}

/** Keeps what an earlier process left unsaved. */
export async function keepRecovered(): Promise<void> {
  if (await onOpenSession((id) => call('session.recover', { session_id: id }))) await refreshSession();
}

async function onOpenSession(ask: (id: string) => Promise<SessionSummary>): Promise<boolean> {
  const detail = openDetail();
  if (detail === null) return false;
  try {
    summaryChanged(await ask(detail.session_id));
    return true;
  } catch (error) {
    tellFailure(error);
    return false;
  }
}

async function reopen(): Promise<void> {
  await refreshSession();
  const detail = openDetail();
  if (detail !== null) beginDraft(detail);
}

/** Keeps the notes of a session, at once and without a save; false when they could not be kept, which is told. */
export async function setNotes(id: string, notes: string): Promise<boolean> {
  return patchQuietly({ session_id: id, notes });
}

/** Pins a session to the top of the list, or lets it go. */
export async function setPinned(id: string, pinned: boolean): Promise<void> {
  await patchQuietly({ session_id: id, pinned });
}

async function patchQuietly(args: CommandArgs<'session.patch'>): Promise<boolean> {
  try {
    const detail = await call('session.patch', args);
    adoptDetail(detail);
    summaryChanged(detail);
    return true;
  } catch (error) {
    tellFailure(error);
    return false;
  }
}

/** Saves, then starts making images. What keeps it from starting is shown beside its field. */
export async function saveAndStart(): Promise<void> {
  setAttempted();
  if (!(await saveSession())) return;
  const detail = openDetail();
  if (detail === null) return;
  try {
    const generation = await call('generation.start', { session_id: detail.session_id });
    sessionEvent({ type: 'generationChanged', id: detail.session_id, generation });
    showTab('generate');
    await refreshSession();
  } catch (error) {
    // No edit makes room on a disk: that is told, and stands beside no field as a thing to correct.
    const faults = error instanceof AppFailure && error.code !== 'disk_full' ? setupFaultsOf(error) : [];
    if (faults.length > 0) showFaults(faults);
    else tellFailure(error);
  }
}

/** The faults of a failure that have a place in the set-up; empty when it is about something else. */
export function setupFaultsOf(failure: AppFailure): FieldFault[] {
  const faults =
    failure.details ??
    (failure.field === undefined ? [] : [{ field: failure.field, message: failure.message }]);
  return faults.filter(({ field }) => field.startsWith('setup.'));
}

/** Fills in an example, ready to be started: for the demo that the set-up names, else for the built-in one. */
export async function tryDemo(): Promise<void> {
  try {
    const { address, offers } = (await demoInUse()) ?? (await startBuiltInDemo());
    await newSession(demoSetup(address, offers));
    tellOnTab('The demo is running. Everything is filled in: press Save and start.');
  } catch (error) {
    tellFailure(error);
  }
}

type DemoOffers = Pick<ComfyState, 'loras' | 'checkpoints'>;

/** The demo that the set-up names already, whatever its address; null when its server is none. */
async function demoInUse(): Promise<{ address: string; offers: DemoOffers } | null> {
  const info = useConnection.getState().info;
  const address = serverAddress(useDraft.getState().draft.setup, info?.default_server);
  if (address === '') return null;
  // An address that was typed a moment ago has not been asked about yet.
  if (useComfy.getState().address !== address) await lookAtServer(address);
  const { server, offers } = useComfy.getState();
  return server?.is_demo === true && server.state === 'ok' && offers !== null ? { address, offers } : null;
}

async function startBuiltInDemo(): Promise<{ address: string; offers: DemoOffers }> {
  const address = 'demo';
  await call('comfy.startDemo', {});
  const { servers, ...offers } = await call('comfy.state', { server: address });
  const server = servers.find(({ is_demo }) => is_demo) ?? null;
  useComfy.setState({ address, server, offers, isLooking: false });
  const info = useConnection.getState().info;
  if (info !== null) useConnection.setState({ info: { ...info, demo: true } });
  return { address, offers };
}
