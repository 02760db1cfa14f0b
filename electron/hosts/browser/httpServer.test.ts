import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { fakeHost, PICTURE, TOKEN } from './fakeHost';
import { startHttpServer } from './httpServer';

const fake = fakeHost();
const { ask, bugs, hangUp } = fake;
const ID = '20240115_143022';

describe('page', () => {
  it('turns the token of the address into a cookie and takes it out of sight', async () => {
    const answer = await fetch(`${fake.host.url}/?token=${TOKEN}`, { redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toContain(`blindfold_${fake.host.port}=${TOKEN}`);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    const page = await fetch(`${fake.host.url}/`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
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
      request({ port: fake.host.port, path: '/', headers }, (answer) => {
        resolve(String(answer.headers['content-security-policy']));
        answer.resume();
      }).end();
    });
    expect(policy.split('; ')).toContain(`connect-src ${allowed}`);
  });

  it('refuses a missing and a wrong token', async () => {
    expect((await fetch(`${fake.host.url}/`)).status).toBe(401);
    expect((await fetch(`${fake.host.url}/api/sessions?token=wrong`)).status).toBe(401);
    expect((await fetch(`${fake.host.url}/image/known`)).status).toBe(401);
  });

  it('lists no folder, and leads to none outside of the page', async () => {
    for (const path of ['/assets', '/assets/', '/..%2fpackage.json', '/%2e%2e/package.json', '/.server.json'])
      expect((await ask(path)).status, path).toBe(404);
  });

  it.each(['//evil.example/', 'http://evil.example/', '/\\evil.example/', '*', '//[bad'])(
    'takes no request for %s, which names another host or no path',
    async (path) => {
      const status = await new Promise((resolve) => {
        const headers = { authorization: `Bearer ${TOKEN}` };
        request({ port: fake.host.port, path, headers }, (answer) => {
          resolve(answer.statusCode);
          answer.resume();
        }).end();
      });
      expect(status).toBe(404);
    },
  );

  it('says on every answer that it is nothing else, belongs to no other site and asks for nothing', async () => {
    for (const path of ['/', '/api/sessions', '/api/nothing', '/image/known', '/image/unknown', '/nothing']) {
      const { headers } = await ask(path);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy'), path).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy'), path).toBe('same-origin');
      expect(headers.get('permissions-policy'), path).toContain('camera=()');
      expect(headers.get('cache-control'), path).toBe('no-store');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy, path).toMatch(
        path === '/' ? /; trusted-types 'none'$/ : /^default-src 'none';.*; sandbox$/,
      );
    }
  });

  it('refuses foreign hosts and origins', async () => {
    expect((await ask('/api/sessions', { headers: { origin: 'https://example.org' } })).status).toBe(403);
    const status = await new Promise((resolve) => {
      request(
        {
          port: fake.host.port,
          path: '/',
          headers: { host: 'evil.example', authorization: `Bearer ${TOKEN}` },
        },
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

function sendLarge(bytes: number, saysLength = true): Promise<{ status: number; code: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port: fake.host.port,
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

describe('start', () => {
  it('says which port is taken', async () => {
    await expect(
      startHttpServer({
        backend: fake.backend,
        token: TOKEN,
        port: fake.host.port,
        files: null,
        logBug: () => {},
      }),
    ).rejects.toThrow(`Port ${fake.host.port} is taken`);
  });
});
