import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { CommandAnswer, CommandName } from '../../../core/contract/commands';
import { AppFailure } from '../../../core/contract/failure';
import type { Push } from '../../../core/contract/pushes';
import type { Backend } from '../backendPort';
import { type HttpHost, startHttpServer } from './httpServer';

const TOKEN = 'a-token-of-32-characters-exactly';
const PICTURE = new Uint8Array([1, 2, 3]);

/** A backend that answers a few things and remembers what it was asked. */
function fakeBackend() {
  const listeners = new Set<(push: Push) => void>();
  const calls: { command: string; args: unknown }[] = [];
  const backend: Backend = {
    dispatch: async (text) => `reply to ${text}`,
    async call<C extends CommandName>(command: C, args: unknown): Promise<CommandAnswer<C>> {
      calls.push({ command, args });
      if (command === 'report.get') throw new AppFailure('evaluation_open', 'Votes are still open.');
      if (command === 'session.save') throw new TypeError('a bug');
      return { seed: 18_446_744_073_709_551_615n } as CommandAnswer<C>;
    },
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    image: async (key) => (key === 'known' ? { bytes: PICTURE, contentType: 'image/png' } : null),
    exportFile: () => Promise.reject(new Error('Not asked for here.')),
    importFile: () => Promise.reject(new Error('Not asked for here.')),
    unsavedSessions: () => [],
    dispose: async () => {},
  };
  const push = (sent: Push) => {
    for (const listener of listeners) listener(sent);
  };
  return { backend, calls, push, listeners };
}

const fake = fakeBackend();
const bugs: unknown[] = [];
let host: HttpHost;

beforeAll(async () => {
  host = await startHttpServer({
    backend: fake.backend,
    token: TOKEN,
    port: 0,
    files: (path) =>
      path === '/' ? { bytes: Buffer.from('<!doctype html>'), contentType: 'text/html' } : null,
    logBug: (error) => bugs.push(error),
  });
});
afterAll(() => host.close());

const ask = (path: string, options: RequestInit = {}) =>
  fetch(host.url + path, {
    redirect: 'manual',
    ...options,
    headers: { authorization: `Bearer ${TOKEN}`, ...options.headers },
  });
const ID = '20240115_143022';

