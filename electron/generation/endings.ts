import type { NewEvent } from '../../core/session/events';

/** Why and how a run ends before everything is made. */
export interface Ending {
  readonly kind: 'pause' | 'stop' | 'failures';
  readonly message: string;
}

/** The event that closes a run. In: how it was ended, if it was; images made and images planned. */
export function lastEvent(ending: Ending | null, done: number, total: number): NewEvent {
  if (done >= total) return { type: 'session_completed', done, total, next_action: 'evaluate' };
  const place = { done, total, next_action: 'resume' };
  if (ending?.kind === 'stop') return { type: 'session_stopped', message: ending.message, ...place };
  if (ending !== null) {
    const reason = ending.kind === 'pause' ? 'asked' : 'failures';
    return { type: 'session_paused', reason, message: ending.message, ...place };
  }
  const failed = total - done;
  const message = `${failed === 1 ? '1 image' : `${failed} images`} failed. Resume makes what is missing.`;
  return { type: 'session_paused', reason: 'failures', message, ...place };
}
