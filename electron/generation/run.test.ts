import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { builtinWorkflow } from '../../core/workflow/builtin';
import { connectComfy } from '../comfy/connection';
import { inspectPng, readPngText } from '../comfy/imageCheck';
import { eventTypes, isDone, runWorlds } from './testWorld';

const world = runWorlds();

async function failureOf(promise: Promise<unknown>): Promise<AppFailure> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppFailure) return error;
  throw error ?? new Error('It did not fail.');
}

describe('a whole run', { timeout: 30_000 }, () => {
  it('makes every image once, each with its own seed, prompt and weight', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, told, until, faults } = live();
    const first = await generation.start(session);
    expect(first).toMatchObject({ status: 'running', images_total: 16, can_resume: false });
    const view = await until(session, isDone);
    expect(view).toMatchObject({
      images_done: 16,
      failed: [],
      current: null,
      reason: null,
      can_resume: false,
    });
    expect(faults).toEqual([]);
    expect(demo.stats().images).toBe(16);
    expect(new Set(told).size).toBe(16);
    const files = (await readdir(session.folder.output)).filter((name) => name.endsWith('.png')).sort();
    expect(files).toEqual([...session.state.images.keys()].sort());
    expect(files.filter((name) => name.startsWith('baseline_'))).toHaveLength(4);

    const texts = new Map<string, string>();
    for (const file of files) {
      const bytes = await readFile(session.folder.pathOfImage(file));
      expect(inspectPng(bytes)).toEqual({ ok: true, width: 32, height: 32 });
      texts.set(file, readPngText(bytes).get('prompt') ?? '');
    }
    expect(texts.get('lora_1_1_w0.6.png')).toMatch(/"seed": ?18446744073709551615/);
    expect(texts.get('lora_1_1_w0.6.png')).toMatch(/"strength_model": ?0\.6/);
    expect(texts.get('lora_0_0_w0.8.png')).toContain('a red fox');
    expect(texts.get('baseline_1_1.png')).not.toContain('LoraLoader');
    expect(texts.get('baseline_1_1.png')).toMatch(/"seed": ?18446744073709551615/);
  });

  it('journals the start with everything filled in, each image before and after it is made, and the end', async () => {
    const { live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    await generation.start(session);
    await until(session, isDone);
    const events = await session.readLog(1_000);
    const types = events.map((event) => event.type);
    const begin = types.indexOf('session_start');
    expect(types.slice(begin, begin + 4)).toEqual([
      'session_start',
      'order_drawn',
      'setup_loaded',
      'setup_checked',
    ]);
    const start = events[begin];
    expect(start?.type === 'session_start' && start.setup).toMatchObject({
      checkpoint: 'sd15.safetensors',
      size: [512, 512],
      sampling: { steps: 24, cfg: 7, sampler_name: 'dpmpp_2m', scheduler: 'karras' },
    });
    expect(events[begin + 3]).toMatchObject({ demo: true });
    expect(session.state.demo).toBe(true);
    const order = events.find((event) => event.type === 'order_drawn');
    expect(order?.type === 'order_drawn' && order.order).toHaveLength(12);
    expect(types.filter((type) => type === 'images_generating')).toHaveLength(16);
    expect(types.filter((type) => type === 'prompt_start')).toHaveLength(2);
    expect(types.filter((type) => type === 'prompt_completed')).toHaveLength(2);
    expect(types.at(-1)).toBe('session_completed');
    for (const event of events) {
      if (event.type !== 'images_generating') continue;
      expect(event.prefix).toMatch(new RegExp(`^blindfold/${session.id}/[0-9a-f]{16}$`));
      const made = events.find((one) => one.type === 'image_completed' && one.job === event.job);
      expect(made?.seq).toBeGreaterThan(event.seq);
    }
    const done = events.flatMap((event) => (event.type === 'image_completed' ? [event.done] : []));
    expect(done).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
  });

  it('lists every image in generation_log.csv', async () => {
    const { live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    await generation.start(session);
    await until(session, isDone);
    const lines = (await readFile(session.folder.generationLog, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(17);
    expect(lines[0]).toBe('timestamp,image_path,lora_name,weight,prompt,negative_prompt,seed,is_baseline');
    const line = lines.find((one) => one.includes('lora_1_1_w0.4.png'));
    expect(line).toMatch(/^\d{8}_\d{6},/);
    expect(line).toContain(
      `./sessions/${session.id}/output/lora_1_1_w0.4.png,fox.safetensors,0.4,"a lighthouse, ""bright""",,18446744073709551615,false`,
    );
    expect(lines.find((one) => one.includes('baseline_0_0.png'))).toContain(',,0,a red fox,blurry,1,true');
  });

  it('answers a start on a finished session without making anything', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    await generation.start(session);
    await until(session, isDone);
    const before = (await eventTypes(session)).length;
    expect(await generation.start(session)).toMatchObject({ status: 'completed', images_done: 16 });
    expect(await generation.resume(session)).toMatchObject({ status: 'completed' });
    expect((await eventTypes(session)).length).toBe(before);
    expect(demo.stats().images).toBe(16);
  });

  it('takes two starts at once for one', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    const { generation, until } = live();
    await Promise.all([generation.start(session), generation.start(session)]);
    await generation.start(session);
    await until(session, isDone);
    expect((await eventTypes(session)).filter((type) => type === 'session_start')).toHaveLength(1);
    expect(demo.stats().images).toBe(16);
  });

  it("runs the person's own workflow, and leaves nothing on the server when told so", async () => {
    const { demo, live, session: create } = await world();
    const workflow = builtinWorkflow({ checkpoint: 'sd15.safetensors', size: [64, 64] });
    delete workflow['10'];
    for (const [id, input, slot] of [
      ['3', 'model', 0],
      ['6', 'clip', 1],
      ['7', 'clip', 1],
    ] as const) {
      const node = workflow[id];
      if (node !== undefined) node.inputs[input] = ['4', slot];
    }
    const session = await create({ workflow, leave_nothing_on_server: true, seeds: [5] });
    const { generation, until } = live();
    await generation.start(session);
    await until(session, isDone);
    expect(demo.stats().images).toBe(8);
    expect(session.state.started?.setup.bindings).toMatchObject({
      output: '9',
      lora: null,
      seed: { node: '3', input: 'seed' },
    });
    const text =
      readPngText(await readFile(session.folder.pathOfImage('lora_0_0_w0.4.png'))).get('prompt') ?? '';
    expect(text).toContain('PreviewImage');
    expect(text).toContain('LoraLoader');
  });

  it('switches an entry of a Power Lora Loader, and refuses before the first image what that node would leave out', async () => {
    const { demo, live, session: create } = await world();
    const workflow = builtinWorkflow({ checkpoint: 'sd15.safetensors', size: [64, 64] });
    const other = { on: true, lora: 'gone.safetensors', strength: 0.5 };
    const inputs = { model: ['4', 0], clip: ['4', 1], lora_1: other };
    workflow['10'] = { class_type: 'Power Lora Loader (rgthree)', inputs };
    const faulty = await create({ workflow, seeds: [5] });
    const { generation, until } = live();
    await expect(generation.start(faulty)).rejects.toMatchObject({
      code: 'server_refuses',
      field: 'setup.workflow',
      message: expect.stringContaining('lora_1: this server has no LoRA named gone.safetensors'),
    });
    expect(demo.stats().images).toBe(0);

    workflow['10'].inputs['lora_1'] = { ...other, on: false };
    const session = await create({ workflow, seeds: [5] });
    await generation.start(session);
    await until(session, isDone);
    expect(demo.stats().images).toBe(8);
    expect(session.state.started?.setup.bindings).toMatchObject({ lora: '10', lora_entry: 'lora_2' });
    const textOf = async (file: string) =>
      readPngText(await readFile(session.folder.pathOfImage(file))).get('prompt') ?? '';
    expect(await textOf('lora_0_0_w0.4.png')).toContain('"lora_2":{"on":true,"lora":');
    expect(await textOf('baseline_0_0.png')).not.toContain('lora_2');
  });

  it('tells how far it is: images, speed and the steps of the current image', async () => {
    const { demo, live, session: create } = await world({ imageMs: 5 });
    const session = await create();
    const { generation, until } = live();
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 3, step: 1, until: promise });
    await generation.start(session);
    const stepping = await until(session, (view) => view.current?.step === 1 && view.images_done === 2);
    expect(stepping.current?.steps).toBe(24);
    expect(stepping.current?.number).toBeGreaterThan(0);
    expect(stepping.rate).toBeGreaterThan(0);
    expect(stepping.seconds_left).toBeGreaterThan(0);
    resolve();
    await until(session, isDone);
  });
});

