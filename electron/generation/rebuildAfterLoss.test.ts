import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planPairs } from '../../core/plan/jobs';
import { FIRST_RATER, findRater } from '../../core/session/state';
import type { OpenSession } from '../sessions/openSession';
import { isDone, runWorlds, type World } from './testWorld';

const createWorld = runWorlds();

/** A finished session whose folder holds nothing but its pictures any more. */
async function lost(world: World, changes: Parameters<World['session']>[0] = {}): Promise<OpenSession> {
  const session = await world.session(changes);
  const life = world.live();
  await life.generation.start(session);
  await life.until(session, isDone);
  await life.generation.dispose();
  await session.close();
  for (const name of await readdir(session.folder.path))
    if (name !== 'output') await rm(join(session.folder.path, name), { recursive: true });
  return session;
}

describe('a session of which only the pictures are left', () => {
  it('has its whole plan again, out of what the server wrote into them', async () => {
    const world = await createWorld();
    const before = await lost(world, { loras: ['fox.safetensors', 'owl.safetensors'] });
    const after = await world.store.open(before.id);
    expect(after).toMatchObject({ damaged: null, unsavedChanges: 0, recovery: null });
    expect(after.state).toMatchObject({ recovered_from_disk: true, run: { status: 'completed' } });
    const { started } = after.state;
    expect(started?.as_found).toBe(false);
    // The server stands in no picture; the metric is asked anew.
    expect(started?.setup).toEqual({ ...before.state.started?.setup, servers: [] });
    expect(planPairs(started?.setup ?? before.state.setup, started?.order_seed ?? 0)).toEqual([
      ...before.state.pairs.values(),
    ]);
    expect([...after.state.images.keys()].sort()).toEqual([...before.state.images.keys()].sort());
    expect(findRater(after.state, FIRST_RATER)?.shown).toHaveLength(before.state.pairs.size);
    expect(after.repairs).toEqual([
      'The saved state is gone, so this session was put together from what lies in its folder. ' +
        '28 images were recovered, with prompts, seeds, weights, LoRA files and sampling. ' +
        'Votes, metrics and notes were not: nothing tells them any more. The metric asked for is Quality.',
    ]);
  });

  it('makes what is missing, by the same workflow', async () => {
    const world = await createWorld();
    const before = await lost(world);
    const [gone = '', torn = ''] = [...before.state.images.keys()];
    await rm(before.folder.pathOfImage(gone));
    await writeFile(before.folder.pathOfImage(torn), 'no picture');
    const session = await world.store.open(before.id);
    expect(session.state.run).toMatchObject({
      status: 'paused',
      reason: expect.stringContaining('14 of 16'),
    });
    expect(session.repairs.join()).toContain('2 images are missing. Resume makes what is missing.');
    const life = world.live();
    await life.generation.resume(session);
    await life.until(session, isDone);
    expect(life.told.sort()).toEqual([gone, torn].sort());
    expect(session.state.images.size).toBe(16);
  });
});
