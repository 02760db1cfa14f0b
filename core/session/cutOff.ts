import type { JournalEvent } from './events';

/**
 * True when the last run was cut off by the end of the program: not paused or stopped by a person, nor by failures.
 * In: the journal's events, with what is to be journaled at the next write at their end.
 */
export function wasCutOff(events: readonly JournalEvent[]): boolean {
  const end = events.findLast(
    ({ type }) => type === 'session_paused' || type === 'session_stopped' || type === 'session_completed',
  );
  return end?.type === 'session_paused' && end.reason === 'host_ended';
}
