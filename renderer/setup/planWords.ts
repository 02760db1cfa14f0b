import type { Needed } from '../../core/plan/planSummary';

/** A length of time as people say it: `about 40 s`, `about 4 min`, `about 2.5 h`. */
export function aboutSeconds(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Number((seconds / 3600).toFixed(1))} h`;
}

/**
 * Seconds that one trial takes before anybody has voted: two pictures compared and a key pressed. An assumption; once voting
 * has begun, the pace of the rater's own votes says how long is left.
 */
const SECONDS_PER_TRIAL = 6;

/** The time that so many trials take to vote on: `about 3 min to vote`. */
export function votingTime(trials: number): string {
  return `${aboutSeconds(trials * SECONDS_PER_TRIAL)} to vote`;
}

/** The wins that show a preference: `10 of 10`, or that no number of them would. */
export function neededText({ wins, votes }: Needed): string {
  return wins === null ? 'not with so few votes' : `${wins.toLocaleString()} of ${votes.toLocaleString()}`;
}

/** Disk space in MB or GB of a million and a thousand million bytes. */
export function megabytes(bytes: number): string {
  const millions = bytes / 1e6;
  if (millions >= 1000) return `${(millions / 1000).toFixed(1)} GB`;
  return `${millions < 10 ? Number(millions.toFixed(1)) : Math.round(millions)} MB`;
}
