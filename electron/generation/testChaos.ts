import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { GenerationView } from '../../core/contract/generationView';
import { planPairs } from '../../core/plan/jobs';
import { createRandom, type Random, shuffled } from '../../core/plan/random';
import { inspectPng } from '../comfy/imageCheck';
import type { Fault } from '../demo/faults';
import type { OpenSession } from '../sessions/openSession';
import { through } from './testConnections';
import type { World } from './testWorld';

/** What came of one run. */
export interface ChaosOutcome {
  readonly view: GenerationView;
  /** What is not as it should be; empty when all is well. */
  readonly finds: readonly string[];
  /** Pictures that the server painted beyond those that were asked for. */
  readonly paintedAgain: number;
  /** How many of these may be: their files were spoilt on the way or gone from the server. */
  readonly spoilt: number;
  /** Faults that were armed, and the share of them that struck, from 0 to 1. */
  readonly armed: number;
  readonly struck: number;
}

/** Calls that hang are given up after this, in ms. */
const CALL_MS = 300;

/**
 * Lets a run of 10 images a seed live through faults of every kind, at places drawn by lot.
 * In: the lot's seed; how many seeds the set-up has; whether files may be spoilt too, so that they must be made again.
 */
export async function liveThroughChaos(
  { demo, live, session: create }: World,
  lot: { readonly seed: number; readonly seeds: number; readonly spoils: boolean },
): Promise<ChaosOutcome> {
  const session = await create({
    weight_range: [0.2, 0.8, 0.2],
    seeds: Array.from({ length: lot.seeds }, (_, index) => index + 1),
  });
  const images = 10 * lot.seeds;
  const places = new Places(images, createRandom(lot.seed));
  const faults = (lot.spoils ? [...KINDS, ...SPOILING] : KINDS).flatMap((make) => make(places));
  const life = live({ pollMs: 5, connect: through(demo.url, () => ({}), CALL_MS) });
  await life.generation.start(session);
  for (const fault of faults) demo.faults.arm(fault);
  const view = await life.until(session, (one) => one.status !== 'running');
  return {
    view,
    finds: [...life.faults.map(String), ...(await findsIn(session))],
    paintedAgain: demo.stats().images - images,
    spoilt: faults.reduce((sum, fault) => sum + (isSpoiling(fault) ? (fault.times ?? 1) : 0), 0),
    armed: faults.length,
    struck: 1 - demo.faults.unhit().length / faults.length,
  };
}

function isSpoiling(fault: Fault): boolean {
  return fault.kind === 'truncated_file' || (fault.kind === 'status' && fault.status === 404);
}

/** Where the faults of one run strike. */
class Places {
  readonly images: number;
  readonly random: Random;
  private readonly left = new Map<string, number[]>();

  constructor(images: number, random: Random) {
    this.images = images;
    this.random = random;
  }

  /** An image somewhere in the run, counted from 1. */
  image(): number {
    return 1 + this.random.int(this.images);
  }

  /**
   * A request of a path, counted from 0, away from those that were given out: a server that answers one image's calls wrongly
   * again and again may well fail that image, and that is not what is tried here.
   */
  request(path: string, perImage: number): number {
    const left = this.left.get(path) ?? this.apart(this.images * perImage);
    this.left.set(path, left);
    return left.pop() ?? this.random.int(Math.max(1, Math.round(this.images * perImage)));
  }

  private apart(count: number): number[] {
    return shuffled(
      Array.from({ length: Math.ceil(count / APART) }, (_, index) => index * APART),
      this.random,
    );
  }
}

const APART = 5;

type Maker = (places: Places) => Fault[];

function many(count: number, make: () => Fault): Fault[] {
  return Array.from({ length: Math.max(1, Math.round(count)) }, make);
}

/** Faults at images: so many for each image that the run makes. */
const atImages =
  (
    kind: 'drop_sockets' | 'silent_sockets' | 'restart' | 'lose_history' | 'execution_blocked',
    share: number,
  ): Maker =>
  (places) =>
    many(places.images * share, () => ({ kind, image: places.image() }));

/** The same at requests: so many requests come for each image, and up to `longest` in a row are struck. */
const atRequests =
  (
    fault: Omit<Extract<Fault, { path?: string }>, 'times' | 'after'>,
    share: number,
    perImage: number,
    longest = 2,
  ): Maker =>
  (places) =>
    many(places.images * share, () => ({
      ...fault,
      after: places.request(fault.path ?? PATHS[fault.kind] ?? '', perImage),
      times: 1 + places.random.int(longest),
    }));

