import { createRandom } from '../plan/random';
import type { CountedVote, ReportInput } from './report';

const OUTCOMES = { W: 'win', L: 'loss', T: 'tie', S: 'skip' } as const;

interface Example extends Partial<ReportInput> {
  /** Prompts that the votes take turns on. Default 10. */
  prompt_count?: number;
}

/**
 * Input for a report, for tests: per metric one line of votes a candidate, `W` win, `L` loss, `T` tie, `S` skip, a digit after a
 * letter for its stars. Vote k is on prompt k mod `prompt_count`; sides take turns; candidates vote in turn, one second apart.
 */
export function exampleEvaluation(
  candidates: ReportInput['candidates'],
  lines: Record<string, readonly string[]>,
  example: Example = {},
): ReportInput {
  const { prompt_count: promptCount = 10, ...more } = example;
  const votes: (CountedVote & { turn: number })[] = [];
  for (const [metric, ofMetric] of Object.entries(lines)) {
    ofMetric.forEach((line, candidate) => {
      [...line.matchAll(/([WLTS])(\d?)/g)].forEach(([, letter, stars], turn) => {
        const outcome = OUTCOMES[letter as keyof typeof OUTCOMES];
        const prompt = turn % promptCount;
        const seed = Math.floor(turn / promptCount);
        votes.push({
          turn,
          pair_id: `lora_${prompt}_${seed}_${candidate}.png`,
          prompt_index: prompt,
          seed,
          candidate,
          metric,
          outcome,
          chose_left: outcome === 'tie' || outcome === 'skip' ? null : turn % 2 === 0,
          stars: stars === undefined || stars === '' ? null : Number(stars),
          rater: 'rater 1',
          at: '',
          after_reveal: false,
          note: null,
        });
      });
    });
  }
  votes.sort((a, b) => a.turn - b.turn);
  return {
    session_id: '20240115_143022',
    demo: false,
    raters: ['rater 1'],
    metrics: Object.keys(lines),
    candidates,
    prompts: Array.from({ length: promptCount }, (_, index) => `prompt ${index + 1}`),
    seeds: [...new Set(votes.map(({ seed }) => seed))],
    voters: [{ rater: 'rater 1', label: 'rater 1' }],
    filter: null,
    votes: votes.map(({ turn: _, ...vote }, index) => ({
      ...vote,
      at: new Date(1_700_000_000_000 + index * 1000).toISOString(),
    })),
    method: 'fixed',
    revealed_early: false,
    votes_taken_back: 0,
    ended_early: null,
    unfinished: null,
    extensions: [],
    own_seeds: false,
    mixed_pairs: 0,
    answers: [],
    past_rounds: [],
    self_check: null,
    bootstrap_seed: 5,
    random: createRandom,
    ...more,
  };
}

/** Candidates of one LoRA file. */
export function weightsOf(lora_filename: string, ...weights: number[]): ReportInput['candidates'] {
  return weights.map((weight) => ({ lora_filename, weight }));
}
