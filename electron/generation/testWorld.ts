import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import type { GenerationView } from '../../core/contract/generationView';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import { serverKey } from '../../core/session/serverKey';
import { blankSetup, type Setup } from '../../core/session/setup';
import { DEMO_SERVER } from '../../core/session/view';
import { parseServerAddress } from '../comfy/address';
import { type ComfyConnection, connectComfy } from '../comfy/connection';
import type { ComfySocket } from '../comfy/socket';
import { createDemoServer, type DemoOptions, type DemoServer } from '../demo/server';
import { realFileSystem } from '../sessions/fileSystem';
import { writeImageFile } from '../sessions/imageFile';
import type { OpenSession } from '../sessions/openSession';
import { createSessionStore, type SessionStore } from '../sessions/sessionStore';
import { paintFlat } from '../testing/paintFlat';
import type { Generation, GenerationOptions } from './generationPort';
import { createGeneration } from './run';

/** A process's worth of backend that a test can kill: from then on nothing it began ever comes to an end. */
export interface Life {
  readonly generation: Generation;
  /** The images that were told of, by file name, in order. */
  readonly told: string[];
  /** Faults that are bugs. */
  readonly faults: unknown[];
  /** Resolves when the view of a session is as wanted. */
  until(session: OpenSession, isWanted: (view: GenerationView) => boolean): Promise<GenerationView>;
  kill(): void;
}

export interface World {
  readonly demo: DemoServer;
  readonly store: SessionStore;
  readonly root: string;
  /** One more server, to be named by its address. */
  another(options?: DemoOptions): Promise<DemoServer>;
  session(changes?: Partial<Setup>): Promise<OpenSession>;
  live(changes?: Partial<GenerationOptions>): Life;
  dispose(): Promise<void>;
}

export const isDone = (view: GenerationView) => view.status === 'completed';
export const isPaused = (view: GenerationView) => view.status === 'paused';

/** Makes worlds for the tests of a file, and takes each down after its test. */
export function runWorlds(): (options?: DemoOptions) => Promise<World> {
  const worlds: World[] = [];
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.dispose();
  });
  return async (options = {}) => {
    const made = await createWorld(options);
    worlds.push(made);
    return made;
  };
}

