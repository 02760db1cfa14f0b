import type { CellFigures, PromptFigures } from './metricDetail';
import type { CountedVote } from './report';
import type { Tally } from './tally';

/** What was said of each prompt that has votes, by its number. In: the votes of one metric. */
export function promptFigures(votes: readonly CountedVote[]): PromptFigures[] {
  const byPrompt = Map.groupBy(votes, ({ prompt_index }) => prompt_index);
  return [...byPrompt]
    .sort(([a], [b]) => a - b)
    .flatMap(([prompt_index, own]) => {
      const figures = outcomeFigures(own);
      return figures.votes === 0 ? [] : [{ prompt_index, ...figures }];
    });
}

/** The same for each candidate alone, candidate by candidate: the fields of the heat map. In: the tallies of one metric. */
export function cellFigures(tallies: readonly Tally[]): CellFigures[] {
  return tallies.flatMap(({ judged }, candidate) =>
    promptFigures(judged).map((figures) => ({ candidate, ...figures })),
  );
}

/** Outcomes counted, skips apart. */
export function outcomeFigures(votes: readonly CountedVote[]): Omit<PromptFigures, 'prompt_index'> {
  const of = (outcome: CountedVote['outcome']) => votes.filter((vote) => vote.outcome === outcome).length;
  const [wins, losses, ties] = [of('win'), of('loss'), of('tie')];
  const all = wins + losses + ties;
  return { votes: all, wins, losses, ties, net_preference: all === 0 ? null : (wins - losses) / all };
}
