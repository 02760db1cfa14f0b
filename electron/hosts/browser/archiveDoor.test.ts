import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseJson } from '../../../core/session/json';
import { packed } from '../../sessions/archive/testArchives';
import { openZip } from '../../sessions/archive/zipReader';
import { realFileSystem } from '../../sessions/fileSystem';
import { type BackendWorld, createBackendWorld, makeImages, nextPush } from '../../testing/backendWorld';
import type { Backend } from '../backendPort';
import { type HttpHost, startHttpServer } from './httpServer';

const TOKEN = 'a-token-of-this-test-only';
const SETUP = {
  loras: ['demo/inkwash_v1-000008.safetensors'],
  weights: [0.5],
  seeds: [18446744073709551615n],
  metrics: ['Quality'],
  prompt_pairs: [{ positive: 'a fox in snow', negative: '' }],
};

let world: BackendWorld;
let backend: Backend;
let host: HttpHost;
let outside: string;
const bugs: unknown[] = [];

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
  host = await startHttpServer({
    backend,
    token: TOKEN,
    port: 0,
    files: null,
    logBug: (error) => void bugs.push(error),
  });
  outside = await mkdtemp(join(tmpdir(), 'blindfold-outside-'));
});
afterEach(async () => {
  await host.close();
  await world.dispose();
  await rm(outside, { recursive: true, force: true });
  expect([...bugs.splice(0), ...world.bugs]).toEqual([]);
});

