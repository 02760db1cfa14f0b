import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createDemoServer, type DemoServer } from './demo/server';
import { createServerAccess } from './serverAccess';
import { createServers, type Servers } from './servers';
import { memoryAccess } from './settings/accessFile';

let time = 0;
const all: Servers[] = [];
const demos: DemoServer[] = [];
let web: Server | null = null;

afterEach(async () => {
  vi.useRealTimers();
  await Promise.all([...all.splice(0), ...demos.splice(0)].map((one) => one.dispose()));
  await new Promise<void>((resolve) => (web === null ? resolve() : web.close(() => resolve())));
  web = null;
});

function servers(comfyUrl: string | null = null): Servers {
  const made = createServers({
    wantedServer: () => comfyUrl,
    demo: { imageMs: 0 },
    access: createServerAccess({ keep: memoryAccess(), hide: () => undefined, log: () => undefined }),
    now: () => new Date(time),
  });
  all.push(made);
  return made;
}

async function demo(): Promise<DemoServer> {
  const made = await createDemoServer({ imageMs: 0 });
  demos.push(made);
  return made;
}

describe('createServers', () => {
  it('starts new sessions with the address that was given', () => {
    expect(servers().defaultServer).toBe('127.0.0.1:8188');
    expect(servers('gpu-box:9000').defaultServer).toBe('gpu-box:9000');
    expect(servers('demo').defaultServer).toBe('demo');
  });

  it('starts the demo once, when it is first meant', async () => {
    const made = servers();
    expect(made.isDemoRunning()).toBe(false);
    const [first, second] = await Promise.all([made.resolve('demo'), made.resolve('demo')]);
    expect(first).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(second).toBe(first);
    expect(made.isDemoRunning()).toBe(true);
    expect(await made.startDemo()).toMatchObject({ url: first, state: 'ok', is_demo: true });
  });

  it('reads other addresses and refuses nonsense', async () => {
    expect(await servers().resolve('gpu-box')).toBe('http://gpu-box:8188');
    await expect(servers().resolve('http://')).rejects.toMatchObject({
      code: 'bad_request',
      field: 'setup.servers',
    });
  });

  it('stores the demo by its word, whatever address it was reached by', async () => {
    const made = servers();
    expect(made.storedName('demo')).toBe('demo');
    const url = await made.resolve('demo');
    expect(made.storedName(url)).toBe('demo');
    expect(made.storedName(`${url.replace('http://', '')}/`)).toBe('demo');
    expect(made.storedName('gpu-box')).toBe('gpu-box');
    expect(() => made.storedName('http://')).toThrow(/address/);
  });

  it('tells what a server offers', async () => {
    const { url } = await demo();
    const state = await servers().state(url);
    expect(state.servers).toMatchObject([
      {
        url,
        state: 'ok',
        version: '0.33.0',
        is_demo: true,
        queue: { running: 0, pending: 0 },
        message: null,
      },
    ]);
    expect(state.loras).toContain('demo/inkwash_v1-000008.safetensors');
    expect(state.checkpoints.length).toBeGreaterThan(0);
    expect(state.samplers).toContain('euler');
    expect(state.schedulers).toContain('karras');
  });

  it('answers with a sentence about a server that is not there, or is something else', async () => {
    const state = await servers().state('127.0.0.1:1');
    expect(state).toMatchObject({
      servers: [{ state: 'unreachable', message: expect.stringContaining('No ComfyUI at 127.0.0.1:1') }],
      loras: [],
    });
    web = createServer((_request, response) => response.end('<html>hello</html>'));
    await new Promise<void>((resolve) => web?.listen(0, '127.0.0.1', () => resolve()));
    const { port } = web.address() as AddressInfo;
    expect((await servers().state(`127.0.0.1:${port}`)).servers).toMatchObject([
      { state: 'not_comfyui', message: expect.stringContaining('not ComfyUI') },
    ]);
  });

  it('does not take a server that fails between two questions for one that offers nothing', async () => {
    const server = await demo();
    server.faults.arm({ kind: 'status', path: '/models/loras', times: 9 });
    expect(await servers().state(server.url)).toMatchObject({
      servers: [{ state: 'unreachable', message: expect.any(String) }],
    });
  });

  it('asks again only after a while', async () => {
    const server = await demo();
    const made = servers();
    expect((await made.state(server.url)).loras).not.toContain('new.safetensors');
    server.setLoras(['new.safetensors']);
    time += 1000;
    expect((await made.state(server.url)).loras).not.toContain('new.safetensors');
    time += 2000;
    expect((await made.state(server.url)).loras).toEqual(['new.safetensors']);
  });

  it('watches the default server while somebody wants to know, and tells when its state is another', async () => {
    const server = await demo();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const made = servers(server.url);
    let isWanted = false;
    const told: string[] = [];
    let next: () => void = () => undefined;
    const stop = made.watch({
      isWanted: () => isWanted,
      onChange: (state) => {
        told.push(state.state);
        next();
      },
      onFault: (error) => {
        throw error;
      },
    });
    vi.advanceTimersByTime(20_000);
    isWanted = true;
    server.faults.arm({ kind: 'cut', path: '/system_stats', after: 1, times: 99 });
    const heard = new Promise<void>((resolve) => {
      next = resolve;
    });
    // The first look only learns the state; a later one finds it changed.
    while (told.length === 0) {
      vi.advanceTimersByTime(5_000);
      await Promise.race([heard, new Promise((resolve) => setImmediate(resolve))]);
    }
    stop();
    expect(told).toEqual(['unreachable']);
  });
});