describe('page', () => {
  it('turns the token of the address into a cookie and takes it out of sight', async () => {
    const answer = await fetch(`${host.url}/?token=${TOKEN}`, { redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toContain(`blindfold_${host.port}=${TOKEN}`);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    const page = await fetch(`${host.url}/`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each([
    ['127.0.0.1:7777', "'self' ws://127.0.0.1:7777"],
    ['localhost:7777', "'self' ws://localhost:7777"],
    ['app.localhost', "'self' ws://app.localhost"],
    // A policy cannot name an address of this form.
    ['[::1]:7777', "'self'"],
  ])('lets the page at %s speak with its own origin and nobody else', async (name, allowed) => {
    const policy = await new Promise<string>((resolve) => {
      const headers = { host: name, authorization: `Bearer ${TOKEN}` };
      request({ port: host.port, path: '/', headers }, (answer) => {
        resolve(String(answer.headers['content-security-policy']));
        answer.resume();
      }).end();
    });
    expect(policy.split('; ')).toContain(`connect-src ${allowed}`);
  });

  it('refuses a missing and a wrong token', async () => {
    expect((await fetch(`${host.url}/`)).status).toBe(401);
    expect((await fetch(`${host.url}/api/sessions?token=wrong`)).status).toBe(401);
    expect((await fetch(`${host.url}/image/known`)).status).toBe(401);
  });

  it('refuses foreign hosts and origins', async () => {
    expect((await ask('/api/sessions', { headers: { origin: 'https://example.org' } })).status).toBe(403);
    const status = await new Promise((resolve) => {
      request(
        { port: host.port, path: '/', headers: { host: 'evil.example', authorization: `Bearer ${TOKEN}` } },
        (answer) => {
          resolve(answer.statusCode);
          answer.resume();
        },
      ).end();
    });
    expect(status).toBe(403);
  });
});

describe('api', () => {
  it('answers with the call’s own status and every digit', async () => {
    const answer = await ask('/api/sessions', {
      method: 'POST',
      body: '{"setup":{"seeds":[18446744073709551615]}}',
    });
    expect(answer.status).toBe(201);
    expect(await answer.text()).toBe('{"seed":18446744073709551615}');
    expect(fake.calls.at(-1)).toEqual({
      command: 'session.create',
      args: { setup: { seeds: [18_446_744_073_709_551_615n] } },
    });
  });

  it('tells failures as data with their status', async () => {
    const answer = await ask(`/api/sessions/${ID}/report`);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toEqual({
      error: { code: 'evaluation_open', message: 'Votes are still open.' },
    });
  });

  it('tells failures as data to a browser too; only the page and its files fail in plain text', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml' };
    for (const path of [`/api/sessions/${ID}/report`, '/api/nothing']) {
      const answer = await ask(path, { headers });
      expect(answer.headers.get('content-type')).toContain('application/json');
      expect(await answer.json()).toMatchObject({ error: { message: expect.any(String) } });
    }
    const page = await ask('/nothing', { headers });
    expect(page.headers.get('content-type')).toContain('text/plain');
    expect(await page.text()).toBe('There is nothing here.');
  });

  it('hides a bug behind a plain sentence and logs it whole', async () => {
    const answer = await ask(`/api/sessions/${ID}/save`, { method: 'POST' });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('a bug');
    expect(bugs.at(-1)).toBeInstanceOf(TypeError);
  });

  it('refuses a body that is not UTF-8 instead of changing it', async () => {
    const asked = fake.calls.length;
    const body = Buffer.concat([Buffer.from('{"notes":"caf'), Buffer.from([0xe9]), Buffer.from('"}')]);
    const answer = await ask('/api/sessions', { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { code: 'bad_request', message: expect.stringContaining('not valid UTF-8') },
    });
    expect(fake.calls).toHaveLength(asked);
    expect((await ask('/api/sessions', { method: 'POST', body: '{"notes":"café"}' })).status).toBe(201);
  });

  it('refuses text that is not JSON', async () => {
    const answer = await ask('/api/sessions', { method: 'POST', body: '{oops' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('not valid JSON');
  });

  it('asks for fields where a body has none', async () => {
    const answer = await ask('/api/sessions', { method: 'POST', body: '[1]' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('The body is an object of fields.');
  });

  it('takes a sender who hangs up in the middle for no fault of its own', async () => {
    const before = bugs.length;
    const text = `POST /api/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Length: 100\r\n\r\n{`;
    await hangUp(text);
    expect((await ask('/')).status).toBe(200);
    expect(bugs).toHaveLength(before);
  });

  it('knows no call that is not in the list', async () => {
    expect((await ask('/api/storage/nothing')).status).toBe(404);
    expect((await ask('/api/sessions', { method: 'PUT', body: '{}' })).status).toBe(404);
  });

  it('refuses a body of 200 MB without taking it in', async () => {
    const before = fake.calls.length;
    const { status, code } = await sendLarge(200 * 1024 * 1024);
    expect(status).toBe(413);
    expect(code).toContain('too_large');
    expect(fake.calls).toHaveLength(before);
  });

  it('refuses a large body that does not say its length', async () => {
    const { status } = await sendLarge(20 * 1024 * 1024, false);
    expect(status).toBe(413);
  });
});

/** Sends a text over a bare connection and breaks it off. */
function hangUp(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(host.port, '127.0.0.1', () => {
      socket.write(text, () => socket.resetAndDestroy());
    });
    socket.on('error', reject);
    socket.on('close', () => resolve());
  });
}

function sendLarge(bytes: number, saysLength = true): Promise<{ status: number; code: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port: host.port,
        method: 'POST',
        path: '/api/sessions',
        headers: { authorization: `Bearer ${TOKEN}`, ...(saysLength ? { 'content-length': bytes } : {}) },
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, code: text });
          sent.destroy();
        });
      },
    );
    sent.on('error', reject);
    const chunk = Buffer.alloc(1024 * 1024, 32);
    let left = bytes;
    const write = () => {
      while (left > 0 && !sent.destroyed) {
        left -= chunk.length;
        if (!sent.write(chunk)) {
          sent.once('drain', write);
          return;
        }
      }
      sent.end();
    };
    write();
  });
}

