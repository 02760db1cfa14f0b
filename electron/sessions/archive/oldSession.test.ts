import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sessionWorld } from '../testStore';
import { findOldSession, importOldSession } from './oldSession';
import { contentOf, control, memoryOf, partsOf } from './testArchives';

const { world, start } = sessionWorld();

const result = (name: string, seed: string) => `{
        "baseline": {"image_path": "./output\\\\base_${name}.png", "lora_name": null, "weight": 0, "prompt": "a fox", "seed": ${seed}, "timestamp": "20231001_101500"},
        "lora": {"image_path": "./output/${name}_w0.5_s${seed}_20231001.png", "lora_name": "fox.safetensors", "weight": 0.5, "prompt": "a fox", "seed": ${seed}, "timestamp": "20231001_101501"},
        "weight": 0.5, "prompt": "a fox", "negative_prompt": "", "seed": ${seed}
      }`;

/** As the first generation of the older tool wrote it: no id, keys missing, a bare NaN, the range a list, seeds that run on. */
const WRITTEN = `{
  "timestamp": 1696155300.25,
  "step_1_setup": {"lora_filename": "fox.safetensors", "weight_range": [0.5, 0.5, 0.1], "seeds": [9007199254740993], "metrics": ["Quality"],
    "prompt_pairs": [{"positive": "a fox", "negative": ""}], "cfg": NaN},
  "step_2_generation": {"generation_complete": true,
    "results": [${result('one', '9007199254740993')}, ${result('two', '9007199254740994')}],
    "shuffled_results": [{"result": ${result('two', '9007199254740994')}, "swap": true}, {"result": ${result('one', '9007199254740993')}, "swap": false}]},
  "step_3_evaluation": {"current_eval_index": 1, "current_metric_index": 0,
    "scores": [{"pair_index": 0, "metric": "Quality", "choice": "A", "stars": 4, "lora_better": true}]}
}`;

async function stage() {
  const root = join(world.root, 'sessions');
  const store = await start({ root });
  await writeFile(join(root, 'current_session.json'), WRITTEN);
  await mkdir(join(world.root, 'output'));
  for (const name of [
    'base_one.png',
    'base_two.png',
    'one_w0.5_s9007199254740993_20231001.png',
    'of somebody else.png',
  ])
    await writeFile(join(world.root, 'output', name), name);
  const parts = { ...partsOf(store), root, memory: memoryOf(root, partsOf(store)) };
  return { root, store, parts };
}

describe('the one session of the older tool', () => {
  it('stays imported when that cannot be written down, and that is said', async () => {
    const { store, parts } = await stage();
    const old = await findOldSession(parts);
    if (old === null) throw new Error('It was offered.');
    const memory = {
      ...parts.memory,
      add: () => Promise.reject(Object.assign(new Error('full, on purpose'), { code: 'ENOSPC' })),
    };
    const { id, remarks } = await importOldSession(old, { ...parts, memory }, control());
    expect(remarks).toEqual(['That it was imported could not be written down, so it may be offered again.']);
    expect(await store.ids()).toEqual([id]);
  });

  it('is offered with what is there of it, and copied with its pictures; the originals stay as they are', async () => {
    const { root, store, parts } = await stage();
    const before = await contentOf(world.root);
    const old = await findOldSession(parts);
    expect(old).toMatchObject({
      path: join(root, 'current_session.json'),
      lora_filename: 'fox.safetensors',
      pairs: 2,
      votes: 1,
      images: ['base_one.png', 'one_w0.5_s9007199254740993_20231001.png', 'base_two.png'],
      missing: ['two_w0.5_s9007199254740994_20231001.png'],
    });
    if (old === null) throw new Error('It was offered.');
    const { id, remarks } = await importOldSession(old, parts, control());
    expect(remarks).toEqual([]);
    const session = await store.open(id);
    expect(session.state.setup.loras).toEqual(['fox.safetensors']);
    expect([...session.state.pairs.values()].map((pair) => pair.seed)).toEqual([
      9007199254740993n,
      9007199254740994n,
    ]);
    expect(session.state.raters[0]?.votes).toMatchObject([{ choice: 'A', stars: 4, swap: true }]);
    expect((await readdir(session.folder.output)).sort()).toEqual([
      'base_one.png',
      'base_two.png',
      'one_w0.5_s9007199254740993_20231001.png',
    ]);
    expect(await readFile(session.folder.meta, 'utf8')).toBe(WRITTEN);
    const after = await contentOf(world.root);
    for (const [name, content] of before)
      expect({ name, content: after.get(name) }).toEqual({ name, content });
  });

  it('is offered once, and again when the file has changed', async () => {
    const { root, parts } = await stage();
    const old = await findOldSession(parts);
    if (old === null) throw new Error('It was offered.');
    await importOldSession(old, parts, control());
    expect(await findOldSession(parts)).toBeNull();
    await writeFile(join(root, 'current_session.json'), WRITTEN.replace('"stars": 4', '"stars": 5'));
    expect(await findOldSession(parts)).toMatchObject({ votes: 1 });
  });

  it('is not offered where there is none, and said to be unreadable where it is', async () => {
    const { root, store, parts } = await stage();
    await writeFile(join(root, 'current_session.json'), WRITTEN.slice(0, 200));
    await expect(findOldSession(parts)).rejects.toMatchObject({ code: 'not_possible' });
    expect(await findOldSession({ ...parts, root: join(world.root, 'output') })).toBeNull();
    expect(await store.ids()).toEqual([]);
  });

  it('takes no picture from elsewhere, whatever its file says', async () => {
    const { root, parts } = await stage();
    await writeFile(join(world.root, 'secret.png'), 'x');
    await writeFile(
      join(root, 'current_session.json'),
      WRITTEN.replaceAll('./output/one', '../secret.png/../one'),
    );
    expect((await findOldSession(parts))?.images).toEqual([
      'base_one.png',
      'one_w0.5_s9007199254740993_20231001.png',
      'base_two.png',
    ]);
  });

  it('can be stopped, and leaves nothing then', async () => {
    const { store, parts } = await stage();
    const old = await findOldSession(parts);
    if (old === null) throw new Error('It was offered.');
    for (const stopAt of [1, 2, 3])
      await expect(importOldSession(old, parts, control(stopAt))).rejects.toThrow('stopped, on purpose');
    expect(await store.ids()).toEqual([]);
    expect(await findOldSession(parts)).not.toBeNull();
  });
});
