import type { NextTrial } from '../../core/contract/trialView';
import { call } from './backend';
import { addComing } from './comingPictures';
import { loadPictures, type Pictures, releasePictures } from './evaluationPictures';
import { raterArg } from './ownRater';

/** What is the next trial, and its pictures, which are on their way; null: there is none to show. */
interface Ahead {
  readonly next: NextTrial;
  readonly pictures: Promise<Pictures> | null;
}

/** The question for a session's next trial that was asked together with the session; null: none, or it was taken. */
let asked: {
  readonly sessionId: string;
  readonly rater: string | undefined;
  readonly answer: Promise<Ahead>;
} | null = null;

/**
 * Asks for the next trial of a session that is on its way itself, and loads its pictures, so that the page need not draw before they are
 * asked for.
 */
export function askNextAhead(sessionId: string): void {
  dropNextAhead();
  const who = raterArg(sessionId);
  const answer = call('trial.next', { session_id: sessionId, ...who }).then((next) => ({
    next,
    pictures: 'done' in next ? null : loadPictures(next),
  }));
  // Why there is none is told to whoever asks when the tab is there.
  answer.catch(() => undefined);
  asked = { sessionId, rater: who.rater, answer };
}

/** The next trial of a session: what was asked for ahead, once, else it is asked for now. */
export async function askNext(sessionId: string): Promise<NextTrial> {
  const who = raterArg(sessionId);
  if (asked?.sessionId !== sessionId || asked.rater !== who.rater) dropNextAhead();
  const ahead = asked;
  asked = null;
  if (ahead !== null) {
    try {
      const { next, pictures } = await ahead.answer;
      if (!('done' in next) && pictures !== null) addComing(next, pictures);
      return next;
    } catch {
      // What kept it then need not keep it now.
    }
  }
  return call('trial.next', { session_id: sessionId, ...who });
}

/** Something was said of a session since, so what was asked for ahead may be another trial by now. */
export function dropNextAhead(sessionId?: string): void {
  if (asked === null || (sessionId !== undefined && asked.sessionId !== sessionId)) return;
  asked.answer.then(({ pictures }) => pictures?.then(releasePictures)).catch(() => undefined);
  asked = null;
}
