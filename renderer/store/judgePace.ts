import { tell } from './notices';

/** A vote that took longer than this was a pause; in ms. */
const LONGEST_PACE_MS = 60_000;
const PACES_KEPT = 20;
/** After judging for so long without a pause, a rest is proposed once; in ms. */
const REST_AFTER_MS = 30 * 60_000;

/** The latest paces with one more vote's time, in ms; a pause counts as the longest pace. */
export function withPace(paces: readonly number[], elapsedMs: number): number[] {
  return [...paces, Math.min(elapsedMs, LONGEST_PACE_MS)].slice(-PACES_KEPT);
}

/** The time that the votes left will take at the pace of the latest ones, in seconds; null before the third vote of a sitting. */
export function judgingSecondsLeft(paces: readonly number[], votesLeft: number): number | null {
  if (paces.length < 3 || votesLeft <= 0) return null;
  const mean = paces.reduce((sum, pace) => sum + pace, 0) / paces.length;
  return (mean * votesLeft) / 1000;
}

let judgedWithoutRestMs = 0;

/** Counts a vote's time, in ms, and proposes a rest after half an hour without one. A long pause was a rest. */
export function proposeRest(elapsedMs: number): void {
  judgedWithoutRestMs = elapsedMs > 2 * LONGEST_PACE_MS ? 0 : judgedWithoutRestMs + elapsedMs;
  if (judgedWithoutRestMs < REST_AFTER_MS) return;
  judgedWithoutRestMs = 0;
  tell(
    'Half an hour of judging without a break. Tired eyes drift: a short rest helps, and everything is kept.',
  );
}
