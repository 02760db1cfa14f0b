import { expect, it } from 'vitest';
import { parseSessionId, type SessionId } from '../../core/session/identity';
import { realFileSystem } from '../sessions/fileSystem';
import { sessionWorld } from '../sessions/testStore';
import { realTimers } from '../sessions/timers';
import { createMeasuring } from './measuring';

const { world } = sessionWorld();
const FIRST = parseSessionId('20240115_143022');
const SECOND = parseSessionId('20240115_150000');

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
