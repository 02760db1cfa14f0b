import { alphaInterval, krippendorffAlpha } from '../statistics/agreement';
import { counted } from './counted';
import type { Agreement } from './metricDetail';
import type { CountedVote, ReportInput } from './report';
import { RESAMPLES, randomOf, withWidth } from './resampling';
import { signOf } from './tally';

/**
 * How far raters agree on the pairs of a metric that two or more of them judged (skips are no judging): Krippendorff's ordinal
 * alpha of loss, tie and win, with its interval by resampling pairs, and how many pairs of answers to one pair are alike.
 * In: the votes of one metric; `onShare` takes how much is done, 0 to 1. Out: null where no pair was judged by two.
 */
export function agreementFigures(
  votes: readonly CountedVote[],
  input: ReportInput,
  onShare: (share: number) => void,
): Agreement | null {
  const judged = votes.filter(({ outcome }) => outcome !== 'skip');
  // By name: what is drawn must not hang on the order of voting.
  const shared = [...Map.groupBy(judged, ({ pair_id }) => pair_id)]
    .filter(([, own]) => own.length > 1)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, own]) => own);
  if (shared.length === 0) return null;
  const units = shared.map((own) => own.map(signOf));
  const alpha = krippendorffAlpha(units, 'ordinal');
  const onStep = (done: number) => onShare(done / RESAMPLES);
  const interval =
    alpha === null ? null : withWidth(alphaInterval(units, 'ordinal', RESAMPLES, randomOf(input), onStep));
  let [alike, compared] = [0, 0];
  for (const unit of units) {
    for (const sign of [-1, 0, 1]) alike += pairsOf(unit.filter((answer) => answer === sign).length);
    compared += pairsOf(unit.length);
  }
  return {
    raters: new Set(shared.flat().map(({ rater }) => rater)).size,
    pairs: shared.length,
    alike: counted(alike, compared),
    alpha,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

/** How many pairs so many things make. */
function pairsOf(things: number): number {
  return (things * (things - 1)) / 2;
}
