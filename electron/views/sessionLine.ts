import { createHash } from 'node:crypto';
import type { SessionSummary } from '../../core/contract/sessionView';
import { hiddenPictures } from '../../core/session/extending';
import { damagedSummary, readTime, summaryOf } from '../../core/session/view';
import type { SessionGlance } from '../sessions/openSession';

/** One line of the list. In: the address of its picture, or null. */
export function lineOf(session: SessionGlance, thumbnail: string | null): SessionSummary {
  if (session.damaged !== null) return damagedSummary(session.id, session.damaged);
  return summaryOf(session.state, {
    state: session.readOnly ? 'read_only' : 'ok',
    unsaved_changes: session.unsavedChanges,
    last_event_at: readTime(session.lastEventAt),
    thumbnail,
  });
}

/** The picture that stands for a session is one of so many that were made first. */
const EMBLEM_AMONG = 4;

/**
 * The picture that stands for a session in the list: one of the first that were made, chosen by a secret, so that it tells
 * nothing. It is the same one from when it is there; null while it is not.
 */
export function emblemOf({ state, damaged }: SessionGlance): { file: string; version: string } | null {
  if (damaged !== null) return null;
  const lot = createHash('sha256')
    .update(`emblem\n${state.started?.blind_key ?? state.session_id}`)
    .digest()
    .readUInt32BE();
  const hidden = hiddenPictures(state);
  const first = [...state.images.values()].filter(({ file }) => !hidden.has(file)).slice(0, EMBLEM_AMONG);
  const isMaking = state.run.status === 'running';
  // A session may end with fewer; then any of those there are.
  const image = first[lot % EMBLEM_AMONG] ?? (isMaking ? undefined : first[lot % Math.max(1, first.length)]);
  return image === undefined ? null : { file: image.file, version: image.sha256 };
}
