import type { CountedVote, ReportInput } from '../report/report';
import { signOf } from '../report/tally';
import type { Integer } from '../session/json';
import type { PromptPair, Setup } from '../session/setup';

/** A session as it enters a comparison: what its report counts, and the set-up that its pictures were made by. */
export interface ComparedInput {
  report: ReportInput;
  setup: Setup;
}

/** What all sessions have: prompts by both their texts, seeds digit for digit, metrics by their names. */
export interface SharedPart {
  /** As the seeds, in an order that does not hang on that of the sessions: the draws go by it. */
  prompts: PromptPair[];
  seeds: Integer[];
  /** In the order of the first session. */
  metrics: string[];
}

/** One (prompt, seed) pair as a candidate was judged on it: all votes of all raters on one metric. */
export interface Unit {
  /** Place of the prompt among the shared ones. */
  prompt: number;
  /** Wins less losses. */
  sum: number;
  votes: number;
  /** When the last of the votes came, in milliseconds. */
  known: number;
}

/** The units of a candidate by their number, which is the same in every session. */
export type CandidateUnits = ReadonlyMap<number, Unit>;

/** A session's votes on the shared part: by metric, then by candidate. */
export interface SharedVotes {
  votes: Map<string, CountedVote[][]>;
  units: Map<string, CandidateUnits[]>;
  total: number;
}

/** A metric's name as it is compared: without room around it. Capital and small letters differ, as they do within a session. */
export function metricName(name: string): string {
  return name.trim();
}

/** The metrics of a session, planned or voted on, each once. */
export function metricsOf({ report }: ComparedInput): string[] {
  const all = [...report.metrics, ...report.votes.map(({ metric }) => metric)];
  return [...new Set(all.map(metricName))];
}

/** A prompt by which it is compared: both its texts, letter for letter. */
export function promptKey({ positive, negative }: PromptPair): string {
  return JSON.stringify([positive, negative]);
}

/** The words alone: that they were generated may hold of one session and not of another. */
function wordsOf({ positive, negative }: PromptPair): PromptPair {
  return { positive, negative };
}

/** The seeds of a session, planned or voted on, by their digits. With seeds of their own there is no plan of them. */
export function seedsOf({ report }: ComparedInput): Map<string, Integer> {
  const seeds = [...report.seeds, ...report.votes.map(({ seed }) => seed)];
  return new Map(seeds.map((seed) => [String(seed), seed]));
}

/** What is shared by all of these sessions. */
export function sharedPart(inputs: readonly ComparedInput[]): SharedPart {
  const prompts = shareOf(
    inputs.map(({ setup }) => new Map(setup.prompt_pairs.map((pair) => [promptKey(pair), wordsOf(pair)]))),
  );
  const seeds = shareOf(inputs.map(seedsOf));
  const metrics = shareOf(inputs.map((input) => new Map(metricsOf(input).map((name) => [name, name]))));
  return {
    prompts: [...prompts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair),
    seeds: [...seeds.values()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
    metrics: [...metrics.keys()],
  };
}

function shareOf<T>(maps: readonly ReadonlyMap<string, T>[]): Map<string, T> {
  const [first = new Map<string, T>(), ...rest] = maps;
  return new Map([...first].filter(([key]) => rest.every((map) => map.has(key))));
}

/** Sorts a session's votes on the shared part to their metrics, candidates and units; skips are in none of it. */
export function sharedVotes({ report, setup }: ComparedInput, shared: SharedPart): SharedVotes {
  const prompts = new Map(shared.prompts.map((pair, place) => [promptKey(pair), place]));
  const seeds = new Map(shared.seeds.map((seed, place) => [String(seed), place]));
  const placeOfPrompt = setup.prompt_pairs.map((pair) => prompts.get(promptKey(pair)));
  const votes = new Map(shared.metrics.map((name) => [name, report.candidates.map((): CountedVote[] => [])]));
  const units = new Map(
    shared.metrics.map((name) => [name, report.candidates.map(() => new Map<number, Unit>())]),
  );
  let total = 0;
  for (const vote of report.votes) {
    const prompt = placeOfPrompt[vote.prompt_index];
    const seed = seeds.get(String(vote.seed));
    const name = metricName(vote.metric);
    const ofCandidate = units.get(name)?.[vote.candidate];
    if (vote.outcome === 'skip' || prompt === undefined || seed === undefined || ofCandidate === undefined)
      continue;
    total += 1;
    votes.get(name)?.[vote.candidate]?.push(vote);
    const number = prompt * shared.seeds.length + seed;
    const unit = ofCandidate.get(number) ?? { prompt, sum: 0, votes: 0, known: 0 };
    unit.sum += signOf(vote);
    unit.votes += 1;
    unit.known = Math.max(unit.known, Date.parse(vote.at) || 0);
    ofCandidate.set(number, unit);
  }
  return { votes, units, total };
}
