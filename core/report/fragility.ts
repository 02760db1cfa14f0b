import { holm } from '../statistics/pairwise';
import { ALPHA } from '../statistics/proportion';
import { sum } from '../statistics/sum';
import { outranks, type Rank } from './best';
import {
  answerOf,
  type Method,
  meanSignedStars,
  outcomesOf,
  type SideTest,
  type Tally,
  testCounts,
  testOutcomes,
} from './tally';

/**
 * The smallest number of decided votes which, turned round, change the answer of the best candidate or the best itself;
 * null when no number does. Votes of the best and of its rivals are turned: the answer hangs on the rivals by the
 * correction, the best by whoever overtakes it.
 */
export function fragility(best: Tally, tallies: readonly Tally[], method: Method): number | null {
  const answer = turnsToAnswer(best, tallies, method);
  const overtaken = turnsToOvertake(best, tallies, answer);
  const least = Math.min(answer, overtaken ?? answer);
  return Number.isFinite(least) ? least : null;
}

/** Fewest turned votes that change the best candidate's answer; infinite when none do. */
function turnsToAnswer(best: Tally, tallies: readonly Tally[], method: Method): number {
  const rivals = tallies.filter((tally) => tally !== best);
  const untouched = rivals.map((rival) => testOutcomes(outcomesOf(rival), method).p_value);
  const answerBy = ({ p_value, side }: SideTest) =>
    answerOf(holm([p_value, ...untouched])[0] ?? 1, side, ALPHA);
  const now = answerBy(testOutcomes(outcomesOf(best), method));
  let least = Number.POSITIVE_INFINITY;
  const own: { turns: number; test: SideTest }[] = [];
  for (const from of [...(now === 'worse' ? [] : [true]), ...(now === 'better' ? [] : [false])]) {
    let turns = 0;
    for (const test of turnedTests(best, from, method)) {
      if (turns >= least) break;
      if (answerBy(test) !== now) {
        least = turns;
        break;
      }
      own.push({ turns, test });
      turns += 1;
    }
  }
  // Below 0.05 / candidates an answer stands whatever the rivals' votes, and from 0.05 on there is none.
  const hangsOnRivals = ({ p_value, side }: SideTest) =>
    now === 'undecided' ? side !== 0 && p_value < ALPHA : p_value * tallies.length >= ALPHA;
  const open = own.filter(({ test }) => hangsOnRivals(test));
  const most = least - 1 - Math.min(...open.map(({ turns }) => turns));
  if (rivals.length === 0 || !(most >= 1)) return least;
  const turnsOfRivals = rivalTurns(rivals, now === 'undecided', method, most);
  return Math.min(least, ...open.map(({ turns, test }) => turns + turnsOfRivals(test.p_value)));
}

/**
 * A candidate's tests after none, one, two and more of its wins (or losses) are turned round. The earliest are turned first:
 * that moves every later tally too, so the peek-safe test needs no other choice of votes.
 */
function* turnedTests(tally: Tally, from: boolean, method: Method): Generator<SideTest, void> {
  if (method === 'fixed') {
    const step = from ? 1 : -1;
    for (let turns = 0; turns <= (from ? tally.wins : tally.losses); turns += 1)
      yield testCounts(tally.wins - step * turns, tally.losses + step * turns);
    return;
  }
  const turned = outcomesOf(tally);
  yield testOutcomes(turned, method);
  for (const [at, won] of outcomesOf(tally).entries()) {
    if (won !== from) continue;
    turned[at] = !from;
    yield testOutcomes(turned, method);
  }
}

/**
 * Fewest votes of rivals which, turned round, let Holm's correction decide the best candidate by its p-value (or no longer
 * decide it). Of m candidates the k-th smallest p-value must be below 0.05 / (m - k + 1) for all up to the best's own: so it
 * is not decided once, for some such level that its own p-value misses, fewer than k rivals are below. To decide it, the
 * rivals are brought below the levels in the order of their p-values; where they have unequal numbers of votes another
 * order may need a vote less.
 * In: `most` votes of a rival that are tried. Out: the fewest by the best's p-value; infinite when none do.
 */
function rivalTurns(
  rivals: readonly Tally[],
  toDecide: boolean,
  method: Method,
  most: number,
): (pValue: number) => number {
  const levels = Array.from({ length: rivals.length + 1 }, (_, index) => rivals.length + 1 - index);
  const isBelow = (pValue: number, level: number) => pValue * level < ALPHA;
  const turned = rivals
    .map((rival) => [true, false].map((from) => pValuesOf(turnedTests(rival, from, method), most)))
    .sort(([a], [b]) => (a?.[0] ?? 1) - (b?.[0] ?? 1));
  const fewest = (ways: readonly number[][], test: (pValue: number) => boolean) =>
    Math.min(...ways.map((way) => way.findIndex(test)).map((at) => (at < 0 ? Number.POSITIVE_INFINITY : at)));

  // One entry a level, the strictest first.
  const toMiss = levels.map((level, place) => {
    const below = turned.filter(([way]) => isBelow(way?.[0] ?? 1, level));
    const turns = below.map((ways) => fewest(ways, (pValue) => !isBelow(pValue, level)));
    return sum(turns.sort((a, b) => a - b).slice(0, Math.max(0, below.length - place)));
  });
  const toPass = turned.map((ways, place) => fewest(ways, (pValue) => isBelow(pValue, levels[place] ?? 1)));
  return (pValue) => {
    const missed = levels.filter((level) => !isBelow(pValue, level)).length;
    if (!toDecide) return Math.min(...toMiss.slice(0, missed));
    return missed === levels.length ? Number.POSITIVE_INFINITY : sum(toPass.slice(0, missed));
  };
}

function pValuesOf(tests: Iterable<SideTest>, most: number): number[] {
  const out: number[] = [];
  for (const { p_value } of tests) {
    out.push(p_value);
    if (out.length > most) break;
  }
  return out;
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
