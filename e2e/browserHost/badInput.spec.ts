import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createSession, generateAll, getSession, type Json, SMALL_SETUP } from '../evaluation';
import { expect, test } from '../fixtures';
import { runHost, startHost } from '../runningHost';

const faultOf = (answer: { body: Json }) =>
  answer.body['error'] as { code: string; message: string; field?: string; details?: { field: string }[] };

const BAD_SETUPS: [string, Json, string][] = [
  ['step 0', { weight_range: [0.4, 0.8, 0] }, 'setup.weight_range'],
  ['min above max', { weight_range: [0.8, 0.4, 0.1] }, 'setup.weight_range'],
  ['a negative seed', { seeds: [-5] }, 'setup.seeds[0]'],
  ['a fractional seed', { seeds: [1.5] }, 'setup.seeds[0]'],
  ['a seed above 2^64-1', { seeds: [18_446_744_073_709_551_616n] }, 'setup.seeds[0]'],
  ['a weight that is no number', { weights: ['NaN'] }, 'setup.weights[0]'],
  ['10,000 weights', { weights: Array.from({ length: 10_000 }, (_, i) => (i + 1) / 200) }, 'setup.weights'],
  ['an unknown field', { colour: 'red' }, 'setup.colour'],
  ['an address that is none', { servers: ['ht!tp://'] }, 'setup.servers'],
];

test('a faulty set-up is refused beside its field and changes nothing', async ({ server, folder }) => {
  const id = await createSession(server);
  const journal = join(folder, 'sessions', id, 'journal.jsonl');
  const before = await readFile(journal, 'utf8');
  for (const [what, setup, field] of BAD_SETUPS) {
    const answer = await server.api('PATCH', `/sessions/${id}`, { setup });
    expect(answer.status, what).toBe(400);
    expect(faultOf(answer).code, what).toBe('bad_request');
    expect(faultOf(answer).field, what).toContain(field);
    expect(faultOf(answer).message.length, what).toBeGreaterThan(15);
    const created = await server.api('POST', '/sessions', { setup });
    expect(created.status, what).toBe(400);
  }
  expect(await readFile(journal, 'utf8')).toBe(before);
  expect((await readdir(join(folder, 'sessions'))).filter((name) => /^\d/.test(name))).toEqual([id]);
});

test('bare NaN, text that is no JSON, a body of the wrong kind, and 200 MB', async ({ server }) => {
  const id = await createSession(server);
  for (const body of [
    '{"setup": {"weights": [NaN]}}',
    '{oops',
    '[1, 2]',
    '"text"',
    '{"setup": 5}',
    '{"surprise": 1}',
  ]) {
    const answer = await server.api('PATCH', `/sessions/${id}`, body);
    expect(answer.status, body).toBe(400);
    expect(faultOf(answer).message, body).not.toBe('');
  }
  const large = await fetch(`${server.url}/api/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}` },
    body: Buffer.alloc(200 * 1024 * 1024, 32),
  });
  expect(large.status).toBe(413);
  expect(((await large.json()) as Json)['error']).toMatchObject({ code: 'too_large' });
  expect((await getSession(server, id))['status']).toBe('pending');
});

test('an incomplete set-up is kept, and refused at Start with every fault beside its field', async ({
  server,
  folder,
}) => {
  const created = await server.api('POST', '/sessions', {
    setup: { prompt_pairs: [], seeds: [], metrics: [], loras: [] },
  });
  expect(created.status).toBe(201);
  const id = String(created.body['session_id']);
  const started = await server.api('POST', `/sessions/${id}/generate`);
  expect(started.status).toBe(400);
  expect(faultOf(started).details?.map((fault) => fault.field)).toEqual(
    expect.arrayContaining(['setup.prompt_pairs', 'setup.seeds', 'setup.metrics', 'setup.loras']),
  );
  expect((await getSession(server, id))['status']).toBe('pending');
  expect(await readFile(join(folder, 'sessions', id, 'journal.jsonl'), 'utf8')).not.toContain(
    'session_start',
  );
});

test('a LoRA that the server lacks is refused at Start, with the near names', async ({ server, comfy }) => {
  const id = await createSession(server, {
    ...SMALL_SETUP,
    lora_filename: 'demo/inkwash_v1-00008.safetensors',
  });
  const started = await server.api('POST', `/sessions/${id}/generate`);
  expect(started.status).toBe(422);
  expect(faultOf(started).field).toContain('setup.lora');
  expect(faultOf(started).message).toContain('demo/inkwash_v1-00008.safetensors');
  expect(faultOf(started).message).toContain('inkwash_v1-000008');
  expect(comfy.stats().prompts).toBe(0);
  expect((await getSession(server, id))['status']).toBe('pending');
});

test('ids that are none lead nowhere', async ({ server }) => {
  for (const id of [
    '..%2F..%2Fetc',
    '../../etc',
    '%2e%2e',
    '20240115_143022',
    '99999999_999999',
    'constructor',
    '__proto__',
    '%00',
  ]) {
    const answer = await server.api('GET', `/sessions/${id}`);
    expect(answer.status, id).toBe(404);
  }
});

