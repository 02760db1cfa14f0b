import { holm } from '../statistics/pairwise';
import { ALPHA } from '../statistics/proportion';
import { outranks, type Rank } from './best';
import { answerOf, type Method, meanSignedStars, type Tally, testOutcomes } from './tally';

/**
 * The smallest number of decided votes which, turned round, change the answer of the best candidate or the best itself;
 * null when no number does. For the answer only the best candidate's own votes are turned; for the best itself also those of
 * the one that overtakes it.
 */
export function fragility(best: Tally, tallies: readonly Tally[], method: Method): number | null {
  const answer = turnsToAnswer(best, tallies, method);
  const overtaken = turnsToOvertake(best, tallies, answer ?? Number.POSITIVE_INFINITY);
  return overtaken ?? answer;
}

function turnsToAnswer(best: Tally, tallies: readonly Tally[], method: Method): number | null {
  const place = tallies.indexOf(best);
  const outcomes = best.decided.map((vote) => vote.outcome === 'win');
  const pValues = tallies.map(
    (tally) =>
      testOutcomes(
        tally.decided.map((vote) => vote.outcome === 'win'),
        method,
      ).p_value,
  );
  const answerTo = (turned: readonly boolean[]) => {
    const test = testOutcomes(turned, method);
    return answerOf(holm(pValues.with(place, test.p_value))[place] ?? 1, test.side, ALPHA);
  };
  const now = answerTo(outcomes);
  // Turning the earliest votes first moves every later tally too, so the peek-safe test needs no other choice of votes.
  const turnsFrom = (from: boolean): number | null => {
    const turned = [...outcomes];
    let turns = 0;
    for (const [at, won] of outcomes.entries()) {
      if (won !== from) continue;
      turned[at] = !from;
      turns += 1;
      if (answerTo(turned) !== now) return turns;
    }
    return null;
  };
  const candidates = [now === 'worse' ? null : turnsFrom(true), now === 'better' ? null : turnsFrom(false)];
  const found = candidates.filter((turns) => turns !== null);
  return found.length === 0 ? null : Math.min(...found);
}

/** Fewest turned votes, below `limit`, after which some other candidate outranks the best; null when it takes as many or more. */
function turnsToOvertake(best: Tally, tallies: readonly Tally[], limit: number): number | null {
  const falling = turnedRanks(best, 'win');
  const rivals = tallies
    .filter((tally) => tally !== best && tally.judged.length > 0)
    .map((tally) => ({ ranks: turnedRanks(tally, 'loss'), most: tally.losses }));
  const most = best.wins + Math.max(0, ...rivals.map((rival) => rival.most));
  for (let turns = 1; turns < limit && turns <= most; turns += 1) {
    for (const rival of rivals) {
      for (let own = Math.max(0, turns - rival.most); own <= Math.min(turns, best.wins); own += 1) {
        const [fallen, risen] = [falling[own], rival.ranks[turns - own]];
        if (fallen !== undefined && risen !== undefined && outranks(risen, fallen)) return turns;
      }
    }
  }
  return null;
}

/** The candidate's rank after 0, 1, 2, ... of its wins (or losses) are turned round, those with the most stars first. */
function turnedRanks(tally: Tally, from: 'win' | 'loss'): Rank[] {
  const step = from === 'win' ? -2 : 2;
  const starred = tally.decided.filter((vote) => vote.stars !== null).length;
  const turnable = tally.decided
    .filter((vote) => vote.outcome === from)
    .map((vote) => vote.stars ?? 0)
    .sort((a, b) => b - a);
  let net = tally.wins - tally.losses;
  let stars = Math.round((meanSignedStars(tally) ?? 0) * starred);
  const rank = (): Rank => ({
    net: net / tally.judged.length,
    stars: starred === 0 ? null : stars / starred,
    weight: tally.weight,
  });
  const ranks = [rank()];
  for (const value of turnable) {
    net += step;
    stars += step * value;
    ranks.push(rank());
  }
  return ranks;
}
