import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { CommandAnswer } from '../../core/contract/commands';
import { encodeMessage } from '../../core/contract/envelope';
import type { NextTrial, Trial } from '../../core/contract/trialView';
import { good, readAs } from '../answers';
import type { HostSample, MovableHost } from './movableHost';

/** 25 prompts x 5 seeds, without and with the LoRA: so many images, and with two metrics as many votes. */
export const OF_A_SESSION = 250;
const SEEDS = [1, 2, 3, 4, 5];
const PROMPTS = 25;
const METRICS = ['Quality', 'Style'];
const CHOICES = ['A', 'B', 'same', 'skip'] as const;
/** A vote in so many is taken back and given again. */
const UNDO_EVERY = 10;
/** Real ms between two looks at a run that is waited for. */
const LOOK_EVERY_MS = 20;
/** The page looks at the list and at the session once in so many votes. */
const LOOK_EVERY = 25;

/** What there is at a moment. */
export interface SoakSample extends HostSample {
  readonly votes: number;
  readonly images: number;
  /** Bytes of all journals. */
  readonly journals: number;
  /** Bytes of the catalog with its helpers. */
  readonly catalog: number;
  readonly log: number;
}

export interface SoakOptions {
  readonly host: MovableHost;
  /** The sessions folder. */
  readonly sessions: string;
  /** The folder of the app's log. */
  readonly logs: string;
  readonly lora: string;
  readonly checkpoint: string;
  readonly rounds: number;
  /** From one vote to the next, in simulated ms. */
  readonly paceMs: number;
  readonly sampleEvery: number;
}

/**
 * Session after session: the next one's images are made while this one's votes are given, with a page's socket listening. Out: what
 * the host held at each sample. Throws Error when anything is not as it should be.
 */
export async function work(options: SoakOptions): Promise<SoakSample[]> {
  const { host, sessions, rounds, sampleEvery } = options;
  const page = await listen(host);
  const samples: SoakSample[] = [];
  const ids = [await begin(options, 0)];
  let votes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const id = ids[round] ?? '';
    await untilMade(host, id);
    if (round + 1 < rounds) ids.push(await begin(options, round + 1));
    page.show(id);
    await judge(options, id, async () => {
      votes += 1;
      if (votes % LOOK_EVERY === 0) await lookAround(host, id);
      if (votes % sampleEvery === 0) {
        const sizes = { journals: await journalBytes(sessions), ...(await otherBytes(options)) };
        samples.push({ ...(await host.sample()), votes, images: await imagesOf(host, ids), ...sizes });
      }
    });
    await finish(host, id);
  }
  for (const id of ids) await proveWhole(host, id);
  page.close();
  return samples;
}

/** Puts every session into the trash, empties it, and lets an hour go by. Out: what the host holds then. */
export async function putAllAway({ host }: SoakOptions): Promise<HostSample> {
  const { sessions } = readAs('session.list', await good(host, 'GET', '/sessions?limit=10000'));
  for (const { session_id } of sessions) await good(host, 'DELETE', `/sessions/${session_id}`);
  await host.moveOn(3_600_000);
  return host.sample();
}

async function begin({ host, lora, checkpoint }: SoakOptions, round: number): Promise<string> {
  const setup = {
    loras: [lora],
    checkpoint,
    weights: [0.8],
    seeds: SEEDS,
    metrics: METRICS,
    prompt_pairs: Array.from({ length: PROMPTS }, (_, index) => ({
      positive: `a picture of thing ${index} in room ${round}`,
      negative: 'blurry',
    })),
  };
  const { session_id } = readAs('session.create', await good(host, 'POST', '/sessions', { setup }));
  await good(host, 'POST', `/sessions/${session_id}/generate`);
  return session_id;
}

async function detailOf(host: MovableHost, id: string): Promise<CommandAnswer<'session.get'>> {
  return readAs('session.get', await good(host, 'GET', `/sessions/${id}`));
}

async function untilMade(host: MovableHost, id: string): Promise<void> {
  for (;;) {
    const { status, reason } = (await detailOf(host, id)).generation;
    if (status === 'completed') return;
    if (status !== 'running') throw new Error(`The run of ${id} is ${status}: ${reason}`);
    await pause(LOOK_EVERY_MS);
  }
}