const headers = { Authorization: `Bearer ${TOKEN}` };
const get = (path: string) => fetch(`${host.url}${path}`, { headers });
const send = (body: Uint8Array<ArrayBuffer> | ReadableStream) =>
  fetch(`${host.url}/api/sessions/import`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
const failureOf = async (response: Response) =>
  (parseJson(await response.text()) as { error: { code: string; message: string } }).error;
const inRoot = async () =>
  (await readdir(world.root)).filter((name) => /^\d{8}_\d{6}$|^\.incoming$/.test(name)).sort();

describe('sessions over HTTP', () => {
  it('go out as one zip and come in again, whatever their size', async () => {
    const id = await makeImages(backend, SETUP);
    const draft = await backend.call('session.create', { notes: 'a draft' });
    const one = await get(`/api/sessions/${id}/export?format=zip`);
    expect(one.status).toBe(200);
    expect(one.headers.get('content-type')).toBe('application/zip');
    expect(one.headers.get('content-disposition')).toBe(`attachment; filename="blindfold-${id}.zip"`);
    await one.arrayBuffer();
    const both = await get(`/api/sessions/export?ids=${id},${draft.session_id}`);
    const zip = new Uint8Array(await both.arrayBuffer());
    await writeFile(join(outside, 'both.zip'), zip);
    const read = await openZip(realFileSystem, join(outside, 'both.zip'));
    const names = read.entries.map(({ name }) => name);
    await read.close();
    expect(names[0]).toBe('blindfold.json');
    expect(names).toContain(`${id}/output/lora_0_0_w0.5.png`);
    expect(names.filter((name) => /lock|tmp|server|thumbnails/.test(name))).toEqual([]);
    const answer = await send(zip);
    expect(answer.status).toBe(201);
    const text = await answer.text();
    const { sessions, remarks } = parseJson(text) as {
      sessions: { session_id: string }[];
      remarks: string[];
    };
    expect(sessions).toHaveLength(2);
    expect(remarks).toHaveLength(2);
    expect(await inRoot()).toHaveLength(4);
    const detail = await backend.call('session.get', { session_id: sessions[0]?.session_id ?? '' });
    expect(detail.setup.seeds).toEqual(SETUP.seeds);
    expect((await backend.call('task.list', {})).tasks.map(({ kind, state }) => [kind, state])).toEqual([
      ['export', 'done'],
      ['export', 'done'],
      ['import', 'done'],
    ]);
  });

  it('are refused in a sentence: what is no archive, no session, no format', async () => {
    const { session_id } = await backend.call('session.create', {});
    const letter = await send(new Uint8Array(Buffer.from('a letter')));
    expect(letter.status).toBe(400);
    expect((await failureOf(letter)).message).toContain('not a zip archive');
    expect((await send(new Uint8Array(await packed({ 'a.txt': 'x' })))).status).toBe(400);
    for (const [path, status, code] of [
      [`/api/sessions/${session_id}/export?format=docx`, 400, 'bad_request'],
      [`/api/sessions/${session_id}/export?format=pdf`, 409, 'not_possible'],
      [`/api/sessions/${session_id}/export?format=png&chart=none`, 400, 'bad_request'],
      [`/api/sessions/${session_id}/export?format=html&prompt=first`, 400, 'bad_request'],
      [`/api/sessions/${session_id}/export?format=csv`, 409, 'evaluation_open'],
      [`/api/sessions/export?format=csv&ids=${session_id},20200101_000000`, 400, 'bad_request'],
      ['/api/sessions/export', 400, 'bad_request'],
      ['/api/sessions/20200101_000000/export', 404, 'not_found'],
      ['/api/sessions/..%2F..%2Fetc/export', 404, 'not_found'],
    ] as const) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, status]);
      expect((await failureOf(response)).code).toBe(code);
    }
    const many = Array.from({ length: 10_000 }, (_, index) => 20200101_000000 + index).map(String);
    const long = await get(
      `/api/sessions/export?ids=${many.map((id) => `${id.slice(0, 8)}_${id.slice(8)}`).join(',')}`,
    );
    expect(long.status).toBe(404);
    expect((await fetch(`${host.url}/api/sessions/import`, { method: 'POST', body: 'x' })).status).toBe(401);
    expect(await inRoot()).toEqual([session_id]);
  });

  it('give their votes as a table once the evaluation is complete, which is the reveal', async () => {
    const id = await makeImages(backend, SETUP);
    expect((await get(`/api/sessions/${id}/export?format=csv`)).status).toBe(409);
    const next = await backend.call('trial.next', { session_id: id });
    if (!('trial_id' in next)) throw new Error('There is no trial.');
    await backend.call('vote.cast', { session_id: id, trial_id: next.trial_id, choice: 'same' });
    const table = await get(`/api/sessions/${id}/export?format=csv`);
    expect(table.headers.get('content-disposition')).toBe(
      `attachment; filename="blindfold-${id}-scores.csv"`,
    );
    const [head, line] = (await table.text()).split('\n');
    expect(head).toMatch(/^pair_index,metric,baseline_path/);
    expect(line).toContain('18446744073709551615,same');
    expect((await backend.call('session.get', { session_id: id })).evaluation.revealed_at).not.toBeNull();
  });

  it('leave nothing when the sender goes away in the middle', async () => {
    const id = await makeImages(backend, SETUP);
    const zip = Buffer.from(await (await get(`/api/sessions/${id}/export`)).arrayBuffer());
    const failed = nextPush(
      backend,
      'task.changed',
      ({ task }) => task.kind === 'import' && task.state === 'failed',
    );
    const request = httpRequest(`${host.url}/api/sessions/import`, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': zip.length },
    });
    request.on('error', () => undefined);
    const begun = nextPush(backend, 'task.changed', ({ task }) => task.kind === 'import' && task.done > 0);
    request.write(zip.subarray(0, zip.length / 2));
    await begun;
    request.destroy();
    expect((await failed).task.message).toContain('did not arrive whole');
    expect(await inRoot()).toEqual([id]);
  });

  it('can be stopped while they arrive', async () => {
    const id = await makeImages(backend, SETUP);
    const zip = new Uint8Array(await (await get(`/api/sessions/${id}/export`)).arrayBuffer());
    const begun = nextPush(backend, 'task.changed', ({ task }) => task.kind === 'import' && task.done > 0);
    const body = new ReadableStream({
      start(stream) {
        stream.enqueue(zip.subarray(0, 1000));
      },
    });
    const answer = send(body);
    await backend.call('task.cancel', { task_id: (await begun).task.task_id });
    const response = await answer;
    expect(response.status).toBe(409);
    expect((await failureOf(response)).code).toBe('cancelled');
    expect(await inRoot()).toEqual([id]);
  });

  it('are told to have gone out only in part when nobody fetches the rest', async () => {
    const id = await makeImages(backend, { ...SETUP, seeds: [1, 2, 3, 4, 5, 6, 7, 8] });
    // More than the sockets on the way hold.
    await writeFile(join(world.root, id, 'output', 'large.png'), Buffer.alloc(64 * 2 ** 20, 7));
    const failed = nextPush(
      backend,
      'task.changed',
      ({ task }) => task.kind === 'export' && task.state !== 'running',
    );
    const leave = new AbortController();
    const response = await fetch(`${host.url}/api/sessions/${id}/export`, { headers, signal: leave.signal });
    await response.body?.getReader().read();
    leave.abort();
    expect((await failed).task).toMatchObject({
      state: 'failed',
      message: 'The file was not fetched to its end.',
    });
    expect(await inRoot()).toEqual([id]);
  });
});
