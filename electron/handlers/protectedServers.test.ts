import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDemoServer, type DemoServer } from '../demo/server';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, nextPush } from '../testing/backendWorld';
import { type FrontDoor, openFrontDoor } from '../testing/frontDoor';

const SECRET = 'kT7-very-secret-key';
const HEADER = { name: 'X-Door-Key', value: SECRET };

let world: BackendWorld;
let demo: DemoServer;
let door: FrontDoor;
let backend: Backend;
let lines: string[];

beforeEach(async () => {
  world = await createBackendWorld();
  demo = await createDemoServer({ imageMs: 0, size: { width: 16, height: 16 } });
  door = await openFrontDoor({ target: demo.url, path: '/comfy', header: HEADER });
  lines = [];
  backend = await world.start({
    startDemo: false,
    comfyUrl: door.url,
    log: (level, message, error) => {
      lines.push(message);
      if (level === 'error') world.bugs.push(error ?? message);
    },
  });
});
afterEach(async () => {
  await world.dispose();
  await door.dispose();
  await demo.dispose();
  expect(world.bugs).toEqual([]);
});

const setKey = (header_value: string | null, header_name: string | null = HEADER.name) =>
  backend.call('comfy.setAccess', { server: door.url, header_name, header_value });

describe('a protected server', () => {
  it('is refused without its header, and answers as soon as that is given', async () => {
    const before = await backend.call('comfy.state', {});
    expect(before.servers[0]).toMatchObject({ state: 'forbidden' });
    expect(before.servers[0]?.message).toContain('give the header that the login asks for');
    expect(await setKey('wrong')).toEqual({ servers: [{ server: door.url, header_name: 'X-Door-Key' }] });
    const wrong = await backend.call('comfy.state', {});
    expect(wrong.servers[0]?.message).toContain('given the header X-Door-Key, whose key may be wrong');
    await setKey(` ${SECRET}\n`);
    expect((await backend.call('comfy.state', {})).servers[0]).toMatchObject({ state: 'ok' });
    expect(await backend.call('comfy.access', {})).toEqual({
      servers: [{ server: door.url, header_name: 'X-Door-Key' }],
    });
    await setKey(null);
    expect((await backend.call('comfy.state', {})).servers[0]).toMatchObject({ state: 'forbidden' });
  });

  it('makes a whole run, over its socket too, and the key stands nowhere else', async () => {
    await setKey(SECRET);
    const { session_id } = await backend.call('session.create', { setup: { ...DEMO_SETUP, seeds: [1] } });
    const done = nextPush(backend, 'session.changed', ({ summary }) => summary.status === 'completed');
    await backend.call('generation.start', { session_id });
    await done;
    expect(door.refused).toBe(0);
    expect(door.seen.some((headers) => headers.upgrade === 'websocket')).toBe(true);
    for (const headers of door.seen) {
      expect(headers['x-door-key']).toBe(SECRET);
      // What makes ComfyUI take a program for another site's page.
      expect(headers.origin).toBeUndefined();
      expect(headers['sec-fetch-site']).toBeUndefined();
    }
    await backend.call('session.save', { session_id });
    const told = [
      (await backend.call('app.diagnostics', {})).text,
      JSON.stringify(await backend.call('app.log', {})),
      JSON.stringify(await backend.call('settings.get', {})),
      lines.join('\n'),
    ];
    for (const text of told) expect(text).not.toContain(SECRET);
    for (const entry of await readdir(world.root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      expect(bytes.includes(SECRET), entry.name).toBe(false);
    }
  });

  it('whose key runs out in the middle makes the run wait, fails no image, and goes on with the new key', async () => {
    await setKey(SECRET);
    const { session_id } = await backend.call('session.create', { setup: { ...DEMO_SETUP, seeds: [1] } });
    const { promise, resolve } = Promise.withResolvers<void>();
    demo.faults.arm({ kind: 'stuck', image: 3, until: promise });
    const waits = nextPush(
      backend,
      'generation.progressed',
      ({ generation }) => generation.reason?.includes('refused the call (401)') === true,
    );
    const done = nextPush(backend, 'session.changed', ({ summary }) => summary.status === 'completed');
    await backend.call('generation.start', { session_id });
    await nextPush(backend, 'generation.imageMade');
    door.setHeader({ name: HEADER.name, value: 'renewed-key-0' });
    const { generation } = await waits;
    expect(generation).toMatchObject({ status: 'running', failed: [] });
    expect(generation.reason).toContain('Give it again. Trying again.');
    resolve();
    // More often than a wrong answer would be forgiven.
    const turnedAway = door.refused;
    while (door.refused < turnedAway + 8) await (await fetch(`${demo.url}/prompt`)).text();
    await setKey('renewed-key-0');
    await done;
    expect((await backend.call('session.get', { session_id })).generation).toMatchObject({ failed: [] });
    expect(demo.stats().images).toBe(8);
  });

  it.each([
    ['X-Key', 'a\nb', 'header_value', 'one line of plain letters'],
    ['X-Key', 'ключ', 'header_value', 'one line of plain letters'],
    ['X-Key', '  ', 'header_value', 'Type the value'],
    ['X Key', 'v', 'header_name', 'no blank, colon or line break'],
    ['Authorization: Bearer', 'v', 'header_name', 'What stands behind the colon is its value'],
    ['X-Key\r\nEvil', 'v', 'header_name', 'no blank, colon or line break'],
    ['', 'v', 'header_name', 'such as Authorization'],
    ['Host', 'v', 'header_name', 'The connection itself uses this header'],
    ['Sec-Fetch-Site', 'v', 'header_name', 'The connection itself uses this header'],
  ])('takes no header %j with the value %j', async (name, value, field, words) => {
    const failure = await setKey(value, name).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'bad_request', field, message: expect.stringContaining(words) });
    expect(await backend.call('comfy.access', {})).toEqual({ servers: [] });
  });
});

describe('a redirect', () => {
  it('is not followed, and tells nothing of what stands behind its question mark', async () => {
    const asked: (string | undefined)[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(request.headers.authorization);
      response.end('{}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const there = elsewhere.address();
    if (there === null || typeof there === 'string') throw new Error('no port');
    const login = createServer((_, response) => {
      response.writeHead(302, { Location: `http://127.0.0.1:${there.port}/login?state=aTicket-99` });
      response.end();
    });
    await new Promise<void>((resolve) => login.listen(0, '127.0.0.1', resolve));
    const here = login.address();
    if (here === null || typeof here === 'string') throw new Error('no port');
    const server = `127.0.0.1:${here.port}`;
    await backend.call('comfy.setAccess', {
      server,
      header_name: 'Authorization',
      header_value: 'Bearer abcdefgh',
    });
    const [state] = (await backend.call('comfy.state', { server })).servers;
    expect(state).toMatchObject({ state: 'not_comfyui' });
    expect(state?.message).toContain(`points to http://127.0.0.1:${there.port}/login instead.`);
    expect(state?.message).not.toContain('aTicket');
    expect(asked).toEqual([]);
    for (const one of [login, elsewhere]) {
      one.closeAllConnections();
      one.close();
    }
  });
});
