import type { RunningHost } from '../e2e/runningHost';
import { createDemoServer, type DemoServer } from '../electron/demo/server';
import { good } from './answers';
import { type Figure, figureOf, median, rounded } from './figure';
import { makePlainly, PLAIN_REST_MS, type PlainPlan } from './plainMethod';
import type { Painter } from './readyPictures';
import { postAgain, postedGraphs } from './serverAlone';

const WEIGHTS = [0.2, 0.4, 0.6, 0.8, 1];
const SEEDS = [1, 2];
const PROMPTS = [
  'a red fox in fresh snow',
  'an old lighthouse at dusk',
  'a wooden boat on a lake',
  'a street market at night',
];
const ROUNDS = 5;
/** Of the app's jobs in a round so many are given to the server without us. */
const ALONE = 24;
const LOOK_EVERY_MS = 20;

/** What a way of making the pictures took: counted by the server, timed from outside. */
interface Cost {
  readonly images: number;
  readonly executions: number;
  readonly ms: number;
}

/** A server that makes pictures, and a host that has them made. */
export interface Makers {
  readonly comfy: DemoServer;
  /** What the server takes for a picture, in ms. */
  readonly imageMs: number;
  readonly paint: Painter;
  readonly host: RunningHost;
  /** For pictures of the plain method. */
  readonly folder: string;
}

/**
 * P1, P2 and P3: 5 weights, 4 prompts and 2 seeds, made by the app in rounds on a server that caches as ComfyUI does. What the plain
 * method makes of them is counted on a server that takes no time, and its time is taken of its first weight. How fast the server can be
 * on this machine is measured in turn, by giving it half of the app's jobs all at once.
 * Out: the figures, and what an image took the app in ms, in the median.
 */
export async function generationFigures(makers: Makers): Promise<{ figures: Figure[]; imageTook: number }> {
  const { comfy, imageMs, host } = makers;
  const { loras, checkpoints } = (await good(host, 'GET', '/comfyui')) as {
    loras: string[];
    checkpoints: string[];
  };
  const [lora = ''] = loras;
  const [checkpoint = ''] = checkpoints;
  const setup = {
    loras: [lora],
    checkpoint,
    weights: WEIGHTS,
    seeds: SEEDS,
    metrics: ['Quality'],
    prompt_pairs: PROMPTS.map((positive) => ({ positive, negative: '' })),
  };
  // The first pictures of a server are slow whoever asks for them.
  await generate(host, { ...setup, weights: [1], seeds: [3] });
  const rounds: { ours: Cost; alone: Cost }[] = [];
  while (rounds.length < ROUNDS) rounds.push(await oneRound(makers, setup));
  const plan = { checkpoint, lora, weights: WEIGHTS, prompts: PROMPTS, seeds: SEEDS };
  const plain = await countedPlainly(makers, plan);
  comfy.restart();
  const plainTime = await costOf(comfy, () =>
    makePlainly(comfy.url, { ...plan, weights: WEIGHTS.slice(0, 1) }, makers.folder, PLAIN_REST_MS),
  );
  const overTime = (cost: Cost) => cost.ms / (cost.images * imageMs);
  const ours = rounds.map((round) => round.ours);
  const figures = [
    figureOf({
      no: 'P1',
      what: 'images for 5 weights x 4 prompts x 2 seeds',
      runs: ours.map(({ images }) => images),
      unit: 'images',
      aim: 48,
      plain: `plain method: ${plain.images}`,
      beside: '',
    }),
    figureOf({
      no: 'P2',
      what: "steps of ComfyUI's workflow carried out for them, over those of the plain method",
      runs: ours.map(({ executions }) => executions / plain.executions),
      unit: 'x',
      aim: 0.4,
      plain: `plain method: ${plain.executions} executions`,
      beside: `ours: ${median(ours.map(({ executions }) => executions))}`,
    }),
    figureOf({
      no: 'P3',
      what: `the run over ${imageMs} ms for each image`,
      runs: ours.map(overTime),
      unit: 'x',
      aim: 1.03,
      plain: `plain method, once, of ${plainTime.images} images: ${rounded(overTime(plainTime))} x`,
      beside: '',
    }),
    figureOf({
      no: 'P3',
      what: 'an image of the run over one of the same jobs queued at once without us',
      runs: rounds.map(({ ours, alone }) => ours.ms / ours.images / (alone.ms / alone.images)),
      unit: 'x',
      aim: 1.03,
      plain: `without us: ${rounded(median(rounds.map(({ alone }) => overTime(alone))))} x the time of its images`,
      beside: '',
    }),
  ];
  return { figures, imageTook: median(ours.map(({ ms, images }) => ms / images)) };
}

/** The app's run, then the first of its jobs given to the same server all at once. */
async function oneRound({ comfy, host }: Makers, setup: object): Promise<{ ours: Cost; alone: Cost }> {
  comfy.restart();
  const ours = await costOf(comfy, () => generate(host, setup));
  const graphs = (await postedGraphs(comfy.url)).slice(0, ALONE);
  comfy.restart();
  const alone = await costOf(comfy, () => postAgain(comfy.url, graphs));
  if (alone.images !== ALONE) throw new Error(`Alone the server made ${alone.images} images of ${ALONE}.`);
  return { ours, alone };
}

/** What the plain method makes, and has executed. */
async function countedPlainly({ paint, folder }: Makers, plan: PlainPlan): Promise<Cost> {
  const comfy = await createDemoServer({ imageMs: 0, paint });
  try {
    return await costOf(comfy, () => makePlainly(comfy.url, plan, folder, 0));
  } finally {
    await comfy.dispose();
  }
}

async function costOf(comfy: DemoServer, make: () => Promise<unknown>): Promise<Cost> {
  const before = comfy.stats();
  const begun = performance.now();
  await make();
  const ms = performance.now() - begun;
  const after = comfy.stats();
  return { images: after.images - before.images, executions: after.executions - before.executions, ms };
}

/**
 * Makes the pictures as a script would: by the HTTP API, from the call that starts them to the answer that they are made.
 * Out: the id of their session.
 */
export async function generate(host: RunningHost, setup: object): Promise<string> {
  const { session_id } = (await good(host, 'POST', '/sessions', { setup })) as { session_id: string };
  await good(host, 'POST', `/sessions/${session_id}/generate`);
  for (;;) {
    const { generation } = (await good(host, 'GET', `/sessions/${session_id}`)) as {
      generation: { status: string; reason: string | null };
    };
    if (generation.status === 'completed') return session_id;
    if (generation.status !== 'running')
      throw new Error(`The run is ${generation.status}: ${generation.reason}`);
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
}
