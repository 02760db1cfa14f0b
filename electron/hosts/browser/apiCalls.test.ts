import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JsonValue, parseJson, stringifyJson } from '../../../core/session/json';
import { createDemoServer, type DemoServer } from '../../demo/server';
import { settingsIn } from '../../settings/testSettings';
import {
  type BackendWorld,
  createBackendWorld,
  DEMO_SETUP,
  makeImages,
  nextPush,
} from '../../testing/backendWorld';
import type { Backend } from '../backendPort';
import { type HttpHost, startHttpServer } from './httpServer';

const TOKEN = 'a-token-of-this-test-only';
const QUICK = { ...DEMO_SETUP, weights: [0.8], seeds: [1, 2], prompt_pairs: [{ positive: 'a fox in snow' }] };

let world: BackendWorld;
let backend: Backend;
let host: HttpHost;
let demo: DemoServer;

beforeEach(async () => {
  world = await createBackendWorld();
  demo = await createDemoServer({ imageMs: 0, size: { width: 48, height: 48 } });
  backend = await world.start({
    startDemo: false,
    settings: await settingsIn(world.root, { given: { default_server: demo.url } }),
  });
  host = await startHttpServer({
    backend,
    token: TOKEN,
    port: 0,
    files: null,
    logBug: (error) => world.bugs.push(error),
  });
});
afterEach(async () => {
  await host.close();
  await world.dispose();
  await demo.dispose();
  expect(world.bugs).toEqual([]);
});

async function ask(method: string, path: string, body?: JsonValue) {
  const answer = await fetch(`${host.url}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}` },
    ...(body === undefined ? {} : { body: stringifyJson(body) }),
  });
  const text = await answer.text();
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  return { status: answer.status, text, body: parseJson(text) as any };
}

