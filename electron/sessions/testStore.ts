import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Processes } from './processes';
import { createSessionStore, type SessionStore, type SessionStoreOptions } from './sessionStore';
import type { Timers } from './timers';

/** A fresh folder of this test's own. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'blindfold-sessions-'));
}

/** Processes as a test wants them: which are alive, by their starts. */
export function fakeProcesses(pid: number, alive: ReadonlyMap<number, string | null>): Processes {
  return {
    self: async () => ({ pid, started: alive.get(pid) ?? null, host: 'here' }),
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
