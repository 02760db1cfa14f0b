import type { SessionSummary } from '../contract/sessionView';

/** The session that a fresh start proposes to go on with, and why, in a sentence. */
export interface Proposal {
  readonly summary: SessionSummary;
  readonly reason: string;
}

/** A session whose images were all made so recently is the one that was waited for. */
const JUST_NOW_MS = 5 * 60_000;

/**
 * The one session to go on with: what is running, paused or half voted before all else, by its last event; else one that was
 * completed in the last 5 minutes; else the one that was worked on last.
 * In: the sessions in any order, and now in ms since 1970. Out: null when none can be gone on with: the sample, archived and
 * damaged ones and those open in another copy are never proposed.
 */
export function proposeSession(sessions: readonly SessionSummary[], now: number): Proposal | null {
  const newest = sessions
    .filter(({ state, sample }) => state === 'ok' && !sample)
    .sort((a, b) => lastEvent(b) - lastEvent(a) || (a.session_id < b.session_id ? 1 : -1));
  const summary =
    newest.find(isUnderWay) ??
    newest.find((one) => one.status === 'completed' && now - lastEvent(one) <= JUST_NOW_MS) ??
    newest[0];
  return summary === undefined ? null : { summary, reason: reasonFor(summary, now) };
}

function lastEvent({ last_event_at }: SessionSummary): number {
  return Date.parse(last_event_at);
}

function isUnderWay(summary: SessionSummary): boolean {
  return summary.status === 'running' || summary.status === 'paused' || isHalfVoted(summary);
}

function isHalfVoted({ votes_done, step }: SessionSummary): boolean {
  return votes_done > 0 && step < 4;
}

function reasonFor(summary: SessionSummary, now: number): string {
  const { status, images_done, images_total, step } = summary;
  if (status === 'running') return `Images are being made: ${images_done} of ${images_total}.`;
  if (status === 'paused') return pausedReason(summary);
  if (isHalfVoted(summary)) return `${votesCast(summary)}${step === 3 ? ' The next pair is ready.' : ''}`;
  if (step === 4) return 'Its evaluation is finished. The report is ready.';
  if (step === 3) {
    const when = now - lastEvent(summary) <= JUST_NOW_MS ? 'were made in the last 5 minutes' : 'are made';
    return `All ${images_total} images ${when}. Voting can begin.`;
  }
  return 'It was worked on last.';
}

function pausedReason(summary: SessionSummary): string {
  const { images_done, images_total, votes_done } = summary;
  const made = `${images_done} of ${images_total} images are made.`;
  return votes_done > 0 ? `${made} ${votesCast(summary)}` : `${made} Resume makes the rest.`;
}

function votesCast({ votes_done, votes_total }: SessionSummary): string {
  return `${votes_done} of ${votes_total} votes are cast.`;
}
