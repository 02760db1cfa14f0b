import { ALPHA, MOST_VOTES_NEEDED } from '../statistics/proportion';
import { FEWEST_FLIPPED, MOST_EXACT_FLIPS, RANDOM_FLIPS } from '../statistics/resample';
import { driftOf } from './drift';
import { countText, numberText, takenBackText } from './figureText';
import { FASTEST_MS } from './quality';
import type { ReportFigures } from './report';

/** One short sentence for each method behind the figures, in the order in which a reader meets them. */
export function methodSentences(figures: ReportFigures): string[] {
  const candidates = figures.metrics[0]?.candidates.length ?? 0;
  const isPeekSafe = figures.method === 'peek_safe';
  const files = new Set(figures.overall.map(({ lora_filename }) => lora_filename));
  const sentences = [
    'Preferred: votes won over votes won and lost. Ties are a rate of their own; skips count nowhere.',
    ...intervalSentences(figures),
    isPeekSafe
      ? 'Test: peek-safe p-value (confidence sequence with a uniform mixture, the least value so far), valid whenever it is looked at.'
      : 'Test: exact two-sided sign test of won against lost.',
    candidates > 1
      ? `Correction: Holm over the ${countText(candidates, 'candidate')} of each metric.`
      : 'Correction: none, there is one candidate.',
  ];
  if (figures.metrics.length > 1) {
    sentences.push('Each metric is judged on its own: there is no correction across metrics.');
  }
  sentences.push(
    `Answer: better or worse when the corrected p-value is below ${ALPHA}, else not decided.`,
    `Decided votes still needed: the fewest that reach the corrected level by the same test if the present rate goes on, up to ${numberText(MOST_VOTES_NEEDED)}.`,
    `Votes for 80% power: the fewest with which that test shows a true rate as large as the present one in 80 of 100 evaluations, by exact binomial sums.`,
    `Beyond these prompts: sign-flip test on the means per prompt, all flips up to ${MOST_EXACT_FLIPS} prompts, else ${countText(RANDOM_FLIPS, 'random flip')}; not asked with fewer than ${countText(FEWEST_FLIPPED, 'prompt')}.`,
    `Best weight: highest net preference, (won - lost) / votes; then higher mean stars, then lower weight. Sureness: its share of first places in ${countText(figures.resamples, 'resample')} by prompt (seed ${figures.bootstrap_seed}).`,
  );
  if (figures.own_seeds) {
    sentences.push(
      'Seeds: every pair had a seed of its own, drawn by lot; no two candidates were judged on the same one.',
    );
  } else if (figures.overall.length > files.size) {
    sentences.push(
      isPeekSafe
        ? 'Between weights: the same prompts and seeds, peek-safe test of the pairs that only one won, Holm over the weights of the file.'
        : 'Between weights: exact McNemar test on the same prompts and seeds, Holm over the weights of the file.',
    );
  }
  sentences.push(
    'Turned round: the fewest decided votes which, turned, change the best candidate or its answer.',
    `Over all metrics: mean over pairs of the net preference of all their votes, 95% interval from ${countText(figures.resamples, 'resample')} by prompt, with ${countText(FEWEST_FLIPPED, 'prompt')} or more; no test.`,
    'Side: exact sign test of left against right over all decided votes.',
  );
  sentences.push(...occasionalSentences(figures), ...qualitySentences(figures));
  if (figures.self_check !== null) sentences.push(figures.self_check.message);
  if (figures.votes_taken_back > 0) {
    sentences.push(`${takenBackText(figures.votes_taken_back)}; no figure counts them.`);
  }
  if (figures.raters.length > 1) {
    sentences.push('Several raters: their votes are counted together, each as a vote of its own.');
  }
  return sentences;
}

/** How the intervals of a candidate's rate were made: the one that is shown, and those beside it. */
function intervalSentences({ method, resamples, raters }: ReportFigures): string[] {
  const raterDraws = raters.length > 1 ? ', or by prompt and rater together where that is wider' : '';
  return [
    ...(method === 'peek_safe'
      ? [
          'Interval: 95% confidence sequence (uniform mixture), for each candidate alone, valid whenever it is looked at.',
          'Beside it: Wilson 95% and exact Clopper-Pearson 95%, each for a single look at the end.',
        ]
      : [
          'Interval: Wilson 95%, for each candidate alone.',
          'Beside it: exact Clopper-Pearson 95%, and the 95% confidence sequence (uniform mixture), which stays valid whenever it is looked at.',
        ]),
    `Interval by prompt, and that of mean stars: cluster bootstrap, 95% percentiles of ${countText(resamples, 'resample')} by prompt${raterDraws}; none from fewer than ${countText(FEWEST_FLIPPED, 'prompt')}, of which it would be too short, and none where every resample is alike.`,
  ];
}

/** What was measured only where votes allow it, or has to be told only where it was found. */
function occasionalSentences(figures: ReportFigures): string[] {
  const out: string[] = [];
  if (figures.metrics.some(({ leave_one_out }) => leave_one_out.prompts > 0)) {
    out.push(
      'Leaving out a prompt: the same tests and the same best, without the votes on it; each prompt in turn.',
    );
  }
  if (figures.metrics.some(({ agreement }) => agreement !== null)) {
    out.push(
      `Agreement: Krippendorff's alpha, ordinal (loss, tie, win), over pairs that two raters or more judged, 95% interval from ${countText(figures.resamples, 'resample')} of pairs.`,
    );
  }
  if (figures.metrics.some((metric) => driftOf(metric, figures) !== null)) {
    out.push(
      'Change on the way: told where the Wilson 95% intervals of the first and the second half of the decided votes lie apart.',
    );
  }
  if (figures.filter !== null) {
    out.push(
      'A part of the votes: tested as the whole would be, with no correction for having been chosen afterwards.',
    );
  }
  return out;
}

/** How the care of the raters was measured, as far as it was. */
function qualitySentences({ quality: { all } }: ReportFigures): string[] {
  const out: string[] = [];
  if (all.repeats_alike.of > 0) {
    out.push(
      "Repeats: share of pairs shown twice that were answered alike, sides taken into account, Wilson 95%, an exact binomial test against chance, and Cohen's kappa; no figure of the result counts them.",
    );
  }
  if (all.false_preferences.of > 0) {
    out.push(
      'Equal pictures: share of showings of one picture on both sides in which a side was preferred, Wilson 95%; no figure of the result counts them.',
    );
  }
  if (all.too_fast > 0) {
    out.push(
      `Too fast: below ${FASTEST_MS} ms after both pictures were painted, or below a third of the rater's median time; such votes count all the same.`,
    );
  }
  return out;
}