test('no server, and a server that answers HTML', async ({ folder }) => {
  const web = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
  );
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', () => resolve()));
  const { port } = web.address() as AddressInfo;
  const host = await startHost({
    args: ['--port', '0', '--sessions', join(folder, 's'), '--comfyui', `127.0.0.1:${port}`],
    cwd: folder,
  });
  const id = await createSession(host);
  const html = await host.api('POST', `/sessions/${id}/generate`);
  expect(html.status).toBe(502);
  expect(faultOf(html).message).toContain('not ComfyUI');
  expect(((await host.api('GET', '/comfyui')).body['servers'] as Json[])[0]).toMatchObject({
    state: 'not_comfyui',
  });
  web.closeAllConnections();
  await new Promise((resolve) => web.close(resolve));
  const gone = await host.api('POST', `/sessions/${id}/generate`);
  expect(gone.status).toBe(502);
  expect(faultOf(gone).code).toBe('comfy_unreachable');
  expect(faultOf(gone).message).toContain(`127.0.0.1:${port}`);
  expect((await getSession(host, id))['status']).toBe('pending');
  await host.stop();
});

test('a sessions folder that is a file, or lies below one, is said in a sentence', async ({ folder }) => {
  await writeFile(join(folder, 'a-file'), 'x');
  for (const place of [join(folder, 'a-file'), join(folder, 'a-file', 'below')]) {
    const refused = await runHost({ args: ['--sessions', place], cwd: folder });
    expect(refused.code).toBe(2);
    expect(refused.output).toContain('a-file');
    expect(refused.output).not.toContain('    at ');
  }
});

test('a sessions folder where nobody may write, not even the superuser, is said in a sentence', async ({
  folder,
}, testInfo) => {
  testInfo.skip(process.platform !== 'linux', 'Only Linux has a folder that refuses everybody.');
  const refused = await runHost({ args: ['--sessions', '/sys/blindfold-sessions'], cwd: folder });
  expect(refused.code).toBe(2);
  expect(refused.output).toContain('/sys/blindfold-sessions');
  expect(refused.output).toMatch(/not permitted|only be read/);
  expect(refused.output).not.toContain('    at ');
});

test('a sessions folder that is there and may not be written is said in a sentence', async ({
  folder,
}, testInfo) => {
  testInfo.skip(process.getuid?.() === 0, 'The superuser may write into every folder of this disk.');
  const locked = join(folder, 'locked');
  await mkdir(locked);
  await chmod(locked, 0o500);
  const refused = await runHost({ args: ['--sessions', locked], cwd: folder });
  await chmod(locked, 0o700);
  expect(refused.code).toBe(2);
  expect(refused.output).toContain('locked');
});

test('arguments and variables that make no sense are refused by name', async ({ folder }) => {
  const faulty = [
    [['--port', 'many'], {}, '--port'],
    [['--colour'], {}, '--colour'],
    [[], { SESSION_STORAGE_TYPE: 'redis' }, 'SESSION_STORAGE_TYPE'],
    [[], { SESSION_EXPIRATION_HOURS: '-1' }, 'SESSION_EXPIRATION_HOURS'],
    [[], { SESSION_PERSISTENCE_ENABLED: 'maybe' }, 'SESSION_PERSISTENCE_ENABLED'],
    [[], { COMFYUI_URL: 'not an address' }, 'COMFYUI_URL'],
  ] as const;
  const starts = faulty.map(async ([args, env, name]) => {
    const ended = await runHost({ args, cwd: folder, env });
    expect(ended.code, name).toBe(2);
    expect(ended.output, name).toContain(name);
  });
  await Promise.all(starts);
});

test('votes for trials that do not exist, and choices that are none', async ({ server }) => {
  const id = await createSession(server, { ...SMALL_SETUP, metrics: ['Quality'] });
  const vote = (body: Record<string, unknown>) => server.api('POST', `/sessions/${id}/votes`, body);
  expect((await server.api('GET', `/sessions/${id}/trials/next`)).status).toBe(409);
  expect((await vote({ trial_id: 'none', choice: 'A' })).status).toBe(409);
  await generateAll(server, id);
  const next = (await server.api('GET', `/sessions/${id}/trials/next`)).body;
  expect((await vote({ trial_id: 'none', choice: 'A' })).status).toBe(404);
  const { trial_id } = next;
  for (const body of [
    { trial_id, choice: 'C' },
    { choice: 'A' },
    { trial_id, choice: 'A', stars: 6 },
    { trial_id, choice: 'A', extra: 1 },
  ]) {
    expect((await vote(body)).status, JSON.stringify(body)).toBe(400);
  }
  expect((await server.api('POST', `/sessions/${id}/undo`)).status).toBe(409);
  expect((await getSession(server, id))['votes_done']).toBe(0);
});