describe('the log of a session', () => {
  it('is answered whole, by level, and no more than is asked for', async () => {
    const id = await makeImages(backend, QUICK);
    const { status, body } = await ask('GET', `/sessions/${id}/log`);
    expect(status).toBe(200);
    const seqs = body.entries.map((entry: { seq: number }) => entry.seq);
    expect(seqs).toEqual([...seqs].sort((a: number, b: number) => a - b));
    expect(Object.keys(body.entries[0]).sort()).toEqual(['at', 'level', 'message', 'seq', 'type']);
    const types = body.entries.map((entry: { type: string }) => entry.type);
    expect(types).toEqual(expect.arrayContaining(['session_start', 'image_completed', 'session_completed']));
    const newest = await ask('GET', `/sessions/${id}/log?limit=3`);
    expect(newest.body.entries).toEqual(body.entries.slice(-3));
    const made = await ask('GET', `/sessions/${id}/log?level=success&limit=2`);
    const successes = body.entries.filter((entry: { level: string }) => entry.level === 'success');
    expect(made.body.entries).toEqual(successes.slice(-2));
    expect((await ask('GET', `/sessions/${id}/log?level=error`)).body.entries).toEqual([]);
  });

  it('says no label before the reveal', async () => {
    const id = await makeImages(backend, QUICK);
    const next = await ask('GET', `/sessions/${id}/trials/next`);
    await ask('POST', `/sessions/${id}/votes`, { trial_id: next.body.trial_id, choice: 'A' });
    const { text } = await ask('GET', `/sessions/${id}/log`);
    expect(text).toContain('vote_cast');
    // The digits of a time say nothing.
    const words = text.replaceAll(/"at":"[^"]*"/g, '');
    for (const label of ['inkwash', 'baseline', '0.8', 'lora_', '"A"', 'side'])
      expect(words).not.toContain(label);
  });

  it.each([
    ['level=loud', 'level'],
    ['limit=0', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=10001', 'limit'],
    ['limit=many', 'limit'],
    ['limit=1.5', 'limit'],
  ])('refuses %s by name', async (query, field) => {
    const { session_id: id } = await backend.call('session.create', {});
    for (const path of [`/sessions/${id}/log`, '/log']) {
      const { status, body } = await ask('GET', `${path}?${query}`);
      expect(status, path).toBe(400);
      expect(body.error.field).toBe(field);
    }
  });

  it('is 404 for a session that is not there', async () => {
    expect((await ask('GET', '/sessions/20200101_000000/log')).status).toBe(404);
  });
});

describe('retry', () => {
  it('makes what failed, and only that', async () => {
    demo.faults.arm({ kind: 'node_error', image: 2 });
    const { session_id: id } = await backend.call('session.create', { setup: QUICK });
    const ended = nextPush(backend, 'session.changed', ({ summary }) => summary.status === 'paused');
    await ask('POST', `/sessions/${id}/generate`);
    await ended;
    const before = (await ask('GET', `/sessions/${id}`)).body;
    expect(before.generation).toMatchObject({ images_done: 3, images_total: 4 });
    expect(before.generation.failed).toHaveLength(1);
    const prompts = demo.stats().prompts;
    const made = nextPush(backend, 'session.changed', ({ summary }) => summary.status === 'completed');
    const retry = await ask('POST', `/sessions/${id}/retry`);
    expect(retry.status).toBe(202);
    expect(retry.body.images_total).toBe(4);
    await made;
    expect((await ask('GET', `/sessions/${id}`)).body.generation).toMatchObject({
      status: 'completed',
      images_done: 4,
      failed: [],
    });
    expect(demo.stats().prompts - prompts).toBe(1);
    expect(demo.unhitFaults()).toEqual([]);
    const refused = await ask('POST', `/sessions/${id}/retry`);
    expect([202, 409]).toContain(refused.status);
    expect(demo.stats().prompts - prompts).toBe(1);
  });
});

describe('settings', () => {
  it('are read and changed, each fault beside its field', async () => {
    const { status, body } = await ask('GET', '/settings');
    expect(status).toBe(200);
    expect(body).toMatchObject({ persistence_enabled: true, sessions_root: expect.any(String) });
    const heard = nextPush(backend, 'settings.changed');
    const changed = await ask('PATCH', '/settings', { changes: { autosave_minutes: 5 } });
    expect(changed.body.settings.autosave_minutes).toBe(5);
    expect((await heard).settings.autosave_minutes).toBe(5);
    for (const [changes, field] of [
      [{ autosave_minutes: 0 }, 'changes.autosave_minutes'],
      [{ retention_hours: 0 }, 'changes.retention_hours'],
      [{ retention_hours: -1 }, 'changes.retention_hours'],
      [{ storage_type: 'redis' }, 'changes.storage_type'],
      [{ sessions_root: 'relative' }, 'changes.sessions_root'],
      [{ default_server: 'ftp://x' }, 'changes.default_server'],
    ] as const) {
      const refused = await ask('PATCH', '/settings', { changes });
      expect(refused.status, field).toBe(400);
      expect(refused.body.error.field).toBe(field);
    }
    expect((await ask('GET', '/settings')).body.settings.autosave_minutes).toBe(5);
  });

  it('give new sessions their server at once, unless it is given from outside', async () => {
    const own = await world.start({
      root: `${world.root}/own`,
      startDemo: false,
      settings: await settingsIn(`${world.root}/own`),
    });
    await own.call('settings.change', { changes: { default_server: '10.0.0.7:8199' } });
    const { session_id } = await own.call('session.create', {});
    expect((await own.call('session.get', { session_id })).setup.servers).toEqual(['http://10.0.0.7:8199']);
    expect((await own.call('app.info', {})).default_server).toBe('http://10.0.0.7:8199');
  });

  it('change the kind of the catalog at once', async () => {
    const { session_id } = await backend.call('session.create', { notes: 'listed' });
    for (const kind of ['file', 'sqlite', 'file']) {
      const changed = await ask('PATCH', '/settings', { changes: { storage_type: kind } });
      expect(changed.body.from_next_start).toBeNull();
      const { body } = await ask('GET', '/storage/stats');
      expect(body).toMatchObject({ storage_type: kind, total_sessions: 1 });
      expect((await ask('GET', '/sessions?q=listed')).body.sessions).toMatchObject([{ session_id }]);
    }
  });

  it('save at milestones once that is wished', async () => {
    await ask('PATCH', '/settings', { changes: { save_at_milestones: true } });
    const { session_id: id } = await backend.call('session.create', { setup: QUICK });
    const saved = nextPush(
      backend,
      'session.changed',
      ({ summary }) => summary.status === 'completed' && summary.saved_at !== null,
    );
    await ask('POST', `/sessions/${id}/generate`);
    await saved;
    const again = nextPush(
      backend,
      'session.changed',
      ({ summary }) => summary.votes_done === summary.votes_total && summary.unsaved_changes === 0,
    );
    for (;;) {
      const { body } = await ask('GET', `/sessions/${id}/trials/next`);
      if (body.done === true) break;
      await ask('POST', `/sessions/${id}/votes`, { trial_id: body.trial_id, choice: 'same' });
    }
    await again;
  });
});

describe('the log of the app', () => {
  it('is answered with its levels, and told as it grows', async () => {
    const heard = nextPush(backend, 'app.logged', ({ entry }) => entry.message.includes('saved by itself'));
    await ask('PATCH', '/settings', { changes: { save_at_milestones: true } });
    await makeImages(backend, QUICK);
    expect((await heard).entry.level).toBe('info');
    const { status, body } = await ask('GET', '/log?limit=100');
    expect(status).toBe(200);
    expect(body.entries[0].message).toContain('starts as browser host');
    expect(body.entries.at(-1).message).toContain('saved by itself');
    expect((await ask('GET', '/log?level=error')).body.entries).toEqual([]);
  });

  it('gives diagnostics that hold no prompt, no note, no LoRA and no key', async () => {
    const { session_id } = await backend.call('session.create', {
      setup: { ...QUICK, prompt_pairs: [{ positive: 'planted prompt', negative: 'planted negative' }] },
      notes: 'planted note',
    });
    await backend.call('session.save', { session_id });
    const { text } = await backend.call('app.diagnostics', {});
    expect(text).toContain('Blindfold 0.0.0, browser host');
    expect(text).toContain('  sessions: 1');
    for (const secret of ['planted', 'inkwash', TOKEN]) expect(text).not.toContain(secret);
  });
});

describe('what the log of the app tells', () => {
  it('is the run, the mending, and how long work ended, without labels and prompts', async () => {
    const id = await makeImages(backend, QUICK);
    await backend.call('session.save', { session_id: id });
    await backend.call('session.copy', { session_id: id });
    await backend.dispose();
    await writeFile(join(world.root, id, 'session_meta.json'), '{"torn');
    const next = await world.start({ startDemo: false });
    await next.call('session.get', { session_id: id });
    await next.call('session.get', { session_id: id });
    const before = (await backend.call('app.log', {})).entries.map(({ message }) => message);
    expect(before).toEqual(
      expect.arrayContaining([
        `Session ${id}: its run began.`,
        `Session ${id}: all its images are made.`,
        expect.stringMatching(new RegExp(`^Copying ${id}: Copied as `)),
        'Blindfold ends.',
      ]),
    );
    const after = (await next.call('app.log', { level: 'warning' })).entries.map(({ message }) => message);
    expect(
      after.filter((message) => message.startsWith(`Session ${id} was not as it should be.`)),
    ).toHaveLength(1);
    for (const secret of ['inkwash', 'fox', 'lora_', '0.8'])
      expect([...before, ...after].join('\n')).not.toContain(secret);
  });
});

describe('the headers of protected servers', () => {
  it('are given and taken away, and no answer holds a value', async () => {
    const header = { server: 'gpu.example', header_name: 'Authorization', header_value: 'Bearer aKey-12345' };
    const given = await ask('POST', '/comfyui/access', header);
    expect(given).toMatchObject({
      status: 200,
      body: { servers: [{ server: 'http://gpu.example:8188', header_name: 'Authorization' }] },
    });
    const listed = await ask('GET', '/comfyui/access');
    expect(listed.body).toEqual(given.body);
    const refused = await ask('POST', '/comfyui/access', { ...header, header_value: 'aKey-12345\nX: y' });
    expect(refused).toMatchObject({ status: 400, body: { error: { field: 'header_value' } } });
    for (const { text } of [given, listed, refused]) expect(text).not.toContain('aKey-12345');
    const gone = await ask('POST', '/comfyui/access', { ...header, header_name: null, header_value: null });
    expect(gone.body).toEqual({ servers: [] });
  });
});

describe('presets', () => {
  it('are kept, replaced when that is said, read digit for digit and deleted', async () => {
    const path = `/presets/${encodeURIComponent('Foxes / at 100 %')}`;
    const kept = await ask('PUT', path, { setup: QUICK });
    expect(kept).toMatchObject({ status: 200, body: { presets: [{ name: 'Foxes / at 100 %' }] } });
    expect(await ask('PUT', path, { setup: QUICK })).toMatchObject({
      status: 409,
      body: { error: { code: 'not_possible', field: 'name' } },
    });
    const seeds = [18446744073709551615n];
    expect((await ask('PUT', path, { setup: { ...QUICK, seeds }, replace: true })).status).toBe(200);
    const one = await ask('GET', path);
    expect(one.text).toContain('"seeds":[18446744073709551615]');
    expect(one.body.setup).toMatchObject({
      loras: QUICK.loras,
      weights: [0.8],
      servers: [],
    });
    expect(await ask('PUT', '/presets/x', { setup: { seeds: [-1] } })).toMatchObject({
      status: 400,
      body: { error: { field: 'setup.seeds[0]' } },
    });
    expect((await ask('GET', '/presets/x')).status).toBe(404);
    expect(await ask('DELETE', path)).toMatchObject({ status: 200, body: { presets: [] } });
    expect((await ask('GET', '/presets')).body).toEqual({ presets: [] });
  });
});

describe('what a LoRA says about itself', () => {
  it('is answered for the server for new sessions, and for another one', async () => {
    const lora = encodeURIComponent('demo/overcooked_v2.safetensors');
    const { status, body } = await ask('GET', `/comfyui/lora?lora=${lora}`);
    expect(status).toBe(200);
    expect(body.info).toMatchObject({ base_model: 'SDXL', trigger_words: ['overcooked poster'] });
    expect((await ask('GET', '/comfyui/lora?lora=none&server=demo')).body).toEqual({ info: null });
    expect((await ask('GET', `/comfyui/lora?lora=${lora}&server=http://127.0.0.1:1`)).status).toBe(502);
    expect(await ask('GET', '/comfyui/lora')).toMatchObject({
      status: 400,
      body: { error: { field: 'lora' } },
    });
  });
});
