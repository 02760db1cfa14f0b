import type { NextTrial } from '../../core/contract/trialView';
import { call } from './backend';
import { raterArg } from './ownRater';

/** The question for a session's next trial that was asked together with the session; null: none, or it was taken. */
let asked: {
  readonly sessionId: string;
  readonly rater: string | undefined;
  readonly next: Promise<NextTrial>;
} | null = null;

/** Asks for the next trial of a session that is on its way itself, so that the page need not draw before it is asked for. */
export function askNextAhead(sessionId: string): void {
  const who = raterArg(sessionId);
  const next = call('trial.next', { session_id: sessionId, ...who });
  // Why there is none is told to whoever asks when the tab is there.
  next.catch(() => undefined);
  asked = { sessionId, rater: who.rater, next };
}

/** The next trial of a session: what was asked for ahead, once, else it is asked for now. */
export async function askNext(sessionId: string): Promise<NextTrial> {
  const who = raterArg(sessionId);
  const ahead = asked;
  asked = null;
  if (ahead !== null && ahead.sessionId === sessionId && ahead.rater === who.rater) {
    try {
      return await ahead.next;
    } catch {
      // What kept it then need not keep it now.
    }
  }
  return call('trial.next', { session_id: sessionId, ...who });
}

/** Something was said of a session since, so what was asked for ahead may be another trial by now. */
export function dropNextAhead(sessionId?: string): void {
  if (sessionId === undefined || asked?.sessionId === sessionId) asked = null;
}
