import { countText } from '../../../core/report/figureText';
import type { CandidateFigures, MetricReport } from '../../../core/report/report';

/** The stars of one candidate. */
export interface StarRow {
  own: CandidateFigures;
  /** Votes with stars, won and lost. */
  won: number;
  lost: number;
  /** Decided votes without stars. */
  unstarred: number;
}

/** The stars of every candidate, and the longer side of the longest bar, in votes. */
export function starRows({ candidates }: MetricReport): { rows: StarRow[]; most: number } {
  const rows = candidates.map((own) => ({
    own,
    won: sum(own.won_stars),
    lost: sum(own.lost_stars),
    unstarred: own.n - own.starred_votes,
  }));
  return { rows, most: Math.max(0, ...rows.flatMap(({ won, lost }) => [won, lost])) };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, one) => all + one, 0);
}

/** What is said instead of bars where no vote has stars; null where one has. */
export function noStarsWords({ metric, candidates }: MetricReport): string | null {
  if (candidates.some(({ starred_votes }) => starred_votes > 0)) return null;
  const decided = sum(candidates.map(({ n }) => n));
  if (decided > 0) {
    return decided === 1
      ? `The one decided vote on ${metric} has no stars.`
      : `None of the ${countText(decided, 'decided vote')} on ${metric} has stars.`;
  }
  const ties = sum(candidates.map((own) => own.ties));
  return ties > 0
    ? `Every vote on ${metric} was a tie, and a tie has no stars.`
    : `There are no votes on ${metric} yet, so there are no stars.`;
}

/** The bar of one candidate in words: `10 votes won with stars: 2 with 5, 8 with 3; 1 lost: 1 with 2`. */
export function barWords({ own, won, lost }: StarRow): string {
  const side = (total: number, verb: string, counts: readonly number[]) =>
    total === 0 ? `none ${verb}` : `${total} ${verb}: ${listed(counts)}`;
  return `Votes with stars: ${side(won, 'won', own.won_stars)}; ${side(lost, 'lost', own.lost_stars)}`;
}

function listed(counts: readonly number[]): string {
  return counts
    .map((count, at) => ({ count, stars: at + 1 }))
    .filter(({ count }) => count > 0)
    .reverse()
    .map(({ count, stars }) => `${count} with ${stars}`)
    .join(', ');
}
