import { percentileInterval, resampleClusters } from '../statistics/resample';
import type { OverallFigures, ReportInput } from './report';
import { promptsInterval, RESAMPLES, randomOf } from './resampling';
import { signOf } from './tally';

/**
 * Over all metrics: for each pair the net preference of all its votes, then the mean over the candidate's pairs, with a
 * percentile interval from resampling prompts. No test. In: `onShare` takes how much is done, 0 to 1.
 */
export function overallFigures(input: ReportInput, onShare: (share: number) => void): OverallFigures[] {
  const perCandidate = input.candidates.map(
    () => new Map<string, { prompt: number; sum: number; votes: number }>(),
  );
  for (const vote of input.votes) {
    if (vote.outcome === 'skip') continue;
    const pairs = perCandidate[vote.candidate];
    const pair = pairs?.get(vote.pair_id) ?? { prompt: vote.prompt_index, sum: 0, votes: 0 };
    pair.sum += signOf(vote);
    pair.votes += 1;
    pairs?.set(vote.pair_id, pair);
  }
  const judged = perCandidate.flatMap((pairs) => [...pairs.values()].map((pair) => pair.prompt));
  const prompts = [...new Set(judged)].sort((a, b) => a - b);
  const place = new Map(prompts.map((prompt, index) => [prompt, index]));
  const rows = perCandidate.map((pairs) => {
    const cells = new Map<number, Cell>();
    // In one order, whichever the order of voting: sums of fractions hang on it by a hair.
    for (const [, pair] of [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const cell = cells.get(pair.prompt) ?? { place: place.get(pair.prompt) ?? 0, sum: 0, pairs: 0 };
      cell.sum += pair.sum / pair.votes;
      cell.pairs += 1;
      cells.set(pair.prompt, cell);
    }
    return { cells: [...cells.values()], pairs: pairs.size, means: [] as number[] };
  });
  const visit = (times: Uint32Array) => {
    for (const { cells, means } of rows) {
      const mean = meanOf(cells, times);
      if (mean !== null) means.push(mean);
    }
  };
  const onStep = (done: number) => onShare(done / RESAMPLES);
  resampleClusters(prompts.length, RESAMPLES, randomOf(input), visit, onStep);
  const once = new Uint32Array(prompts.length).fill(1);
  return input.candidates.map((candidate, index) => {
    const { cells, pairs, means } = rows[index] ?? { cells: [], pairs: 0, means: [] };
    const interval = promptsInterval(percentileInterval(means), cells.length);
    return {
      ...candidate,
      pairs,
      net_preference: meanOf(cells, once),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    };
  });
}

/** One candidate's pairs on one prompt. */
interface Cell {
  place: number;
  sum: number;
  pairs: number;
}

function meanOf(cells: readonly Cell[], times: Uint32Array): number | null {
  let sum = 0;
  let pairs = 0;
  for (const cell of cells) {
    const drawn = times[cell.place] ?? 0;
    sum += drawn * cell.sum;
    pairs += drawn * cell.pairs;
  }
  // Sums of fractions may end a hair beyond the range that their mean cannot leave.
  return pairs === 0 ? null : Math.max(-1, Math.min(1, sum / pairs));
}
