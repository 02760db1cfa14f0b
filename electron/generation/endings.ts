import type { NewEvent } from '../../core/session/events';

/** Why and how a run ends before everything is made. */
export interface Ending {
  readonly kind: 'pause' | 'stop' | 'failures' | 'unreachable' | 'self_check';
  readonly message: string;
}

function keptWords(done: number): string {
  if (done === 0) return 'Resume tries again.';
  return done === 1 ? '1 image is safe.' : `${done} images are safe.`;
}

/** The event that closes a run. In: how it was ended, if it was; images made and images planned. */
export function lastEvent(ending: Ending | null, done: number, total: number): NewEvent {
  if (done >= total)
    return { type: 'session_completed', prompt_index: null, done, total, next_action: 'evaluate' };
  const place = { prompt_index: null, done, total, next_action: 'resume' };
  if (ending?.kind === 'stop') return { type: 'session_stopped', message: ending.message, ...place };
  if (ending !== null) {
    if (ending.kind === 'pause')
      return { type: 'session_paused', reason: 'asked', message: ending.message, ...place };
    if (ending.kind === 'unreachable')
      return { type: 'session_paused', reason: 'unreachable', message: ending.message, ...place };
    if (ending.kind === 'self_check')
      return { type: 'session_paused', reason: 'self_check', message: ending.message, ...place };
    // Counted only now: the image after the failures may have come in.
    return {
      type: 'session_paused',
      reason: 'failures',
      message: `${ending.message} ${keptWords(done)}`,
      ...place,
    };
  }
  const failed = total - done;
  const message = `${failed === 1 ? '1 image' : `${failed} images`} failed. Resume makes what is missing.`;
  return { type: 'session_paused', reason: 'failures', message, ...place };
}
