import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../../core/contract/failure';
import { createRandom } from '../../../core/plan/random';
import { tellCount } from '../../testing/tellCount';
import { openStore, sessionWorld } from '../testStore';
import { importSessions } from './importSessions';
import { CENTRAL, control, judgedSession, partsOf, places, swap, zipOf } from './testArchives';

const { world, start } = sessionWorld();

describe('400 mutations of a good archive', () => {
  it('never crash, never write outside, and leave whole sessions or none', async () => {
    const store = await start({ root: join(world.root, 'sessions') });
    await writeFile(join(world.root, 'witness.txt'), 'as it was');
    const zip = await zipOf(store, await judgedSession(store));
    await store.dispose();
    const random = createRandom(20240115);
    const below = (bound: number) => random.int(bound);
    const outcomes = { taken: 0, refused: 0 };
    for (let turn = 0; turn < 400; turn += 1) {
      const mutated = mutate(zip, turn, below);
      const root = join(world.root, `root-${turn}`);
      const fresh = await openStore(root);
      const path = join(world.root, 'mutated.zip');
      await writeFile(path, mutated);
      try {
        const { ids } = await importSessions(path, partsOf(fresh), control());
        expect(await fresh.ids()).toEqual([...ids].sort().reverse());
        for (const id of ids) await fresh.peek(id);
        outcomes.taken += 1;
      } catch (error) {
        if (!(error instanceof AppFailure))
          throw new Error(`Mutation ${turn} is no failure of ours`, { cause: error });
        expect(error.message).toMatch(/^[A-Z].*\.$/s);
        expect(await readdir(root)).toEqual([]);
        outcomes.refused += 1;
      }
      await fresh.dispose();
    }
    const roots = Array.from({ length: 400 }, (_, turn) => `root-${turn}`);
    expect((await readdir(world.root)).filter((name) => !roots.includes(name)).sort()).toEqual([
      'mutated.zip',
      'sessions',
      'witness.txt',
    ]);
    expect(outcomes.taken + outcomes.refused).toBe(400);
    expect(outcomes.refused).toBeGreaterThan(200);
    tellCount({ trouble: 'file', name: 'zip', tried: 400, finds: 0 });
  }, 120_000);
});

/** Flips bits, cuts, doubles, and swaps names for bad ones. */
function mutate(zip: Buffer, turn: number, below: (bound: number) => number): Buffer {
  const copy = Buffer.from(zip);
  switch (turn % 5) {
    case 0:
      for (let flips = 1 + below(8); flips > 0; flips -= 1) {
        const at = below(copy.length);
        copy[at] = (copy[at] ?? 0) ^ (1 << below(8));
      }
      return copy;
    case 1:
      return copy.subarray(0, below(copy.length));
    case 2: {
      // The directory is where most of the harm can be done.
      const central = places(copy, CENTRAL);
      const at = (central[below(central.length)] ?? 0) + below(46);
      copy[at] = below(256);
      return copy;
    }
    case 3: {
      const names = [
        '../../../../etc/x',
        'C:\\Windows\\x.png',
        '/etc/passwd/xxxx',
        'con.png/../../..',
        'a/../../../b/../c',
      ];
      return swap(copy, 'session_meta.json', (names[below(names.length)] ?? '').padEnd(17, 'z').slice(0, 17));
    }
    default: {
      const from = below(copy.length);
      const length = below(copy.length - from);
      const to = below(copy.length);
      return Buffer.concat([copy.subarray(0, to), copy.subarray(from, from + length), copy.subarray(to)]);
    }
  }
}
