import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller, CheckedArgs } from '../../core/contract/commands';
import type { Push } from '../../core/contract/pushes';
import { planJobs, planPairs } from '../../core/plan/jobs';
import { createRandom } from '../../core/plan/random';
import { drawOrder } from '../../core/plan/trials';
import type { NewEvent } from '../../core/session/events';
import { formatStamp } from '../../core/session/identity';
import { stringifyJson } from '../../core/session/json';
import { logEntryOf } from '../../core/session/logEntry';
import { blankSetup, type Setup } from '../../core/session/setup';
import { FIRST_RATER } from '../../core/session/state';
import { readChunks } from '../comfy/imageCheck';
import { generationView } from '../generation/progress';
import { createPushes } from '../pushes';
import { tellEvents } from '../sessionPushes';
import { createImages, type Images } from '../sessions/images';
import type { OpenSession } from '../sessions/openSession';
import { createSessionStore, type SessionStore } from '../sessions/sessionStore';
import { type BackendWorld, createBackendWorld } from '../testing/backendWorld';
import { createSessionViews, type SessionViews } from '../views/sessionViews';
import { evaluationHandlers } from './evaluationHandlers';
import { createTurns } from './turns';

const SESSIONS = 14;
const PLACE = { done: 0, total: 0, next_action: 'evaluate' };
const SETUP: Setup = {
  ...blankSetup(['127.0.0.1:8188']),
  loras: ['snowfox_v3.safetensors'],
  weight_range: null,
  weights: [0.4, 0.8],
  seeds: [1, 2, 3, 4],
  metrics: ['Quality'],
  prompt_pairs: ['a fox', 'a barn', 'a lake', 'a hat'].map((positive) => ({ positive, negative: '' })),
};

/** What a page sees of one trial, as figures; each must tell nothing of the side. */
interface Seen {
  readonly swap: boolean;
  readonly figures: ReadonlyMap<string, number>;
}

let world: BackendWorld;
let store: SessionStore | null = null;
let images: Images;
let views: SessionViews;
const bugs: unknown[] = [];
const pushed: Push[] = [];

beforeEach(async () => {
  world = await createBackendWorld();
});
afterEach(async () => {
  await store?.dispose();
  store = null;
  await world.dispose();
});

async function createHandlers() {
  bugs.length = 0;
  pushed.length = 0;
  images = createImages();
  const pushes = createPushes((error) => bugs.push(error));
  pushes.listen((push) => pushed.push(push));
  views = createSessionViews({ images, generationOf: ({ state }) => generationView(state, null, null) });
  const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');
  const opened = await createSessionStore({
    root: world.root,
    now: () => new Date(),
    randomHex,
    log: () => undefined,
    onEvents: (session, events) => tellEvents(pushes, views, session, events),
  });
  store = opened;
  const handlers = evaluationHandlers({
    store: opened,
    images,
    turns: createTurns(),
    scores: { follow: () => undefined },
    randomHex,
  });
  const from: Caller = { show: () => undefined };
  return {
    next: (args: CheckedArgs<'trial.next'>) => handlers['trial.next'](args, from),
    vote: (args: CheckedArgs<'vote.cast'>) => handlers['vote.cast'](args, from),
  };
}

/** Noise, so that only what is around the pixels could tell; the text in the file tells everything. */
async function paint(path: string, text: string): Promise<void> {
  const png = await sharp(randomBytes(24 * 24 * 3), { raw: { width: 24, height: 24, channels: 3 } })
    .withExif({ IFD0: { ImageDescription: text } })
    .png()
    .toBuffer();
  await writeFile(path, png);
}

