import { ACTION_IDS, type ActionId, actionOf } from '../../core/contract/actions';
import type { SessionDetail } from '../../core/contract/sessionView';
import { isDesktop } from '../backend/connect';
import { useConnection } from './connection';
import { useGeneration } from './generation';
import { openDetail, useSession } from './session';
import { useSessions } from './sessions';
import { HELD_ELSEWHERE, readOnlyReason } from './sessionWords';
import { useWork } from './sessionWork';
import { useDraft } from './setupDraft';

/** Why each action cannot be done now, in few words; what can be done is not in it. */
export type ActionOffs = Readonly<Partial<Record<ActionId, string>>>;

const NO_SESSION = 'no session is open';

/** Why what is open cannot be taken back to its last save; undefined when it can. */
export function discardOff(
  detail: Pick<SessionDetail, 'state' | 'saved_at' | 'unsaved_changes'>,
): string | undefined {
  if (detail.state !== 'ok') return 'cannot be changed';
  if (detail.saved_at === null) return 'never saved';
  return detail.unsaved_changes === 0 ? 'nothing to discard' : undefined;
}

/** Why the open session cannot be saved; undefined when it can. `hasUnsaved`: there is anything to save. */
export function saveOff(
  detail: Pick<SessionDetail, 'state' | 'sample'> | null,
  hasUnsaved: boolean,
): string | undefined {
  if (detail === null) return 'Nothing to save yet';
  return readOnlyReason(detail) ?? (hasUnsaved ? undefined : 'Everything is saved');
}

/** As it stands in the middle of a line. */
function inLine(words: string | undefined): string | undefined {
  return words === undefined ? undefined : words.charAt(0).toLowerCase() + words.slice(1);
}

function startOff(detail: SessionDetail | null): string | undefined {
  const { draft } = useDraft.getState();
  if (detail === null) {
    const isBlank = useSession.getState().session.phase === 'blank';
    return isBlank && draft.dirty.size > 0 ? undefined : isBlank ? 'nothing is set up yet' : NO_SESSION;
  }
  if (detail.pack !== null) return 'a rating pack has no run';
  if (detail.sample) return 'the sample stays as it is';
  if (detail.state !== 'ok') return inLine(HELD_ELSEWHERE);
  const { status } = detail.generation;
  if (status === 'running') return 'it goes on already';
  const isAdding = draft.dirty.size > 0 && detail.can_extend;
  return status === 'completed' && !isAdding ? 'all images are made' : undefined;
}

function runOff(detail: SessionDetail | null, mayWait: boolean): string | undefined {
  if (detail?.generation.status !== 'running') return 'nothing is being made';
  return !mayWait && detail.generation.phase === 'queued' ? 'it waits for its turn' : undefined;
}

function workOff(detail: SessionDetail | null): string | undefined {
  if (detail === null) return NO_SESSION;
  return useWork.getState().busy.has(detail.session_id) ? 'something is being done with it' : undefined;
}

function extendOff(detail: SessionDetail | null): string | undefined {
  if (detail === null) return NO_SESSION;
  if (!detail.setup_locked) return 'its run has not begun';
  return detail.can_extend && detail.state === 'ok' ? undefined : 'nothing can be added to it';
}

function hasUnsaved(detail: SessionDetail | null): boolean {
  const hasEdits = useDraft.getState().draft.dirty.size > 0;
  return detail !== null && (hasEdits || detail.unsaved_changes > 0 || detail.saved_at === null);
}

/** What needs no backend to be done. */
const ALONE: readonly ActionId[] = [
  'setup',
  'generate',
  'evaluate',
  'report',
  'find',
  'settings',
  'palette',
  'toggle_sidebar',
  'guide',
  'troubleshooting',
  'keys',
];

/** Why an action cannot be done at this moment, in few words; undefined when it can. */
export function actionOff(id: ActionId): string | undefined {
  const detail = openDetail();
  const { link, info } = useConnection.getState();
  const { counts, everything } = useSessions.getState();
  if (actionOf(id).isDesktopOnly && !isDesktop()) return 'only in the desktop app';
  if (!ALONE.includes(id) && (link !== 'open' || info === null)) return 'Blindfold is not answering';
  switch (id) {
    case 'export':
    case 'save_copy':
      return workOff(detail);
    case 'show_folder':
      return detail === null ? NO_SESSION : undefined;
    case 'save':
      if (detail?.sample) return 'the sample stays as it is';
      return inLine(saveOff(detail, hasUnsaved(detail)));
    case 'discard':
      return detail === null ? NO_SESSION : discardOff(detail);
    case 'extend':
      return extendOff(detail);
    case 'start':
    case 'pause':
    case 'stop':
      if (useGeneration.getState().asking !== null) return 'it is being asked for';
      return id === 'start' ? startOff(detail) : runOff(detail, id === 'stop');
    case 'find':
      return everything === 0 ? 'no sessions yet' : undefined;
    case 'next_to_vote':
      return counts.to_vote === 0 ? 'none waits for votes' : undefined;
    default:
      return undefined;
  }
}

/** Why each action cannot be done now. */
export function actionOffs(): ActionOffs {
  const offs = ACTION_IDS.map((id) => [id, actionOff(id)] as const);
  return Object.fromEntries(offs.filter(([, off]) => off !== undefined));
}

/** Hears whenever anything may have changed of what can be done; the answer ends it. */
export function followActions(listener: () => void): () => void {
  const stops = [useSession, useDraft, useConnection, useSessions, useWork, useGeneration].map((store) =>
    store.subscribe(listener),
  );
  return () => {
    for (const stop of stops) stop();
  };
}
