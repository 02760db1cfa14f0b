import type { Push } from '../../core/contract/pushes';
import { type AppSettings, DEFAULT_SETTINGS } from '../../core/contract/settings';
import { createUpdater } from './createUpdater';
import type { UpdateFeed } from './updateFeed';

/** A feed of a test, which says what it is told to say and counts what it was asked. */
export class TestFeed implements UpdateFeed {
  putsInAtQuit = true;
  asked = 0;
  restarts = 0;
  isDisposed = false;
  /** The answer to the next look. */
  newest: () => Promise<string | null> = async () => {
    this.asked += 1;
    return this.found();
  };
  found: () => string | null | Promise<string | null> = () => null;
  download: UpdateFeed['download'] = async () => undefined;
  restartInto(): void {
    this.restarts += 1;
  }
  dispose(): void {
    this.isDisposed = true;
  }
}

const DAY = Date.parse('2026-05-01T08:00:00.000Z');

/** An updater in a world whose clock, timers, settings and runs a test turns by hand. */
export function updaterWorld(agreed: boolean | null, kept: string | null | 'first start' = null) {
  const feed = new TestFeed();
  const world = {
    feed,
    feedsOpened: 0,
    now: DAY,
    kept: (kept === 'first start' ? undefined : kept) as string | null | undefined,
    mayLeave: true,
    leaves: 0,
    logged: [] as string[],
    told: [] as Push[],
    timers: new Set<{ at: number; every: number | null; run: () => void }>(),
    settings: { ...DEFAULT_SETTINGS, look_for_updates: agreed } as AppSettings,
    heardSettings: new Set<(now: AppSettings, before: AppSettings) => void>(),
    heardPushes: new Set<(push: Push) => void>(),
    answer(next: boolean | null) {
      const before = world.settings;
      world.settings = { ...before, look_for_updates: next };
      for (const listener of world.heardSettings) listener(world.settings, before);
    },
    run(status: 'running' | 'paused') {
      const push = { push: 'generation.progressed', payload: { session_id: 'a', generation: { status } } };
      for (const listener of world.heardPushes) listener(push as never);
    },
    /** Lets so much time pass, and everything happen that was to happen in it. */
    async pass(ms: number) {
      const end = world.now + ms;
      for (;;) {
        const due = [...world.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        world.now = Math.max(world.now, due.at);
        if (due.every === null) world.timers.delete(due);
        else due.at += due.every;
        due.run();
        await settled();
      }
      world.now = end;
      await settled();
    },
  };
  const timer = (ms: number, every: number | null, run: () => void) => {
    const one = { at: world.now + ms, every, run };
    world.timers.add(one);
    return () => world.timers.delete(one);
  };
  const updater = createUpdater({
    current: '0.1.0',
    settings: {
      current: () => world.settings,
      onChange: (listener) => {
        world.heardSettings.add(listener);
        return () => world.heardSettings.delete(listener);
      },
    },
    pushes: {
      tell: (push) => world.told.push(push),
      listen: (listener) => {
        world.heardPushes.add(listener);
        return () => world.heardPushes.delete(listener);
      },
    },
    openFeed: async () => {
      world.feedsOpened += 1;
      return feed;
    },
    diary: {
      read: async () => world.kept,
      write: async (at) => {
        world.kept = at;
      },
    },
    mayLeave: async () => {
      world.leaves += 1;
      return world.mayLeave;
    },
    timers: { after: (ms, run) => timer(ms, null, run), every: (ms, run) => timer(ms, ms, run) },
    now: () => new Date(world.now),
    log: (level, message) => world.logged.push(`${level}: ${message}`),
  });
  return { world, feed, updater };
}

/** Once everything that needs no time has happened. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