/** A session whose images are all made, in the order in which a run makes them. */
async function madeSession(orderSeed: number): Promise<OpenSession> {
  if (store === null) throw new Error('The handlers come first.');
  const session = await store.create(SETUP, '');
  await mkdir(session.folder.output, { recursive: true });
  const events: NewEvent[] = [
    {
      type: 'session_start',
      setup: SETUP,
      order_seed: orderSeed,
      blind_key: `secret of ${orderSeed}`,
      ...PLACE,
    },
    {
      type: 'order_drawn',
      rater: FIRST_RATER,
      round: 0,
      order: drawOrder(planPairs(SETUP, orderSeed), createRandom(orderSeed, 'order')),
    },
  ];
  for (const job of planJobs(SETUP, orderSeed)) {
    const isBaseline = job.candidate === null;
    await paint(
      session.folder.pathOfImage(job.file),
      isBaseline ? 'baseline' : `lora snowfox_v3 at ${job.weight}, and a longer text`,
    );
    events.push({
      type: 'image_completed',
      job: job.file,
      file: job.file,
      prompt_index: job.prompt_index,
      sha256: job.file,
      size_bytes: 1,
      width: 24,
      height: 24,
      server: '127.0.0.1:8188',
      timestamp: formatStamp(new Date()),
      seconds: isBaseline ? 4 : 6,
      ...PLACE,
    });
  }
  await session.append(...events, { type: 'session_completed', ...PLACE });
  return session;
}

async function fetchImage(address: string): Promise<Uint8Array> {
  const served = await images.serve(address.replace('/image/', ''));
  if (served === null) throw new Error('A fresh address led nowhere.');
  expect(served.contentType).toBe('image/png');
  return served.bytes;
}

/** Chunks that a picture is drawn from, and that which brings two to one length. */
const DRAWN = new Set(['IHDR', 'pHYs', 'IDAT', 'paDd', 'IEND']);

function chunkNames(bytes: Uint8Array): string[] {
  const chunks = readChunks(bytes);
  if (typeof chunks === 'string') throw new Error(chunks);
  return chunks.map(({ type }) => type);
}

function bits(name: string, hex: string, figures: Map<string, number>): void {
  for (let bit = 0; bit < 16; bit += 1)
    figures.set(`${name} bit ${bit}`, (Number.parseInt(hex.slice(0, 4), 16) >> bit) & 1);
}

/** The mean of a figure on one side and on the other, and how many standard errors lie between them. */
function distance(seen: readonly Seen[], name: string): number {
  const [left, right] = [true, false].map((swap) =>
    seen.filter((one) => one.swap === swap).map((one) => one.figures.get(name) ?? 0),
  ) as [number[], number[]];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
  const error = Math.sqrt(variance(left) / left.length + variance(right) / right.length);
  return error === 0
    ? mean(left) === mean(right)
      ? 0
      : Number.POSITIVE_INFINITY
    : Math.abs(mean(left) - mean(right)) / error;
}

/** A push but for the fields that say what the session is about as a whole; they name its LoRA on purpose. */
function withoutNames(push: Push): object {
  if (push.push !== 'session.changed') return push;
  const { label: _label, lora_filename: _lora, ...summary } = push.payload.summary;
  return { ...push, payload: { ...push.payload, summary } };
}

/** Words that would tell a side, a label or the key to them. */
const TELLING = /snowfox|baseline|lora_\d|_w0|swap|order_seed|blind_key|secret|\.png|lora_better/;

describe('a server that refuses an image', () => {
  it('tells its label neither in the session nor in its list, log or pushes', async () => {
    await createHandlers();
    const session = await madeSession(3);
    pushed.length = 0;
    const [job] = planJobs(SETUP, 3).filter(({ candidate }) => candidate !== null);
    const message = 'LoraLoader node 10 is refused. Value 0.8 bigger than max of 0.5: strength_model.';
    await session.append(
      { type: 'image_regenerated', job: job?.file ?? '' },
      {
        type: 'image_failed',
        job: job?.file ?? '',
        prompt_index: 0,
        code: 'server_refuses',
        message,
        ...PLACE,
      },
      {
        type: 'session_paused',
        reason: 'failures',
        message: `${message.slice(0, 30)} at image 3.`,
        ...PLACE,
      },
    );
    await expect.poll(() => pushed.map(({ push }) => push)).toContain('session.changed');
    const events = await session.readLog(1000);
    const words = stringifyJson([
      views.detail(session),
      views.summary(session),
      events.map((event) => logEntryOf(event, session.state)),
      pushed,
    ]).replaceAll('snowfox_v3.safetensors', '');
    expect(views.detail(session).errors).toHaveLength(1);
    expect(words).not.toMatch(/LoraLoader|bigger than max|strength_model|lora_\d|baseline/);
    expect(bugs).toEqual([]);
  });
});

