import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createRandom } from '../../core/plan/random';
import { createBackend } from '../../electron/backend';
import type { Backend } from '../../electron/hosts/backendPort';
import { startHttpServer } from '../../electron/hosts/browser/httpServer';
import { loadStaticFiles } from '../../electron/hosts/browser/staticFiles';
import { ownThreadMaker } from '../../electron/report/reportMaker';
import { pictureTool } from '../../electron/sessions/pictureTool';
import { SAMPLE_SETUP } from '../sample/sampleSetup';

// What is loaded at its first use is loaded now: later nobody resolves imports any more.
await pictureTool();

/** When everything on the pictures happens. */
export const BEGAN = Date.parse('2026-01-06T19:30:00Z');
/** How long an image takes on the pictures, in ms. */
const IMAGE_MS = 1_400;
/** So long that a picture on which images are being made shows the first of them. */
const STILL_MS = 3_600_000;
/** The length of a session's key. */
const KEY_BYTES = 32;
const TOKEN = 'pictures';

const SETUP = { ...SAMPLE_SETUP, size: [512, 512] };

/** The app with a few sessions in it, the same each time. */
export interface PicturedWorld {
  /** Its address with the token, ready for a page's place behind it. */
  readonly address: string;
  /** The folder of its sessions, which has another name each time. */
  readonly root: string;
  /** The time that its clock shows, in ms since 1970. */
  now(): number;
  readonly sessions: {
    readonly sample: string;
    readonly plain: string;
    readonly making: string;
    readonly judged: string;
  };
  /** Has the session `making` extended and made; its first new image never comes. */
  goOnMaking(): Promise<void>;
  close(): Promise<void>;
}

/** The app before its first session, where no ComfyUI is. */
export async function startEmptyWorld(client: string): Promise<PicturedWorld> {
  const root = await mkdtemp(join(tmpdir(), 'blindfold-pictures-'));
  const clock = clockAt(BEGAN);
  const backend = await startBackend(root, clock, { imageMs: 0, isDemo: false });
  return serve(backend, client, root, clock, { sample: '', plain: '', making: '', judged: '' });
}

/** In: the built page and the folder of the sample session. Throws when a session cannot be made. */
export async function startWorld(client: string, sample: string): Promise<PicturedWorld> {
  const root = await mkdtemp(join(tmpdir(), 'blindfold-pictures-'));
  const clock = clockAt(BEGAN);
  await cp(sample, join(root, basename(sample)), { recursive: true });
  const before = await startBackend(root, clock, { imageMs: 0, isDemo: true });
  const judged = await makeJudged(before, clock);
  clock.pass(86_400_000);
  const making = await makeBegun(before, clock);
  clock.pass(1_200_000);
  const plain = (await before.call('session.create', { setup: SETUP })).session_id;
  await before.call('session.save', { session_id: plain });
  await before.dispose();
  const backend = await startBackend(root, clock, { imageMs: STILL_MS, isDemo: true });
  return serve(backend, client, root, clock, { sample: basename(sample), plain, making, judged });
}

/** Time and chance of a world. */
interface Clock {
  now(): number;
  pass(ms: number): void;
  draw(): number;
  /** Chance from its start: how much was drawn before is not the same each time. */
  drawAnew(): void;
}

function clockAt(start: number): Clock {
  let time = start;
  let random = createRandom(1);
  return {
    now: () => time,
    pass: (ms) => {
      time += ms;
    },
    draw: () => random.int(2 ** 32),
    drawAnew: () => {
      random = createRandom(1);
    },
  };
}

function startBackend(
  root: string,
  clock: Clock,
  { imageMs, isDemo }: { imageMs: number; isDemo: boolean },
): Promise<Backend> {
  return createBackend({
    root,
    comfyUrl: null,
    startDemo: isDemo,
    demo: { imageMs },
    host: 'browser',
    version: '0.1.0',
    pollMs: 50,
    reportMaker: ownThreadMaker(),
    now: () => new Date(clock.now()),
    randomUint32: clock.draw,
    // The key by which a session's pictures are shuffled is the same each time; names of files differ.
    randomHex: (bytes) => (bytes === KEY_BYTES ? '5a'.repeat(bytes) : randomBytes(bytes).toString('hex')),
  });
}

/** A session whose images are made and of whose 72 trials 30 are voted on. */
async function makeJudged(backend: Backend, clock: Clock): Promise<string> {
  clock.drawAnew();
  const { session_id } = await backend.call('session.create', { setup: SETUP });
  await makeImages(backend, session_id, clock);
  let next = await backend.call('trial.next', { session_id });
  for (let vote = 0; vote < 30 && !('done' in next); vote++) {
    clock.pass(6_000);
    const choice = (['A', 'B', 'same'] as const)[vote % 3] ?? 'same';
    const { trial_id } = next;
    next = (await backend.call('vote.cast', { session_id, trial_id, choice, stars: null, elapsed_ms: 4_000 }))
      .next;
  }
  await backend.call('session.save', { session_id });
  return session_id;
}

/** A session with half of its images. */
async function makeBegun(backend: Backend, clock: Clock): Promise<string> {
  clock.drawAnew();
  const { session_id } = await backend.call('session.create', { setup: { ...SETUP, seeds: [7] } });
  await makeImages(backend, session_id, clock);
  await backend.call('session.save', { session_id });
  return session_id;
}

async function makeImages(backend: Backend, session_id: string, clock: Clock): Promise<void> {
  let stopListening = () => {};
  const made = new Promise<void>((resolve, reject) => {
    stopListening = backend.onPush((push) => {
      if (push.push === 'generation.imageMade') clock.pass(IMAGE_MS);
      if (push.push !== 'session.changed' || push.payload.summary.session_id !== session_id) return;
      const { status } = push.payload.summary;
      if (status === 'completed') resolve();
      if (status === 'paused' || status === 'failed') reject(new Error(`The run is ${status}.`));
    });
  });
  try {
    await backend.call('generation.start', { session_id });
    await made;
  } finally {
    stopListening();
  }
}

async function serve(
  backend: Backend,
  client: string,
  root: string,
  clock: Clock,
  sessions: PicturedWorld['sessions'],
): Promise<PicturedWorld> {
  const host = await startHttpServer({
    backend,
    token: TOKEN,
    port: 0,
    files: await loadStaticFiles(client),
    logBug: (error) => console.error(error),
  });
  return {
    address: `${host.url}/?token=${TOKEN}`,
    root,
    now: clock.now,
    sessions,
    async goOnMaking() {
      const session_id = sessions.making;
      await backend.call('session.patch', { session_id, setup: { seeds: [7, 8] } });
      clock.drawAnew();
      await backend.call('generation.start', { session_id });
    },
    async close() {
      await backend.dispose();
      await host.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
