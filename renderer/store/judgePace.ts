import { type AppSettings, DEFAULT_SETTINGS } from '../../core/contract/settings';
import { tell } from './notices';
import { countOf } from './sessionWords';
import { useSettings } from './settings';

/** A vote that took longer than this was a pause; in ms. */
const LONGEST_PACE_MS = 60_000;
const PACES_KEPT = 20;

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

const sinceRest = { ms: 0, trials: 0 };

/**
 * Counts a vote's time, in ms, and proposes a rest once it is due: after so many minutes or trials without one, as the
 * settings say, whichever comes first. A long pause was a rest.
 */
export function proposeRest(elapsedMs: number): void {
  if (elapsedMs > 2 * LONGEST_PACE_MS) [sinceRest.ms, sinceRest.trials] = [0, 0];
  else sinceRest.ms += elapsedMs;
  sinceRest.trials += 1;
  const done = restWords(sinceRest, useSettings.getState().view?.settings ?? DEFAULT_SETTINGS);
  if (done === null) return;
  [sinceRest.ms, sinceRest.trials] = [0, 0];
  tell(`${done} without a break. Tired eyes drift: a short rest helps, and everything is kept.`);
}

type RestSettings = Pick<AppSettings, 'rest_minutes' | 'rest_trials'>;

/** What was done since the last rest, when that is enough for one; null while it is not. */
export function restWords(
  { ms, trials }: { ms: number; trials: number },
  { rest_minutes, rest_trials }: RestSettings,
): string | null {
  if (rest_minutes !== null && ms >= rest_minutes * 60_000)
    return `${countOf(rest_minutes, 'minute')} of judging`;
  if (rest_trials !== null && trials >= rest_trials) return countOf(rest_trials, 'trial');
  return null;
}
