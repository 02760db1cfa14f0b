import { create } from 'zustand';
import { AppFailure, type FieldFault } from '../../core/contract/failure';
import type { SessionDetail } from '../../core/contract/sessionView';
import type { Setup } from '../../core/session/setup';
import { call } from './backend';
import {
  adoptedDraft,
  blankDraft,
  type Draft,
  editedDraft,
  keptDraft,
  rootField,
  sendablePatch,
} from './draft';
import { keepBackup, readBackup } from './draftBackup';
import { tellFailure } from './notices';
import { adoptDetail, openDetail, sessionEvent, summaryChanged, useDetail, useSession } from './session';

interface DraftStore {
  draft: Draft;
  /** Start was asked for: what is missing is said aloud from now on. */
  isAttempted: boolean;
  /** Counts the drafts begun, so that what was meant for one is known from the next. */
  number: number;
}

/** The window's set-up. The backend holds it too, a moment later. */
export const useDraft = create<DraftStore>()(() => ({
  draft: blankDraft([]),
  isAttempted: false,
  number: 0,
}));

/** An edit is sent once the hand rests for so long, in ms. */
const REST_MS = 300;
let timer: ReturnType<typeof setTimeout> | null = null;
let sending: Promise<void> = Promise.resolve();

function setDraft(draft: Draft): void {
  useDraft.setState({ draft });
  keepBackup(openId(), draft);
}

function openId(): string | null {
  const { session } = useSession.getState();
  return session.phase === 'open' ? session.id : null;
}

/**
 * Whether nothing of the set-up can be edited: not while a run is on, not when another copy has it open, not once images
 * exist that no others can be added to.
 */
export function isSetupFixed(detail: SessionDetail | null): boolean {
  if (detail === null) return false;
  const isClosed = detail.setup_locked && !detail.can_extend;
  return isClosed || detail.generation.status === 'running' || detail.state !== 'ok';
}

/** The set-up that images are made with, which edits only add to; null before the start. */
export function useBegunSetup(): Setup | null {
  return useDetail()?.begun_setup ?? null;
}

/** Changes fields of the set-up; they are sent soon. */
export function editSetup(patch: Partial<Setup>): void {
  if (isSetupFixed(openDetail())) return;
  setDraft(editedDraft(useDraft.getState().draft, patch));
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(() => void flushDraft(), REST_MS);
}

/**
 * An edit for later, such as an undo: it is made from the set-up as it stands then, and only while the same session is
 * open; otherwise nothing happens.
 */
export function laterEdit(edit: (setup: Setup) => Partial<Setup>): () => void {
  const { number } = useDraft.getState();
  return () => {
    const now = useDraft.getState();
    if (number === now.number) editSetup(edit(now.draft.setup));
  };
}

/** Notes the text of a field that cannot be read as a number; null when it can be again. */
export function setUnreadable(field: string, text: string | null): void {
  const { draft } = useDraft.getState();
  const { [field]: _old, ...unreadable } = draft.unreadable;
  setDraft({ ...draft, unreadable: text === null ? unreadable : { ...unreadable, [field]: text } });
}

/** Shows faults that the backend found, beside their fields. */
export function showFaults(faults: readonly FieldFault[]): void {
  const { draft } = useDraft.getState();
  useDraft.setState({ draft: { ...draft, refused: [...faults] }, isAttempted: true });
}

export function setAttempted(): void {
  useDraft.setState({ isAttempted: true });
}

/** Sends what was edited and can be kept, now. Settles when all edits made so far are with the backend or held back. */
export function flushDraft(): Promise<void> {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  sending = sending.then(sendOnce);
  return sending;
}

async function sendOnce(): Promise<void> {
  const patch = sendablePatch(useDraft.getState().draft);
  const id = openId();
  if (Object.keys(patch).length === 0) return;
  // A session begins with an edit of its own; another address alone makes no folder.
  if (id === null && Object.keys(patch).every((key) => key === 'servers')) return;
  try {
    const detail =
      id === null
        ? await createSession(patch)
        : await call('session.patch', { session_id: id, setup: patch });
    useDraft.setState(({ draft }) => ({ draft: keptDraft(draft, patch) }));
    adoptDetail(detail);
    adoptServerSetup(detail.setup);
  } catch (error) {
    if (error instanceof AppFailure && isOfFields(error)) {
      const details = error.details ?? [{ field: error.field ?? 'setup.plan', message: error.message }];
      const { draft } = useDraft.getState();
      // Refused fields wait until they are edited; the others go again without them.
      setDraft({ ...draft, refused: [...draft.refused, ...details] });
      const refused = new Set(details.map(({ field }) => rootField(field)));
      if (Object.keys(patch).some((key) => !refused.has(key)) && [...refused].some((key) => key in patch))
        await sendOnce();
    } else if (!(error instanceof AppFailure && error.code === 'host_unreachable')) {
      tellFailure(error);
    }
  }
}

/** What a set-up may not hold, or an extension not change, is said beside its field. */
function isOfFields({ code, details }: AppFailure): boolean {
  return code === 'bad_request' || (code === 'not_possible' && details !== undefined);
}

/** Makes the session that the first edit begins. */
async function createSession(patch: Partial<Setup>): Promise<SessionDetail> {
  const { servers } = useDraft.getState().draft.setup;
  const summary = await call('session.create', {
    setup: { ...(servers.length === 0 ? {} : { servers }), ...patch },
  });
  const detail = await call('session.get', { session_id: summary.session_id });
  sessionEvent({ type: 'created', detail });
  summaryChanged(summary);
  return detail;
}

/** Takes the backend's set-up wherever nothing is edited here. */
export function adoptServerSetup(setup: Setup): void {
  setDraft(adoptedDraft(useDraft.getState().draft, setup));
}

/** Begins with the set-up of a session that was just opened; edits of it that were under way in this tab come back. */
export function beginDraft(detail: SessionDetail): void {
  const fresh: Draft = { ...blankDraft([]), setup: detail.setup };
  const backup = isSetupFixed(detail) ? null : readBackup(detail.session_id);
  beginWith(fresh);
  if (backup === null) keepBackup(detail.session_id, fresh);
  else editSetup(backup);
}

function beginWith(draft: Draft): void {
  useDraft.setState(({ number }) => ({ draft, isAttempted: false, number: number + 1 }));
}

/** Begins a blank set-up; `setup` fills it in, which counts as the first edit. */
export function beginBlankDraft(servers: readonly string[], setup: Partial<Setup> | null = null): void {
  beginWith(blankDraft(servers));
  const filled = setup ?? readBackup(null);
  if (filled === null) keepBackup(null, useDraft.getState().draft);
  else editSetup(filled);
}
