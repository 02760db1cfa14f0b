import type { Push } from '../../core/contract/pushes';
import type { Pushes } from '../pushes';

/** Follows whether a run of any session is being worked on. */
export function followWork(pushes: Pick<Pushes, 'listen'>): { isAtWork(): boolean; stop(): void } {
  const running = new Set<string>();
  const stop = pushes.listen((message: Push) => {
    if (message.push === 'sessions.changed') for (const id of message.payload.removed) running.delete(id);
    if (message.push !== 'generation.progressed') return;
    const { session_id, generation } = message.payload;
    if (generation.status === 'running') running.add(session_id);
    else running.delete(session_id);
  });
  return { isAtWork: () => running.size > 0, stop };
}
