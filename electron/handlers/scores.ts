import { AppFailure } from '../../core/contract/failure';
import type { OpenSession } from '../sessions/openSession';
import { writeScores } from '../sessions/scoresFile';
import type { Services } from './services';

/** Brings `scores.csv` up to date. The session itself holds every vote, so a file that cannot be written is a notice, not a failure. */
export async function keepScores(
  services: Pick<Services, 'randomHex' | 'pushes'>,
  session: OpenSession,
): Promise<void> {
  try {
    await writeScores(session, services.randomHex(6));
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    services.pushes.tell({
      push: 'notice.raised',
      payload: {
        session_id: session.id,
        tone: 'caution',
        message: `The votes are safe in the session, but scores.csv was not written. ${error.message}`,
      },
    });
  }
}