describe('a trial', () => {
  it('tells its sides neither in words nor in figures, over many evaluations', async () => {
    const handlers = await createHandlers();
    const seen: Seen[] = [];
    for (let number = 0; number < SESSIONS; number += 1) {
      const session = await madeSession(number * 7919);
      const session_id = session.id;
      pushed.length = 0;
      let next = await handlers.next({ session_id });
      while (!('done' in next)) {
        const trial = next;
        const entry = session.state.raters[0]?.shown[trial.pair_number - 1];
        const [a, b] = [await fetchImage(trial.image_a), await fetchImage(trial.image_b)];
        expect(a.length).toBe(b.length);
        for (const bytes of [a, b]) {
          // By chunks: four letters come by chance in compressed pixels.
          expect(chunkNames(bytes).filter((name) => !DRAWN.has(name))).toEqual([]);
          expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/baseline|snowfox/);
        }
        const heard = pushed.length;
        const answer = await handlers.vote({
          session_id,
          trial_id: trial.trial_id,
          choice: trial.number % 2 === 0 ? 'A' : 'B',
        });
        const pushes = pushed.slice(heard);
        expect(stringifyJson([trial, answer, pushes.map(withoutNames)])).not.toMatch(TELLING);
        const figures = new Map<string, number>([
          ['number', trial.number],
          ['length of the pictures', a.length],
          ['length of the trial', stringifyJson(trial).length],
          ['length of the answer', stringifyJson(answer).length - stringifyJson(answer.next).length],
          ['number of pushes', pushes.length],
          ['first key is the lower', trial.image_a < trial.image_b ? 1 : 0],
          ['where A is padded', Buffer.from(a).indexOf('paDd')],
          ['where B is padded', Buffer.from(b).indexOf('paDd')],
        ]);
        bits('key of A', trial.image_a.replace('/image/', ''), figures);
        bits('key of B', trial.image_b.replace('/image/', ''), figures);
        bits('trial', trial.trial_id, figures);
        bits('vote', answer.vote_id, figures);
        seen.push({ swap: entry?.swap === true, figures });
        next = answer.next;
      }
    }
    expect(seen).toHaveLength(SESSIONS * 32);
    const names = [...(seen[0]?.figures.keys() ?? [])];
    // Of 72 figures, one beyond 5 standard errors would come by chance in about 1 of 24,000 runs.
    expect(names.map((name) => [name, distance(seen, name)] as const).filter(([, far]) => far > 5)).toEqual(
      [],
    );
    expect(bugs).toEqual([]);
  }, 60_000);

  it('would be found out if a figure did tell', () => {
    const seen = Array.from({ length: 448 }, (_, index): Seen => {
      const swap = index % 2 === 0;
      return { swap, figures: new Map([['leak', swap === (index % 3 !== 0) ? 1 : 0]]) };
    });
    expect(distance(seen, 'leak')).toBeGreaterThan(5);
  });

  it('has the same id each time, and another one for another rater, pair or metric', async () => {
    const handlers = await createHandlers();
    const { id: session_id } = await madeSession(1);
    const first = await handlers.next({ session_id });
    const again = await handlers.next({ session_id });
    const ahead = await handlers.next({ session_id, ahead: 1 });
    const other = await handlers.next({ session_id, rater: 'Ann' });
    if ('done' in first || 'done' in again || 'done' in ahead || 'done' in other)
      throw new Error('There are trials.');
    expect(again.trial_id).toBe(first.trial_id);
    expect(again.image_a).not.toBe(first.image_a);
    expect(new Set([first.trial_id, ahead.trial_id, other.trial_id]).size).toBe(3);
    for (const id of [first.trial_id, ahead.trial_id, other.trial_id]) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });
});