/** A demo server, a sessions folder and as many lives as a test wants, all of their own. */
async function createWorld(options: DemoOptions = {}): Promise<World> {
  const root = await mkdtemp(path.join(tmpdir(), 'blindfold-run-'));
  const demos: DemoServer[] = [];
  const another = async (changes: DemoOptions = {}) => {
    const server = await createDemoServer({
      imageMs: 0,
      size: { width: 32, height: 32 },
      paint: paintFlat,
      loras: ['fox.safetensors', 'owl.safetensors'],
      checkpoints: ['sd15.safetensors'],
      ...changes,
    });
    demos.push(server);
    return server;
  };
  const demo = await another(options);
  let second = 0;
  // Each session in a second of its own, so that ids need no waiting.
  const now = () => new Date(Date.now() + second * 1000);
  const randomHex = (bytes: number) => randomBytes(bytes).toString('hex');
  const store = await createSessionStore({ root, now, randomHex, log: () => undefined });
  const lives: Life[] = [];

  function live(changes: Partial<GenerationOptions> = {}): Life {
    let isDead = false;
    const sockets: ComfySocket[] = [];
    const told: string[] = [];
    const faults: unknown[] = [];
    let wanted: {
      id: string;
      isWanted(view: GenerationView): boolean;
      resolve(view: GenerationView): void;
    }[] = [];
    const generation = createGeneration({
      now,
      fs: realFileSystem,
      defaultServer: DEMO_SERVER,
      connect: (server) => {
        const url = server === DEMO_SERVER ? demo.url : parseServerAddress(server);
        const connection = killable(connectComfy({ url, timeoutMs: 2_000 }), () => isDead);
        const openSocket: ComfyConnection['openSocket'] = (handlers) => {
          const socket = connection.openSocket(handlers);
          sockets.push(socket);
          return socket;
        };
        return { ...connection, openSocket };
      },
      newUuid: randomUUID,
      randomUint32: () => 7,
      randomHex,
      writeImage: (session, file, bytes) =>
        isDead ? forever() : writeImageFile(session, file, bytes, randomHex(6), realFileSystem),
      onProgress: (session, view) => {
        for (const one of wanted.filter(({ id, isWanted }) => id === session.id && isWanted(view)))
          one.resolve(view);
        wanted = wanted.filter(({ id, isWanted }) => id !== session.id || !isWanted(view));
      },
      onImage: (_, job) => told.push(job.file),
      onFault: (_, error) => faults.push(error),
      pollMs: 20,
      ...changes,
    });
    const life: Life = {
      generation,
      told,
      faults,
      until(session, isWanted) {
        const view = generation.view(session);
        if (isWanted(view)) return Promise.resolve(view);
        return new Promise((resolve) => wanted.push({ id: session.id, isWanted, resolve }));
      },
      kill() {
        isDead = true;
        for (const socket of sockets) socket.close();
        lives.splice(lives.indexOf(life), 1);
      },
    };
    lives.push(life);
    return life;
  }

  return {
    demo,
    store,
    root,
    another,
    live,
    async session(changes = {}) {
      second += 1;
      const setup: Setup = {
        ...blankSetup(['demo']),
        loras: ['fox.safetensors'],
        weight_range: [0.4, 0.8, 0.2],
        seeds: [1, 18446744073709551615n],
        prompt_pairs: [
          { positive: 'a red fox', negative: 'blurry' },
          { positive: 'a lighthouse, "bright"', negative: '' },
        ],
        ...changes,
      };
      return store.create(setup, '');
    },
    async dispose() {
      await Promise.all(lives.map((life) => life.generation.dispose()));
      await store.dispose();
      await Promise.all(demos.map((server) => server.dispose()));
      await rm(root, { recursive: true, force: true });
    },
  };
}

function forever<T>(): Promise<T> {
  return new Promise(() => undefined);
}

/** The same session for a life that may be killed: afterwards it writes nothing. */
export function mortal(session: OpenSession, isDead: () => boolean): OpenSession {
  return new Proxy(session, {
    get(target, name) {
      if (name === 'append')
        return (...events: NewEvent[]) => (isDead() ? forever() : target.append(...events));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function killable(connection: ComfyConnection, isDead: () => boolean): ComfyConnection {
  const { client } = connection;
  const mortalClient = new Proxy(client, {
    get(target, name) {
      return isDead() ? () => forever() : Reflect.get(target, name, target);
    },
  });
  return { ...connection, client: mortalClient };
}

/** The types of a session's events, in order. */
export async function eventTypes(session: OpenSession): Promise<string[]> {
  return (await session.readLog(10_000)).map((event) => event.type);
}

/** How many prompts the server has. */
export async function queued(demo: DemoServer): Promise<number> {
  const { running, pending } = await connectComfy({ url: demo.url }).client.queue();
  return running.length + pending.length;
}

/** Waits for the end of what the server still makes. */
export async function idle(demo: DemoServer): Promise<void> {
  while ((await queued(demo)) > 0);
}

/** The server of each spot, by `serverKey`. Fails when one spot's images come from two. */
export function makersOf(session: OpenSession): Map<string, string> {
  const found = new Map<string, string>();
  for (const { file, server } of session.state.images.values()) {
    const [, spot = ''] = /^[a-z]+_(\d+_\d+)/.exec(file) ?? [];
    const place = serverKey(server);
    if ((found.get(spot) ?? place) !== place) throw new Error(`Spot ${spot} comes from two servers.`);
    found.set(spot, place);
  }
  return found;
}

/** A session's events of one type. */
export async function eventsOf<T extends JournalEvent['type']>(session: OpenSession, type: T) {
  const events = await session.readLog(10_000);
  return events.filter((event): event is Extract<JournalEvent, { type: T }> => event.type === type);
}

/** How many images some servers made in all. */
export function madeBy(...demos: DemoServer[]): number {
  return demos.reduce((sum, demo) => sum + demo.stats().images, 0);
}