describe('what is refused', { timeout: 30_000 }, () => {
  it('changes nothing: faults of the set-up, found without the server', async () => {
    const { demo, live, session: create } = await world();
    const session = await create({ prompt_pairs: [], seeds: [], workflow: { nodes: [] } });
    const before = await eventTypes(session);
    const failure = await failureOf(live().generation.start(session));
    expect(failure.code).toBe('bad_request');
    expect(failure.details?.map((fault) => fault.field)).toEqual([
      'setup.prompt_pairs',
      'setup.seeds',
      'setup.workflow',
    ]);
    expect(await eventTypes(session)).toEqual(before);
    expect(demo.stats().prompts).toBe(0);
  });

  it('changes nothing: a LoRA that the server lacks, with the near name', async () => {
    const { live, session: create } = await world();
    const session = await create({ loras: ['foxx.safetensors'] });
    const before = await eventTypes(session);
    const { generation } = live();
    const failure = await failureOf(generation.start(session));
    expect(failure).toMatchObject({ code: 'server_refuses', status: 422, field: 'setup.loras[0]' });
    expect(failure.message).toBe(
      'This server has no LoRA named foxx.safetensors. Did you mean fox.safetensors?',
    );
    expect(await eventTypes(session)).toEqual(before);
    expect(generation.view(session)).toMatchObject({ status: 'pending', can_resume: false });
    expect(generation.isActive(session.id)).toBe(false);
  });

  it('changes nothing: no server, no ComfyUI, no checkpoint', async () => {
    const { demo, live, session: create } = await world({ checkpoints: [] });
    const session = await create();
    const { generation } = live();
    expect(await failureOf(generation.start(session))).toMatchObject({
      code: 'server_refuses',
      field: 'setup.checkpoint',
    });
    demo.faults.arm({ kind: 'html', path: '/system_stats' });
    expect(await failureOf(generation.start(session))).toMatchObject({
      code: 'comfy_unreachable',
      status: 502,
    });
    await demo.dispose();
    expect(await failureOf(generation.start(session))).toMatchObject({ code: 'comfy_unreachable' });
    expect(session.state.started).toBeNull();
  });

  it('changes nothing: a set-up that was taken back while the server was asked', async () => {
    const { demo, live, session: create } = await world();
    const session = await create();
    await session.save();
    await session.append({ type: 'setup_changed', changes: { seeds: [9] } });
    const { generation } = live({
      connect: async () => {
        await session.discard();
        return connectComfy({ url: demo.url });
      },
    });
    const failure = await failureOf(generation.start(session));
    expect(failure).toMatchObject({ code: 'not_possible' });
    expect(session.state.started).toBeNull();
    expect(session.state.setup.seeds).toHaveLength(2);
  });

  it('is not possible: pausing, stopping or resuming what was never started', async () => {
    const { live, session: create } = await world();
    const session = await create();
    const { generation } = live();
    for (const call of [generation.pause, generation.stop, generation.resume]) {
      expect(await failureOf(call(session))).toMatchObject({ code: 'not_possible', status: 409 });
    }
  });
});
