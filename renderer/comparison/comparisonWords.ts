import type { ComparedMetric, Comparison, Duel } from '../../core/comparison/comparison';
import { pointsText, winnerOf } from '../../core/comparison/duelWords';
import { formatWeight } from '../../core/plan/weights';
import { countText, fileWords } from '../../core/report/figureText';

/** True where there is no prompt, no seed or no metric that all sessions have: then there are no figures to show. */
export function isNothingShared({ shared }: Pick<Comparison, 'shared'>): boolean {
  return [shared.prompts, shared.seeds, shared.metrics].some((list) => list.length === 0);
}

/** What is shared, in one line: `Shared: 8 prompts, 2 seeds, Style and Anatomy; 16 pairs judged in every session.` */
export function sharedText({ shared }: Pick<Comparison, 'shared'>): string {
  const { prompts, seeds, metrics, units } = shared;
  const parts = [
    countText(prompts.length, 'prompt'),
    countText(seeds.length, 'seed'),
    metrics.length === 0 ? 'no metric' : countText(metrics.length, 'metric'),
  ];
  return `Shared by all: ${parts.join(', ')}; ${countText(units, 'pair')} of prompt and seed judged in every session.`;
}

/** A net preference with its sign and unit: `+42%`. */
export function netText(share: number): string {
  return `${pointsText(share)}%`.replace('-', '−');
}

/** A difference of net preferences, in points: `+42`. */
export function differenceText(share: number): string {
  return pointsText(share).replace('-', '−');
}

/** The candidates of a session as a list to choose from; the file is named where there are several. */
export function candidateOptions(
  candidates: Comparison['sessions'][number]['candidates'],
): { value: string; label: string }[] {
  const files = new Set(candidates.map(({ lora_filename }) => lora_filename)).size;
  const nameOf = fileWords(candidates);
  return candidates.map(({ lora_filename, weight }, place) => ({
    value: String(place),
    label: files > 1 ? `${nameOf(lora_filename)} at ${formatWeight(weight)}` : formatWeight(weight),
  }));
}

/** How a duel ended: `2 is ahead`, `not decided`. */
export function duelAnswer(duel: Duel): { answer: 'better' | 'undecided'; words: string } {
  const winner = winnerOf(duel);
  return winner === null
    ? { answer: 'undecided', words: 'not decided' }
    : { answer: 'better', words: `${winner + 1} is ahead` };
}

/** The session whose every duel on a metric is decided for it, by its number from 1; null when there is none. */
export function firstOf({ duels }: ComparedMetric): number | null {
  const winners = duels.map(winnerOf);
  const [first] = [...new Set(duels.flatMap(({ a, b }) => [a, b]))].filter((session) =>
    duels.every(({ a, b }, at) => (a !== session && b !== session) || winners[at] === session),
  );
  return first === undefined ? null : first + 1;
}
