import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { createDemoServer, type DemoServer } from '../../electron/demo/server';
import { createSession, type Json } from '../evaluation';
import { type RunningHost, startHost } from '../runningHost';
import { journaledImages } from './disk';

/** Where a case works: a folder of its own, and a ComfyUI that outlives every host. */
export interface Chamber {
  readonly folder: string;
  readonly comfy: DemoServer;
  /** Starts a host on the sessions of this chamber. */
  start(): Promise<RunningHost>;
  end(): Promise<void>;
}

/** In: the parent of the case's folder, and the case's name for it. */
export async function openChamber(parent: string, name: string, imageMs = 0): Promise<Chamber> {
  const comfy = await createDemoServer({ imageMs, size: { width: 32, height: 32 } });
  const folder = join(parent, name);
  const hosts = new Set<RunningHost>();
  return {
    folder,
    comfy,
    async start() {
      const host = await startHost({
        args: ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfy.url],
        cwd: parent,
      });
      hosts.add(host);
      return host;
    },
    async end() {
      for (const host of hosts) await host.stop('SIGKILL');
      await comfy.dispose();
    },
  };
}

/** A finished session with saved and unsaved votes, and what it holds. */
export interface Victim {
  readonly id: string;
  readonly folder: string;
  /** Choices by trial. */
  readonly votes: ReadonlyMap<string, string>;
  /** SHA-256 by file name. */
  readonly images: ReadonlyMap<string, string>;
}

const CHOICES = ['A', 'B', 'same', 'skip'];
const VOTES = 12;

/** Makes a session with images, two saves and votes after each; it is closed afterwards. */
export async function makeVictim(chamber: Chamber): Promise<Victim> {
  const host = await chamber.start();
  const id = await createSession(host);
  await ask(host, 'POST', `/sessions/${id}/generate`);
  await untilMade(host, id);
  for (let vote = 0; vote < VOTES; vote += 1) {
    const next = await ask(host, 'GET', `/sessions/${id}/trials/next`);
    const choice = CHOICES[vote % CHOICES.length];
    await ask(host, 'POST', `/sessions/${id}/votes`, { trial_id: next['trial_id'], choice });
    if (vote === 3 || vote === 7) await ask(host, 'POST', `/sessions/${id}/save`);
  }
  const votes = await votesOf(host, id);
  await host.stop();
  const folder = join(chamber.folder, 'sessions', id);
  return { id, folder, votes, images: await journaledImages(folder) };
}

/** A copy of a victim under an id of its own, as a person makes one by hand. In: a number below 3600. */
export async function copyByHand(chamber: Chamber, victim: Victim, number: number): Promise<Victim> {
  const two = (value: number) => String(value).padStart(2, '0');
  const id = `20240115_10${two(Math.floor(number / 60))}${two(number % 60)}`;
  const folder = join(chamber.folder, 'sessions', id);
  await cp(victim.folder, folder, { recursive: true });
  return { ...victim, id, folder };
}

/** The votes that a session holds, by trial. */
export async function votesOf(host: RunningHost, id: string): Promise<Map<string, string>> {
  const { trials } = await ask(host, 'GET', `/sessions/${id}/trials`);
  return new Map((trials as Json[]).map((trial) => [String(trial['trial_id']), String(trial['choice'])]));
}

/** Votes that are not as they were, in sentences. */
export function voteDifferences(
  expected: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): string[] {
  const trials = new Set([...expected.keys(), ...found.keys()]);
  return [...trials].flatMap((trial) => {
    const [was, is] = [expected.get(trial), found.get(trial)];
    return was === is
      ? []
      : [`trial ${trial} holds ${is ?? 'no vote'}, and ${was ?? 'none'} was acknowledged`];
  });
}

/** A call that must go well. Throws Error with the answer when it does not. */
export async function ask(host: RunningHost, method: string, path: string, body?: unknown): Promise<Json> {
  const answer = await host.api(method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 10;

/** Waits until a session's images are all made. Throws Error when its run ends otherwise. */
export async function untilMade(host: RunningHost, id: string): Promise<void> {
  const limit = Date.now() + PATIENCE_MS;
  for (;;) {
    const { generation } = await ask(host, 'GET', `/sessions/${id}`);
    const { status, reason } = generation as Json;
    if (status === 'completed') return;
    if (status !== 'running' || Date.now() > limit)
      throw new Error(`The run of ${id} is ${String(status)}: ${String(reason)}`);
    await pause(LOOK_EVERY_MS);
  }
}

/** Lets so many milliseconds go by. */
export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
