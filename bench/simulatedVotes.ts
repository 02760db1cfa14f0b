import { createRandom, type Random, shuffled } from '../core/plan/random';
import type { CountedVote, ReportInput } from '../core/report/report';

/** How the votes of a made-up evaluation come about. */
export interface Simulation {
  candidates: number;
  metrics: number;
  /** Each candidate is judged on each prompt with each seed once a metric. */
  prompts: number;
  seeds: number;
  /** Share of votes that are ties. */
  ties: number;
  method: ReportInput['method'];
  /** For each prompt the true share of decided votes that the LoRA wins; drawn anew for each metric of each evaluation. */
  shares: (random: Random) => number[];
}

/** An evaluation drawn by lot: its pairs in an order by lot, each judged on every metric in turn. The same `number` gives the same one. */
export function simulatedInput(simulation: Simulation, number: number): ReportInput {
  const { method } = simulation;
  const random = createRandom(number, 'jobs');
  const metrics = range(simulation.metrics).map((metric) => `metric ${metric + 1}`);
  const shares = metrics.map(() => simulation.shares(random));
  const pairs = range(simulation.candidates).flatMap((candidate) =>
    range(simulation.prompts).flatMap((prompt) =>
      range(simulation.seeds).map((seed) => ({ candidate, prompt, seed })),
    ),
  );
  const votes = shuffled(pairs, random).flatMap(({ candidate, prompt, seed }) =>
    metrics.map((metric, place): CountedVote => {
      const isTie = random.real() < simulation.ties;
      const isWin = random.real() < (shares[place]?.[prompt] ?? 0.5);
      return {
        pair_id: `${candidate}-${prompt}-${seed}`,
        prompt_index: prompt,
        seed,
        candidate,
        metric,
        outcome: isTie ? 'tie' : isWin ? 'win' : 'loss',
        chose_left: isTie ? null : random.int(2) === 0,
        stars: null,
        rater: 'rater 1',
        at: '2026-01-01T12:00:00Z',
        after_reveal: method === 'peek_safe',
        note: null,
      };
    }),
  );
  return {
    session_id: 'simulation',
    demo: false,
    raters: ['rater 1'],
    metrics,
    candidates: range(simulation.candidates).map((place) => ({
      lora_filename: 'simulated.safetensors',
      weight: (place + 1) / simulation.candidates,
    })),
    prompts: range(simulation.prompts).map((prompt) => `prompt ${prompt + 1}`),
    seeds: range(simulation.seeds),
    voters: [{ rater: 'rater 1', label: 'rater 1' }],
    filter: null,
    votes,
    method,
    revealed_early: method === 'peek_safe',
    votes_taken_back: 0,
    ended_early: null,
    unfinished: null,
    extensions: [],
    own_seeds: false,
    mixed_pairs: 0,
    answers: [],
    past_rounds: [],
    self_check: null,
    bootstrap_seed: number,
    random: createRandom,
  };
}

/** Shares by prompt that lean to either side by up to `most`, and whose mean over an even number of prompts is exactly `mean`. */
export function balancedShares(prompts: number, mean: number, most: number): (random: Random) => number[] {
  return (random) =>
    shuffled(
      range(prompts / 2).flatMap(() => {
        const lean = random.real() * most;
        return [mean + lean, mean - lean];
      }),
      random,
    );
}

/**
 * Shares by prompt drawn evenly about one half, as from prompts of which these are a sample: without a true difference over all
 * prompts, votes on one prompt then have the intraclass correlation that is given (the variance of the shares over 1/4, with at
 * most 1/3). No mean is held, so a sample may lean by chance.
 */
export function drawnShares(prompts: number, correlation: number): (random: Random) => number[] {
  const most = Math.sqrt((3 * correlation) / 4);
  return (random) => range(prompts).map(() => 0.5 + most * (2 * random.real() - 1));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, place) => place);
}
