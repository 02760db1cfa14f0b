import type { PushPayload } from '../core/contract/pushes';
import type { JournalEvent } from '../core/session/events';
import { logEntryOf } from '../core/session/logEntry';
import { countsOf } from '../core/session/progress';
import type { OpenSession } from './sessions/openSession';

type Notice = PushPayload<'notice.raised'>;

/**
 * How a run ended, for windows that have another session open. In: the session, and the events that were written; only those
 * of a run that is being worked on. Out: null when none of them ends a run, or a person ended it. The session is named by its
 * id: what is told unasked holds no LoRA's name.
 */
export function runNotice(
  session: Pick<OpenSession, 'id' | 'state'>,
  events: readonly JournalEvent[],
): Notice | null {
  const { state } = session;
  for (const event of events) {
    if (event.type === 'session_completed') {
      const { images_done, images_total } = countsOf(state);
      return {
        session_id: session.id,
        tone: 'neutral',
        message: `The images of ${session.id} are made: ${images_done} of ${images_total}.`,
      };
    }
    // Whoever asked for it knows, and nobody looks on when the app closes.
    if (event.type === 'session_paused' && event.reason !== 'asked' && event.reason !== 'host_ended') {
      // As the session's log says it, which keeps words back that would tell a label.
      const { message } = logEntryOf(event, state);
      return {
        session_id: session.id,
        tone: 'caution',
        message: `The run of ${session.id} is paused. ${message}`,
      };
    }
  }
  return null;
}
