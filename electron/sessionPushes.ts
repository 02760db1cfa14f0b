import type { EventType, JournalEvent } from '../core/session/events';
import { logEntryOf } from '../core/session/logEntry';
import { evaluationOf } from '../core/session/view';
import type { Pushes } from './pushes';
import type { OpenSession } from './sessions/openSession';
import type { SessionViews } from './views/sessionViews';

/** Events after which the judging stands elsewhere, or is closed while images are made. */
const OF_EVALUATION: ReadonlySet<EventType> = new Set<EventType>([
  'session_start',
  'setup_loaded',
  'image_regenerated',
  'session_paused',
  'session_stopped',
  'session_completed',
  'order_drawn',
  'pack_opened',
  'rater_added',
  'rater_named',
  'votes_merged',
  'vote_cast',
  'vote_changed',
  'vote_undone',
  'evaluation_finished',
  'evaluation_reopened',
  'evaluation_redone',
  'revealed',
  'discarded',
]);

/** Tells of events that are on disk: each as a line of the log, and soon after them the session's new summary, once for many. */
export function tellEvents(
  pushes: Pushes,
  views: SessionViews,
  session: OpenSession,
  events: readonly JournalEvent[],
): void {
  for (const event of events) {
    pushes.tell({
      push: 'log.added',
      payload: { session_id: session.id, entry: logEntryOf(event, session.state) },
    });
  }
  pushes.tellSoon(`session ${session.id}`, () => ({
    push: 'session.changed',
    payload: { session_id: session.id, summary: views.summary(session) },
  }));
  if (!events.some((event) => OF_EVALUATION.has(event.type))) return;
  pushes.tellSoon(`evaluation ${session.id}`, () => ({
    push: 'evaluation.changed',
    payload: { session_id: session.id, evaluation: evaluationOf(session.state) },
  }));
}