describe('pictures', () => {
  it('come without a name, a date of change or a caching mark', async () => {
    const answer = await ask('/image/known');
    expect(answer.status).toBe(200);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PICTURE);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    for (const name of ['etag', 'last-modified', 'content-disposition'])
      expect(answer.headers.get(name)).toBeNull();
  });

  it('are gone when the key is unknown', async () => {
    expect((await ask('/image/unknown')).status).toBe(404);
    expect((await ask('/image/..%2F..%2Fetc')).status).toBe(404);
  });
});

describe('sockets', () => {
  const open = (path: string, headers: Record<string, string>) =>
    new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers });
  const nextMessage = (ws: WebSocket) =>
    new Promise<string>((resolve) => ws.once('message', (data) => resolve(String(data))));
  const opened = (ws: WebSocket) =>
    new Promise<void>((resolve, reject) => ws.once('open', () => resolve()).once('error', reject));

  it('carry the contract', async () => {
    const ws = open('/contract', { authorization: `Bearer ${TOKEN}` });
    await opened(ws);
    ws.send('hello');
    expect(await nextMessage(ws)).toBe('reply to hello');
    ws.close();
  });

  it('refuse text that is not UTF-8 with a sentence, and go on', async () => {
    const ws = open('/contract', { authorization: `Bearer ${TOKEN}` });
    await opened(ws);
    ws.send(Buffer.from([0x22, 0xe9, 0x22]), { binary: false });
    expect(JSON.parse(await nextMessage(ws))).toMatchObject({
      id: null,
      ok: false,
      failure: { code: 'bad_request', message: expect.stringContaining('not valid UTF-8') },
    });
    ws.send('café');
    expect(await nextMessage(ws)).toBe('reply to café');
    ws.close();
  });

  it('tell scripts the pushes as flat objects, and let go when closed', async () => {
    const ws = open(`/api/events?token=${TOKEN}`, {});
    await opened(ws);
    const message = nextMessage(ws);
    fake.push({
      push: 'notice.raised',
      payload: { session_id: ID, tone: 'caution', message: 'The disk is nearly full.' },
    });
    expect(JSON.parse(await message)).toEqual({
      type: 'notice',
      session_id: ID,
      tone: 'caution',
      message: 'The disk is nearly full.',
    });
    const before = fake.listeners.size;
    ws.close();
    await expect.poll(() => fake.listeners.size).toBe(before - 1);
  });

  it.each([
    ['/contract', {}, '401'],
    ['/elsewhere', { authorization: `Bearer ${TOKEN}` }, '404'],
    ['/contract', { authorization: `Bearer ${TOKEN}`, origin: 'https://example.org' }, '403'],
  ])('are refused at %s with %j', async (path, headers, status) => {
    await expect(opened(open(path, headers as Record<string, string>))).rejects.toThrow(status);
  });

  it('survive callers who hang up before they are refused', async () => {
    const upgrade = `GET /contract HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    for (let i = 0; i < 20; i += 1) await hangUp(upgrade);
    expect((await ask('/')).status).toBe(200);
  });

  it('do not hold up the end when a refused caller stays on the line', async () => {
    const other = await startHttpServer({
      backend: fake.backend,
      token: TOKEN,
      port: 0,
      files: null,
      logBug: () => {},
    });
    const socket = connect({ port: other.port, host: '127.0.0.1', allowHalfOpen: true });
    const refused = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    socket.write(
      'GET /contract HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    expect(await refused).toContain('401');
    await other.close();
    socket.destroy();
  });
});

describe('start', () => {
  it('says which port is taken', async () => {
    await expect(
      startHttpServer({
        backend: fake.backend,
        token: TOKEN,
        port: host.port,
        files: null,
        logBug: () => {},
      }),
    ).rejects.toThrow(`Port ${host.port} is taken`);
  });
});
