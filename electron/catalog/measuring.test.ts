import { afterEach, expect, it, vi } from 'vitest';
import { parseSessionId, type SessionId } from '../../core/session/identity';
import { realFileSystem } from '../sessions/fileSystem';
import { sessionWorld } from '../sessions/testStore';
import { realTimers } from '../sessions/timers';
import { createMeasuring } from './measuring';

const { world } = sessionWorld();
const FIRST = parseSessionId('20240115_143022');
const SECOND = parseSessionId('20240115_150000');

afterEach(() => {
  vi.restoreAllMocks();
});

it.each(Array.from({ length: 12 }, (_, hops) => hops))(
  'measures what is added just as the work ends (%i steps after the last sizes were kept)',
  async (hops) => {
    const kept: SessionId[] = [];
    const faults: unknown[] = [];
    const isAdded = Promise.withResolvers<void>();
    const addLater = async () => {
      for (let hop = 0; hop < hops; hop += 1) await null;
      measuring.add([SECOND]);
      isAdded.resolve();
    };
    const measuring = createMeasuring({
      root: world.root,
      fs: realFileSystem,
      timers: realTimers,
      keep: async (sizes) => {
        kept.push(...sizes.keys());
        if (kept.length === 1) void addLater();
      },
      onFault: (error) => faults.push(error),
    });
    measuring.add([FIRST]);
    await isAdded.promise;
    await expect.poll(() => kept, { interval: 5 }).toEqual([FIRST, SECOND]);
    await measuring.dispose();
    expect(faults).toEqual([]);
  },
);

it.each([
  ['as soon as ever where it takes no time', 0, 2_000],
  ['fifty times as long after it as it took', 100, 5_000],
  ['after a minute at the latest', 30_000, 60_000],
])('measures a folder in use again %s', async (_, took, wait) => {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const waits: number[] = [];
  const kept: SessionId[] = [];
  const measuring = createMeasuring({
    root: world.root,
    fs: {
      ...realFileSystem,
      facts: async (path) => {
        now += took;
        return realFileSystem.facts(path);
      },
    },
    timers: {
      ...realTimers,
      after: (ms) => {
        waits.push(ms);
        return () => undefined;
      },
    },
    keep: async (sizes) => void kept.push(...sizes.keys()),
    onFault: (error) => expect.unreachable(String(error)),
  });
  measuring.add([FIRST]);
  await expect.poll(() => kept, { interval: 5 }).toEqual([FIRST]);
  measuring.addLater(FIRST);
  expect(waits).toEqual([wait]);
  await measuring.dispose();
});
