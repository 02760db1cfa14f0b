import type { TestPair } from '../../core/contract/generationView';
import { type Candidate, candidatesOf, type Job } from '../../core/plan/jobs';
import { wholeNumber } from '../../core/plan/random';
import type { Integer } from '../../core/session/json';
import type { Setup } from '../../core/session/setup';
import { effectiveSetup, type SessionState } from '../../core/session/state';
import { DEFAULT_ADDRESS, serverName } from '../comfy/address';
import { realTimers } from '../sessions/timers';
import type { TaskControl } from '../tasks';
import type { GenerationOptions } from './generationPort';
import { checkSetup, prepareRun } from './preflight';
import { openSingleImages, SINGLE_LIMIT_MS } from './singleImages';
import { POLL_MS } from './stall';
import { unlessAborted } from './unlessAborted';

/** What a test pair came to: two pictures as the server gave them, and how they were made. */
export interface MadePair extends Omit<TestPair, 'baseline' | 'lora'> {
  readonly baseline: Uint8Array;
  readonly lora: Uint8Array;
  /** The set-up with every open choice filled in: what `seconds` was measured with. */
  readonly setup: Setup;
  /** The server as a set-up stores it. */
  readonly stored: string;
}

/** What making a test pair needs from outside. */
export interface TestPairOptions
  extends Pick<
    GenerationOptions,
    'now' | 'connect' | 'defaultServer' | 'newUuid' | 'randomUint32' | 'randomHex'
  > {
  readonly pollMs?: number;
}

/**
 * Makes one pair outside the plan, through the server's temporary folder: the first prompt, the first LoRA file at its weight
 * of the largest magnitude, and a seed that the plan does not have, so that no picture of it is ever judged. Nothing is kept.
 * In: the session's state and the task, which may be cancelled. Rejects with AppFailure bad_request, server_refuses or
 * comfy_unreachable, as a start does.
 */
export async function makeTestPair(
  state: Readonly<SessionState>,
  options: TestPairOptions,
  { signal, progress }: Pick<TaskControl, 'signal' | 'progress'>,
): Promise<MadePair> {
  const setup = effectiveSetup(state);
  checkSetup(setup);
  const server = setup.servers[0] ?? options.defaultServer ?? DEFAULT_ADDRESS;
  const connection = await options.connect(server);
  const prepared = await unlessAborted(
    signal,
    prepareRun({ ...setup, leave_nothing_on_server: true }, connection.client),
  );
  const seed = freshSeed(state, options.randomUint32);
  const [baseline, candidate] = jobsOf(prepared.setup, seed);
  const images = openSingleImages({
    connection,
    prepared,
    signal,
    timers: realTimers,
    now: options.now,
    newUuid: options.newUuid,
    pollMs: options.pollMs ?? POLL_MS,
    limitMs: SINGLE_LIMIT_MS,
  });
  // Unlike the mark of a run, which takes back from the server what bears its mark and is not its own.
  const mark = () => `blindfold-test/${options.randomHex(8)}`;
  try {
    const first = await images.make(baseline, mark(), (step, steps) => progress(step, 2 * steps));
    const second = await images.make(candidate, mark(), (step, steps) => progress(steps + step, 2 * steps));
    return {
      baseline: first.bytes,
      lora: second.bytes,
      lora_filename: candidate.lora_filename ?? '',
      weight: candidate.weight,
      prompt: candidate.positive,
      seed,
      // The first image often loads the model, too.
      seconds: second.seconds,
      server: serverName(server, connection.url),
      setup: { ...prepared.setup, leave_nothing_on_server: setup.leave_nothing_on_server },
      stored: server,
    };
  } finally {
    images.close();
  }
}

function jobsOf(setup: Setup, seed: Integer): [Job, Job] {
  const [prompt = { positive: '', negative: '' }] = setup.prompt_pairs;
  const strongest = candidatesOf(setup)
    .filter(({ lora_index }) => lora_index === 0)
    .reduce<Candidate | null>(
      (best, one) => (best !== null && Math.abs(best.weight) >= Math.abs(one.weight) ? best : one),
      null,
    );
  const shared = {
    prompt_index: 0,
    seed_index: 0,
    seed,
    positive: prompt.positive,
    negative: prompt.negative,
  };
  return [
    { ...shared, file: 'test_baseline.png', candidate: null, lora_filename: null, weight: 0 },
    {
      ...shared,
      file: 'test_candidate.png',
      candidate: 0,
      lora_filename: strongest?.lora_filename ?? null,
      weight: strongest?.weight ?? 0,
    },
  ];
}

/** A seed that no planned pair has, nor the set-up's list. */
function freshSeed(state: Readonly<SessionState>, randomUint32: () => number): number {
  const taken = new Set<Integer>([
    ...state.setup.seeds,
    ...[...state.pairs.values()].map((pair) => pair.seed),
  ]);
  let seed = wholeNumber(randomUint32);
  while (taken.has(seed)) seed = seed === 0 ? Number.MAX_SAFE_INTEGER : seed - 1;
  return seed;
}
