import type { EventType, JournalEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';

/** What of a session's events the log of the whole app tells. Words of servers and people stay in the session's own log. */
const LINES: Partial<Record<EventType, readonly ['info' | 'warning', string]>> = {
  session_start: ['info', 'its run began'],
  setup_loaded: ['info', 'its run was taken up'],
  session_paused: ['info', 'its run paused'],
  session_stopped: ['info', 'its run was stopped'],
  session_completed: ['info', 'all its images are made'],
  error_occurred: ['warning', 'its run met an error, which its own log names'],
  adopted: ['warning', 'another program changed its saved file, which counts from here on'],
  recovered: ['info', 'changes that an earlier process left unsaved were kept'],
  discarded: ['info', 'it went back to its last save'],
};

/**
 * Lines for events that are on disk, with their level. In: also all events of the session so far, by which a run that has only
 * begun is told from one that was taken up.
 */
export function sessionLines(
  id: SessionId,
  events: readonly JournalEvent[],
  all: readonly JournalEvent[] = events,
): { level: 'info' | 'warning'; message: string }[] {
  return events.flatMap(({ type, seq }) => {
    const isBeginning = type === 'setup_loaded' && before(all, seq)?.type === 'session_start';
    const line = isBeginning ? undefined : LINES[type];
    return line === undefined ? [] : [{ level: line[0], message: `Session ${id}: ${line[1]}.` }];
  });
}

function before(all: readonly JournalEvent[], seq: number): JournalEvent | undefined {
  return all.findLast((event) => event.seq < seq && event.type !== 'order_drawn');
}
