import type { Integer } from '../session/json';
import { type Setup, weightsOf } from '../session/setup';
import { createRandom, drawSeeds, shuffled } from './random';
import { formatWeight } from './weights';

/** One (LoRA file, weight) that is compared with the baseline. */
export interface Candidate {
  /** Place of the file in the set-up's list, from 0. */
  readonly lora_index: number;
  readonly lora_filename: string;
  readonly weight: number;
}

/** One image to generate; its file name is its identity. */
export interface Job {
  /** File name inside `output/`. */
  readonly file: string;
  readonly prompt_index: number;
  readonly seed_index: number;
  readonly positive: string;
  readonly negative: string;
  readonly seed: Integer;
  /** Place in `candidatesOf`, or null for the baseline. */
  readonly candidate: number | null;
  readonly lora_filename: string | null;
  /** The LoRA's weight; 0 for the baseline. */
  readonly weight: number;
}

/** A baseline image and a candidate image of the same prompt pair and seed. */
export interface PlannedPair {
  /** File name of the baseline image. */
  readonly baseline: string;
  /** File name of the candidate's image; it names the pair. */
  readonly lora: string;
  readonly lora_filename: string;
  readonly weight: number;
  readonly candidate: number;
  readonly prompt_index: number;
  readonly seed_index: number;
  readonly prompt: string;
  readonly negative_prompt: string;
  readonly seed: Integer;
}

/** All candidates of a set-up: every weight of the first LoRA file, then of the next. */
export function candidatesOf(setup: Pick<Setup, 'loras' | 'weights' | 'weight_range'>): Candidate[] {
  const weights = weightsOf(setup);
  return setup.loras.flatMap((lora_filename, lora_index) =>
    weights.map((weight) => ({ lora_index, lora_filename, weight })),
  );
}

export function baselineFile(promptIndex: number, seedIndex: number): string {
  return `baseline_${promptIndex}_${seedIndex}.png`;
}

export function candidateFile(promptIndex: number, seedIndex: number, candidate: Candidate): string {
  const file = candidate.lora_index === 0 ? '' : `_c${candidate.lora_index}`;
  return `lora_${promptIndex}_${seedIndex}_w${formatWeight(candidate.weight)}${file}.png`;
}

/** One seed of a prompt pair, and the candidates that are made with it. */
interface Spot {
  readonly seed_index: number;
  readonly seed: Integer;
  /** Place of the only candidate; null for all of them. */
  readonly candidate: number | null;
}

/**
 * The seeds of each prompt pair. With seeds of their own each place holds one pair: place k is that of candidate k mod C of C,
 * and its seed is drawn from the order's seed, the prompt's place and k.
 */
function spotsOf(setup: Setup, candidates: number, orderSeed: number): (promptIndex: number) => Spot[] {
  const { own_seeds, seeds } = setup;
  if (own_seeds === null) {
    const shared = seeds.map((seed, seed_index): Spot => ({ seed_index, seed, candidate: null }));
    return () => shared;
  }
  const seedAt = drawSeeds(orderSeed);
  return (promptIndex) =>
    Array.from({ length: own_seeds * candidates }, (_, seed_index) => ({
      seed_index,
      seed: seedAt(promptIndex, seed_index),
      candidate: seed_index % candidates,
    }));
}

/**
 * Every pair of a set-up, prompts outermost, candidates innermost. In: the set-up, and the seed of the order, from which
 * seeds of their own are drawn where the set-up wants them.
 */
export function planPairs(setup: Setup, orderSeed: number): PlannedPair[] {
  const candidates = candidatesOf(setup);
  const spots = spotsOf(setup, candidates.length, orderSeed);
  return setup.prompt_pairs.flatMap((prompt, prompt_index) =>
    spots(prompt_index).flatMap(({ seed, seed_index, candidate: only }) =>
      candidates.flatMap((candidate, index): PlannedPair[] => {
        if (only !== null && only !== index) return [];
        return [
          {
            baseline: baselineFile(prompt_index, seed_index),
            lora: candidateFile(prompt_index, seed_index, candidate),
            lora_filename: candidate.lora_filename,
            weight: candidate.weight,
            candidate: index,
            prompt_index,
            seed_index,
            prompt: prompt.positive,
            negative_prompt: prompt.negative,
            seed,
          },
        ];
      }),
    ),
  );
}

/** Images that are made one after the other. */
interface Group {
  /** Place of their candidate; null for baselines. */
  readonly candidate: number | null;
  /** Their spots are those of this candidate only; null for those that all share. */
  readonly spotsOf: number | null;
}

/**
 * One group for each candidate, and one for the baselines. With seeds of their own there are as many baselines as candidates
 * together, and one group of them all would be known by its size: so the baselines of each candidate are a group, too.
 */
function groupsOf({ own_seeds }: Setup, candidates: number): Group[] {
  const places = Array.from({ length: candidates }, (_, place) => place);
  if (own_seeds === null) return [null, ...places].map((candidate): Group => ({ candidate, spotsOf: null }));
  return places.flatMap((place): Group[] => [
    { candidate: null, spotsOf: place },
    { candidate: place, spotsOf: place },
  ]);
}

/**
 * Every image of a set-up in the order in which it is made: one LoRA and weight at a time, then one prompt at a time, seeds
 * innermost, so that the server's cache serves all that did not change. The order of the groups, the baseline's among
 * them, and of the prompts is drawn by lot, so that what appears first tells nothing. Each baseline is there once.
 */
export function planJobs(setup: Setup, orderSeed: number): Job[] {
  const random = createRandom(orderSeed, 'jobs');
  const candidates = candidatesOf(setup);
  const spots = spotsOf(setup, candidates.length, orderSeed);
  const groups = shuffled(groupsOf(setup, candidates.length), random);
  const prompts = shuffled([...setup.prompt_pairs.entries()], random);
  return groups.flatMap(({ candidate: index, spotsOf: wanted }) =>
    prompts.flatMap(([prompt_index, pair]) =>
      spots(prompt_index).flatMap(({ seed, seed_index, candidate: only }): Job[] => {
        if (only !== wanted) return [];
        const candidate = index === null ? null : (candidates[index] as Candidate);
        return [
          {
            file:
              candidate === null
                ? baselineFile(prompt_index, seed_index)
                : candidateFile(prompt_index, seed_index, candidate),
            prompt_index,
            seed_index,
            positive: pair.positive,
            negative: pair.negative,
            seed,
            candidate: index,
            lora_filename: candidate?.lora_filename ?? null,
            weight: candidate?.weight ?? 0,
          },
        ];
      }),
    ),
  );
}

/**
 * The number under which a job is shown before the reveal (from 1), drawn by lot so that neither its place among the
 * thumbnails nor its number in a message tells what it is. In: how often the plan was extended, since each extension draws
 * all numbers anew. Out: file name -> number.
 */
export function drawJobNumbers(
  jobs: readonly Pick<Job, 'file'>[],
  orderSeed: number,
  extensions = 0,
): Map<string, number> {
  const files = shuffled(jobs.map((job) => job.file).sort(), createRandom(orderSeed, 'tiles', extensions));
  return new Map(files.map((file, index) => [file, index + 1]));
}
