import { holm } from '../statistics/pairwise';
import { ALPHA, signTest } from '../statistics/proportion';
import { bestPlace } from './best';
import type { WithoutPrompt } from './metricDetail';
import type { MetricReport } from './report';
import {
  answerOf,
  type Counts,
  countsOf,
  type Method,
  type SideTest,
  sideOf,
  type Tally,
  testOutcomes,
} from './tally';

/**
 * What the removal of each judged prompt in turn would change: answers, and the best. The corrected tests and the best are
 * those of the report on the votes that are left. In: the tallies of one metric and their tests. Out: no prompts where fewer
 * than two were judged.
 */
export function leaveOneOut(
  tallies: readonly Tally[],
  tests: readonly SideTest[],
  method: Method,
): MetricReport['leave_one_out'] {
  const rows = tallies.map((tally, place) => ({
    tally,
    counts: countsOf(tally.judged),
    test: tests[place] ?? { p_value: 1, side: 0 as const },
    byPrompt: new Map(
      [...Map.groupBy(tally.judged, ({ prompt_index }) => prompt_index)].map(([prompt, own]) => [
        prompt,
        countsOf(own),
      ]),
    ),
  }));
  const prompts = [...new Set(rows.flatMap(({ byPrompt }) => [...byPrompt.keys()]))].sort((a, b) => a - b);
  if (prompts.length < 2) return { prompts: 0, changes: [] };
  const weights = tallies.map(({ weight }) => weight);
  const now = {
    answers: answersOf(rows.map(({ test }) => test)),
    best: bestPlace(
      rows.map(({ counts }) => counts),
      weights,
    ),
  };
  const changes = prompts.flatMap((prompt): WithoutPrompt[] => {
    const left = rows.map((row) => {
      const gone = row.byPrompt.get(prompt);
      if (gone === undefined) return row;
      const counts = less(row.counts, gone);
      return { counts, test: testWithout(row.tally, counts, prompt, method) };
    });
    const answers = answersOf(left.map(({ test }) => test)).flatMap((to, candidate) => {
      const from = now.answers[candidate] ?? 'undecided';
      return from === to ? [] : [{ candidate, from, to }];
    });
    const best = bestPlace(
      left.map(({ counts }) => counts),
      weights,
    );
    const best_changes = best !== now.best;
    if (answers.length === 0 && !best_changes) return [];
    return [{ prompt_index: prompt, answers, best: best_changes ? best : null, best_changes }];
  });
  return { prompts: prompts.length, changes };
}

function answersOf(tests: readonly SideTest[]) {
  const adjusted = holm(tests.map(({ p_value }) => p_value));
  return tests.map(({ side }, place) => answerOf(adjusted[place] ?? 1, side, ALPHA));
}

/** The fixed test needs the counts alone; the peek-safe one goes through the votes in their order. */
function testWithout(tally: Tally, left: Counts, prompt: number, method: Method): SideTest {
  if (method === 'fixed') return { p_value: signTest(left.wins, left.losses), side: sideOf(left) };
  const outcomes = tally.decided.flatMap(({ prompt_index, outcome }) =>
    prompt_index === prompt ? [] : [outcome === 'win'],
  );
  return testOutcomes(outcomes, method);
}

function less(all: Counts, gone: Counts): Counts {
  return {
    wins: all.wins - gone.wins,
    losses: all.losses - gone.losses,
    ties: all.ties - gone.ties,
    stars: all.stars - gone.stars,
    starred: all.starred - gone.starred,
  };
}
