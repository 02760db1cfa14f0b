import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { JournalEvent, NewEvent } from '../../core/session/events';
import { parseJson } from '../../core/session/json';
import type { JsonObject } from '../../core/session/state';
import { parseJournal } from './journalFile';
import type { SessionGlance } from './openSession';
import type { Processes } from './processes';
import { createSessionStore, type SessionStore } from './sessionStore';
import type { SessionStoreOptions } from './storeOptions';
import type { Timers } from './timers';

/** A fresh folder of this test's own. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'blindfold-sessions-'));
}

/** Processes as a test wants them: which are alive, by their starts. */
export function fakeProcesses(pid: number, alive: ReadonlyMap<number, string | null>): Processes {
  return {
    self: async () => ({ pid, started: alive.get(pid) ?? null, host: 'here', namespace: null }),
    look: async (other) => {
      const started = alive.get(other);
      return started === undefined ? 'gone' : { started };
    },
  };
}

/** Timers that run when the test says so. */
export interface ManualTimers extends Timers {
  /** Lets so much time go by. */
  pass(ms: number): void;
}

export function createManualTimers(): ManualTimers {
  let now = 0;
  const waiting = new Set<{ due: number; every: number | null; run: () => void }>();
  const add = (ms: number, every: number | null, run: () => void) => {
    const timer = { due: now + ms, every, run };
    waiting.add(timer);
    return () => void waiting.delete(timer);
  };
  return {
    after: (ms, run) => add(ms, null, run),
    every: (ms, run) => add(ms, ms, run),
    pass: (ms) => {
      const end = now + ms;
      for (;;) {
        const next = [...waiting].filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        now = next.due;
        if (next.every === null) waiting.delete(next);
        else next.due += next.every;
        next.run();
      }
      now = end;
    },
  };
}

/** A store on a root, as one run of the program would open it. */
export function openStore(root: string, options: Partial<SessionStoreOptions> = {}): Promise<SessionStore> {
  return createSessionStore({
    root,
    now: () => new Date(2024, 0, 15, 14, 30, 22),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    log: () => undefined,
    ...options,
  });
}

/** A sessions folder of its own for every test of a file, with what tests look into it for. */
export function sessionWorld() {
  const world = { root: '' };
  const stores: SessionStore[] = [];
  beforeEach(async () => {
    world.root = await temporaryFolder();
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.dispose();
    await rm(world.root, { recursive: true, force: true });
  });

  const start = async (options: Partial<SessionStoreOptions> = {}): Promise<SessionStore> => {
    const store = await openStore(world.root, options);
    stores.push(store);
    return store;
  };
  /** Programs on one computer, of which all but the last are gone. */
  const lifetimes = () => {
    const alive = new Map<number, string | null>();
    let pid = 0;
    return {
      next: (options: Partial<SessionStoreOptions> = {}) => {
        alive.clear();
        pid += 1;
        alive.set(pid, `start of ${pid}`);
        return start({ processes: fakeProcesses(pid, new Map(alive)), ...options });
      },
    };
  };
  return { world, start, lifetimes };
}

/** An edit of the draft. */
export function edit(...metrics: string[]): NewEvent {
  return { type: 'setup_changed', changes: { metrics } };
}

/** The events that are on disk. */
export async function journalOf(session: SessionGlance): Promise<JournalEvent[]> {
  return parseJournal(await readFile(session.folder.journal)).events;
}

/** Their types. */
export async function typesOf(session: SessionGlance): Promise<string[]> {
  return (await journalOf(session)).map((event) => event.type);
}

/** The saved file as it is on disk. */
export async function savedOf(session: SessionGlance): Promise<JsonObject> {
  return parseJson(await readFile(session.folder.meta, 'utf8')) as JsonObject;
}
