import { wilsonInterval } from '../statistics/proportion';
import { confidenceSequence } from '../statistics/stopping';
import type { Stretch } from './metricDetail';
import { outcomeFigures } from './prompts';
import type { CountedVote } from './report';
import type { Method } from './tally';

/** More stretches than this would be too narrow to see. */
const MOST_STRETCHES = 40;
/** The share of a handful of votes says nothing: short courses have fewer stretches instead, but some. */
const FEWEST_VOTES = 10;
const FEWEST_STRETCHES = 10;

/**
 * The course of a metric's votes: stretches of as many votes each (the last may be shorter), in the order of voting, with the
 * share won so far and the interval of the method in use. In: votes in the order of voting; skips are left out.
 */
export function overTime(votes: readonly CountedVote[], method: Method): Stretch[] {
  const judged = votes.filter(({ outcome }) => outcome !== 'skip');
  const length = Math.max(
    1,
    Math.ceil(judged.length / MOST_STRETCHES),
    Math.min(FEWEST_VOTES, Math.ceil(judged.length / FEWEST_STRETCHES)),
  );
  const out: Stretch[] = [];
  let wins_so_far = 0;
  let n_so_far = 0;
  for (let at = 0; at < judged.length; at += length) {
    const own = judged.slice(at, at + length);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) break;
    const figures = outcomeFigures(own);
    wins_so_far += figures.wins;
    n_so_far += figures.wins + figures.losses;
    const interval =
      method === 'fixed'
        ? wilsonInterval(wins_so_far, n_so_far)
        : confidenceSequence(wins_so_far, n_so_far - wins_so_far);
    out.push({
      from: first.at,
      to: last.at,
      ...figures,
      n_so_far,
      wins_so_far,
      win_rate_so_far: n_so_far === 0 ? null : wins_so_far / n_so_far,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    });
  }
  return out;
}
