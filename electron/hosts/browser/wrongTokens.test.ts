import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { fakeHost, TOKEN } from './fakeHost';
import { type HttpHost, startHttpServer } from './httpServer';
import { createWrongTokens } from './wrongTokens';

const fake = fakeHost();
let hosts: HttpHost[] = [];

afterEach(async () => {
  for (const host of hosts) await host.close();
  hosts = [];
});

/** A limit whose clock stands still until it is moved, and whose refusals go out when they are let go. */
function limit() {
  const state = { time: 0 };
  const held: { ms: number; go(): void }[] = [];
  const warned: string[] = [];
  const wrongTokens = createWrongTokens({
    now: () => state.time,
    wait: (ms) => new Promise((resolve) => held.push({ ms, go: resolve })),
    warn: (sentence) => warned.push(sentence),
  });
  const letGo = () => {
    for (const one of held.splice(0)) one.go();
  };
  return { state, held, warned, wrongTokens, letGo };
}

/** The same at a host of its own, after so many wrong tokens. */
async function guessedAt(times: number) {
  const limited = limit();
  const host = await startHttpServer({
    backend: fake.backend,
    token: TOKEN,
    port: 0,
    files: null,
    logBug: (error) => {
      throw error;
    },
    wrongTokens: limited.wrongTokens,
  });
  hosts.push(host);
  const ask = (token: string) =>
    fetch(`${host.url}/api/sessions`, { headers: { authorization: `Bearer ${token}` } });
  for (let asked = 0; asked < times; asked += 1) await limited.wrongTokens.holdBack();
  return { ...limited, host, ask };
}

describe('wrong tokens', () => {
  it('are refused at once while they are few, and late when they are many within a minute', async () => {
    const { state, held, warned, wrongTokens, letGo } = limit();
    for (let asked = 0; asked < 60; asked += 1) expect(await wrongTokens.holdBack()).toBe(true);
    expect(held).toEqual([]);
    const late = wrongTokens.holdBack();
    expect(held.map(({ ms }) => ms)).toEqual([1000]);
    letGo();
    expect(await late).toBe(true);
    expect(warned).toEqual([expect.stringContaining('More than 60 requests with a wrong token')]);
    state.time += 60_001;
    expect(await wrongTokens.holdBack()).toBe(true);
    expect(warned).toHaveLength(1);
  });

  it('get no answer when more of them wait than is any use, and the person is warned once', async () => {
    const { held, warned, wrongTokens, letGo } = limit();
    for (let asked = 0; asked < 60; asked += 1) await wrongTokens.holdBack();
    const waiting = Array.from({ length: 32 }, () => wrongTokens.holdBack());
    expect(await wrongTokens.holdBack()).toBe(false);
    expect(held).toHaveLength(32);
    letGo();
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => true));
    const again = wrongTokens.holdBack();
    letGo();
    expect(await again).toBe(true);
    expect(warned).toHaveLength(1);
  });

  it('never keep the right one waiting, over HTTP and over a socket', async () => {
    const { ask, held, host, letGo } = await guessedAt(60);
    const wrong = ask('one more');
    await expect.poll(() => held.length).toBe(1);
    expect((await ask(TOKEN)).status).toBe(200);
    const socket = new WebSocket(`${host.url.replace('http', 'ws')}/contract`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.terminate();
    expect(held).toHaveLength(1);
    letGo();
    const refused = await wrong;
    expect(refused.status).toBe(401);
    // The next try needs another connection.
    expect(refused.headers.get('connection')).toBe('close');
  });

  it('are slowed down at the sockets too, and hung up on when too many wait', async () => {
    const { ask, held, host, letGo } = await guessedAt(60);
    const guess = () =>
      new Promise<string>((resolve, reject) => {
        let text = '';
        const socket = connect(host.port, '127.0.0.1', () =>
          socket.write(
            'GET /contract?token=guess HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
          ),
        );
        socket.on('data', (data) => {
          text += data;
        });
        socket.on('error', reject);
        socket.on('close', () => resolve(text));
      });
    const waiting = Array.from({ length: 32 }, guess);
    await expect.poll(() => held.length).toBe(32);
    expect(await guess()).toBe('');
    await expect(ask('one more')).rejects.toThrow('fetch failed');
    letGo();
    for (const text of await Promise.all(waiting)) expect(text).toContain('HTTP/1.1 401');
  });
});
