import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportInput } from '../../core/report/input';
import { parseJson } from '../../core/session/json';
import { effectiveSetup } from '../../core/session/state';
import { readPngText } from '../comfy/imageCheck';
import { isDone, isPaused, runWorlds } from './testWorld';

const createWorld = runWorlds();

const OWN = { own_seeds: 2, seeds: [], weights: [0.4, 0.8], weight_range: null };

describe('a run with a seed of its own for every pair', () => {
  it('makes a baseline for each pair, with exactly its seed, and tells each seed in its files', async () => {
    const world = await createWorld();
    const session = await world.session(OWN);
    const life = world.live();
    expect(await life.generation.start(session)).toMatchObject({ images_total: 16 });
    await life.until(session, isDone);
    const pairs = [...session.state.pairs.values()];
    expect(pairs).toHaveLength(8);
    expect(new Set(pairs.map(({ seed }) => seed)).size).toBe(8);
    for (const pair of pairs) {
      for (const file of [pair.baseline, pair.lora]) {
        const text = readPngText(await readFile(join(session.folder.output, file)));
        expect(text.get('prompt'), file).toContain(`"seed":${pair.seed},`);
      }
    }
    const log = await readFile(session.folder.generationLog, 'utf8');
    const [header, ...lines] = log.trim().split('\n');
    expect(header).toBe('timestamp,image_path,lora_name,weight,prompt,negative_prompt,seed,is_baseline');
    expect(lines).toHaveLength(16);
    for (const { baseline, lora, seed } of pairs) {
      expect(
        lines.filter((line) => line.includes(`/${baseline},`) && line.endsWith(`,${seed},true`)),
      ).toHaveLength(1);
      expect(
        lines.filter((line) => line.includes(`/${lora},`) && line.endsWith(`,${seed},false`)),
      ).toHaveLength(1);
    }
    expect(reportInput(session.state, 1).own_seeds).toBe(true);
  });

  it('goes on with the same seeds after a pause and another opening, and saves each with its result', async () => {
    const world = await createWorld();
    const session = await world.session(OWN);
    const life = world.live();
    world.demo.faults.arm({ kind: 'stuck', image: 6 });
    await life.generation.start(session);
    await life.until(session, (view) => view.images_done === 5);
    await life.generation.stop(session);
    await life.until(session, isPaused);
    const before = new Map(session.state.pairs);
    await session.save();
    await session.close();
    // The saved file alone must give the plan back.
    await rm(join(session.folder.path, 'journal.jsonl'));
    const again = await world.store.open(session.id);
    expect([...again.state.pairs]).toEqual([...before]);
    expect(effectiveSetup(again.state)).toMatchObject({ own_seeds: 2, seeds: [] });
    await life.generation.resume(again);
    await life.until(again, isDone);
    await again.save();
    const saved = parseJson(await readFile(join(session.folder.path, 'session_meta.json'), 'utf8'));
    expect(saved).toMatchObject({
      step_2_generation: {
        seeds_for_generation: [],
        results: [...before.values()].map(({ seed }) => ({ seed })),
      },
    });
  });

  it('stands as it was found where only the pictures are left: the missing seeds cannot be drawn again', async () => {
    const world = await createWorld();
    const session = await world.session(OWN);
    const life = world.live();
    await life.generation.start(session);
    await life.until(session, isDone);
    const before = [...session.state.pairs.values()].map(({ lora, baseline, seed }) => ({
      lora,
      baseline,
      seed,
    }));
    await session.close();
    for (const name of await readdir(session.folder.path))
      if (name !== 'output') await rm(join(session.folder.path, name), { recursive: true });
    const after = await world.store.open(session.id);
    expect(after.state.started?.as_found).toBe(true);
    const found = [...after.state.pairs.values()].map(({ lora, baseline, seed }) => ({
      lora,
      baseline,
      seed,
    }));
    const byName = (a: { lora: string }, b: { lora: string }) => (a.lora < b.lora ? -1 : 1);
    expect(found.sort(byName)).toEqual(before.sort(byName));
    expect(effectiveSetup(after.state).own_seeds).toBe(2);
  });
});
