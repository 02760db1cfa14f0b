import { countText } from '../report/figureText';
import { ALPHA } from '../statistics/proportion';
import { FEWEST_FLIPPED } from '../statistics/resample';
import type { ComparisonFigures } from './comparison';

/** One short sentence for each method behind the figures of a comparison. */
export function comparisonMethods({
  sessions,
  metrics,
  resamples,
  bootstrap_seed,
}: ComparisonFigures): string[] {
  const peeked = sessions.filter(({ method }) => method === 'peek_safe').length;
  const duels = metrics[0]?.duels.length ?? 0;
  const out = [
    'Shared: prompts with the same words, positive and negative; seeds with the same digits; metrics of the same name, capital and small letters told apart.',
    'Between sessions: nobody saw the candidates side by side. Each was judged against its own baseline, and ahead means further ahead of that.',
    'Preferred: votes won over votes won and lost. Net preference: (won - lost) / votes, ties among them. Skips count nowhere.',
    `Answer: each session's own test against its baseline on the shared part (exact two-sided sign test), Holm over the candidates of the session; below ${ALPHA}.`,
    'Won: a prompt and seed on which the mean over the raters is for the LoRA.',
    `Duel: exact McNemar test of the prompts and seeds that only one of the two won, Holm over ${duels === 1 ? 'the one duel' : `the ${countText(duels, 'duel')}`} of each metric; ahead when below ${ALPHA}.`,
    `Difference: mean over the prompts and seeds that both were judged on, each counting alike; 95% interval from ${countText(resamples, 'resample')} by prompt (seed ${bootstrap_seed}, made of the sessions' ids), with ${countText(FEWEST_FLIPPED, 'prompt')} or more.`,
    `Highest: by net preference on the prompts and seeds that all were judged on. Sureness: its share of first places in ${countText(resamples, 'resample')} by prompt.`,
  ];
  if (metrics.length > 1)
    out.push('Each metric is judged on its own: there is no correction across metrics.');
  if (peeked > 0) {
    out.push(
      'Labels were shown during an evaluation: its intervals are confidence sequences, and its tests and duels peek-safe p-values, of prompts and seeds in the order in which they became known.',
    );
  }
  if (sessions.some(({ stands_by }) => stands_by === 'best')) {
    out.push(
      "Standing: the candidate with the highest net preference over all of its session's votes, unless one was named.",
    );
  }
  return out;
}