/** The paths of faults that need not name theirs. */
const PATHS: Partial<Record<Fault['kind'], string>> = {
  empty_history: '/history',
  empty_outputs: '/history',
  own_id: '/prompt',
  truncated_file: '/view',
};

const KINDS: readonly Maker[] = [
  atImages('drop_sockets', 0.02),
  atImages('silent_sockets', 0.02),
  atImages('restart', 0.02),
  atImages('lose_history', 0.02),
  atImages('execution_blocked', 0.02),
  // Twice for the same image would be a failure of its own.
  (places) => [{ kind: 'out_of_memory', image: places.image() }],
  ({ random }) => [{ kind: 'lose_messages', times: 50 + random.int(200) }],
  atRequests({ kind: 'empty_history' }, 0.05, 1, 3),
  atRequests({ kind: 'empty_outputs' }, 0.02, 1, 3),
  atRequests({ kind: 'own_id' }, 0.05, 1),
  atRequests({ kind: 'cut', path: '/history' }, 0.03, 1),
  atRequests({ kind: 'cut', path: '/view' }, 0.02, 1),
  atRequests({ kind: 'cut', path: '/queue' }, 0.02, 0.2),
  atRequests({ kind: 'cut', path: '/prompt', method: 'POST' }, 0.02, 1),
  atRequests({ kind: 'cut', path: '/ws' }, 0.01, 0.01),
  atRequests({ kind: 'hang', path: '/history' }, 0.01, 1, 1),
  atRequests({ kind: 'hang', path: '/view' }, 0.01, 1, 1),
  atRequests({ kind: 'hang', path: '/prompt', method: 'POST' }, 0.01, 1, 1),
  atRequests({ kind: 'status', path: '/history' }, 0.02, 1),
  atRequests({ kind: 'status', path: '/view' }, 0.02, 1),
  atRequests({ kind: 'status', path: '/prompt', method: 'POST' }, 0.02, 1),
  atRequests({ kind: 'status', path: '/history', status: 502 }, 0.02, 1, 4),
  atRequests({ kind: 'html', path: '/history' }, 0.01, 1),
  atRequests({ kind: 'wrong_json', path: '/prompt', method: 'POST' }, 0.02, 1),
  atRequests({ kind: 'wrong_json', path: '/queue' }, 0.02, 0.2),
];

const SPOILING: readonly Maker[] = [
  atRequests({ kind: 'truncated_file' }, 0.03, 1),
  atRequests({ kind: 'status', path: '/view', status: 404 }, 0.01, 1, 1),
];

async function findsIn(session: OpenSession): Promise<string[]> {
  const finds: string[] = [];
  const { started, images, failures, run } = session.state;
  if (started === null) return ['The session was never started.'];
  if (run.status !== 'completed') finds.push(`The run is ${run.status}.`);
  if (failures.size > 0) finds.push(`${failures.size} images failed.`);
  const files = new Set<string>();
  for (const pair of planPairs(started.setup, started.order_seed)) {
    const sizes = [];
    for (const file of [pair.baseline, pair.lora]) {
      files.add(file);
      const record = images.get(file);
      if (record === undefined) finds.push(`${file} is missing.`);
      else sizes.push(`${record.width}x${record.height}`);
    }
    if (new Set(sizes).size > 1) finds.push(`${pair.lora} has another size than its baseline.`);
  }
  for (const [file, { sha256 }] of images) {
    if (!files.has(file)) finds.push(`${file} was never planned.`);
    const bytes = await readFile(session.folder.pathOfImage(file));
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      finds.push(`${file} is not what was journaled.`);
    if (!inspectPng(bytes).ok) finds.push(`${file} is torn.`);
  }
  const counts = new Map<string, number>();
  for (const event of await session.readLog(Number.POSITIVE_INFINITY))
    if (event.type === 'image_completed') counts.set(event.file, (counts.get(event.file) ?? 0) + 1);
  for (const [file, count] of counts) if (count > 1) finds.push(`${file} was completed ${count} times.`);
  if (counts.size !== files.size) finds.push(`${counts.size} of ${files.size} images were completed.`);
  return finds;
}