async function imagesOf(host: MovableHost, ids: readonly string[]): Promise<number> {
  let images = 0;
  for (const id of ids) images += (await detailOf(host, id)).generation.images_done;
  return images;
}

/** Votes to the end of a session, each time after both pictures came. */
async function judge({ host, paceMs }: SoakOptions, id: string, onVote: () => Promise<void>): Promise<void> {
  let trial: NextTrial = readAs('trial.next', await good(host, 'GET', `/sessions/${id}/trials/next`));
  for (let index = 0; !('done' in trial); index += 1) {
    const choice = CHOICES[index % CHOICES.length];
    const voteOn = async ({ trial_id, image_a, image_b }: Trial): Promise<NextTrial> => {
      await Promise.all([picture(host, image_a), picture(host, image_b)]);
      const said = { trial_id, choice, elapsed_ms: paceMs };
      return readAs('vote.cast', await good(host, 'POST', `/sessions/${id}/votes`, said)).next;
    };
    let next = await voteOn(trial);
    if (index % UNDO_EVERY === UNDO_EVERY - 1)
      next = await voteOn(readAs('vote.undo', await good(host, 'POST', `/sessions/${id}/undo`)));
    trial = next;
    await host.moveOn(paceMs);
    await onVote();
  }
}

async function picture(host: MovableHost, address: string): Promise<void> {
  const answer = await fetch(`${host.url}${address}`, { headers: { authorization: `Bearer ${host.token}` } });
  const bytes = await answer.arrayBuffer();
  if (!answer.ok || bytes.byteLength === 0) throw new Error(`${address} answered ${answer.status}.`);
}

async function lookAround(host: MovableHost, id: string): Promise<void> {
  await good(host, 'GET', '/sessions?limit=50');
  await good(host, 'GET', `/sessions/${id}`);
  await good(host, 'GET', `/sessions/${id}/log?limit=100`);
}

/** The report is read and written, and the session saved. */
async function finish(host: MovableHost, id: string): Promise<void> {
  await good(host, 'GET', `/sessions/${id}/report`);
  await good(host, 'POST', `/sessions/${id}/report/written`);
  await good(host, 'POST', `/sessions/${id}/save`);
}

async function proveWhole(host: MovableHost, id: string): Promise<void> {
  const { votes_done, unsaved_changes, generation } = await detailOf(host, id);
  if (votes_done !== OF_A_SESSION || generation.images_done !== OF_A_SESSION || unsaved_changes !== 0)
    throw new Error(
      `${id} has ${votes_done} votes, ${generation.images_done} images and ${unsaved_changes} unsaved changes.`,
    );
}

/** A page's own socket. It must stay open, and hear something. */
async function listen(host: MovableHost): Promise<{ show(id: string): void; close(): void }> {
  const socket = new WebSocket(`${host.url.replace('http', 'ws')}/contract?token=${host.token}`, {
    origin: host.url,
  });
  let heard = 0;
  let asked = 0;
  socket.on('message', () => {
    heard += 1;
  });
  await once(socket, 'open');
  return {
    show(session_id) {
      asked += 1;
      socket.send(encodeMessage({ id: asked, command: 'session.show', args: { session_id } }));
    },
    close() {
      if (socket.readyState !== WebSocket.OPEN || heard <= asked)
        throw new Error(`The page's socket heard ${heard} messages and is in state ${socket.readyState}.`);
      socket.close();
    },
  };
}

async function journalBytes(sessions: string): Promise<number> {
  const names = (await readdir(sessions)).filter((name) => /^\d{8}_\d{6}$/.test(name));
  const sizes = await Promise.all(names.map((name) => sizeOf(join(sessions, name, 'journal.jsonl'))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function otherBytes({ sessions, logs }: SoakOptions): Promise<{ catalog: number; log: number }> {
  const sum = async (folder: string, isMeant: (name: string) => boolean) => {
    const sizes = await Promise.all(
      (await readdir(folder)).filter(isMeant).map((name) => sizeOf(join(folder, name))),
    );
    return sizes.reduce((total, size) => total + size, 0);
  };
  return {
    catalog: await sum(sessions, (name) => name.startsWith('catalog.db')),
    log: await sum(logs, () => true),
  };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}
