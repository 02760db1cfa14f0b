import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ComfyMessage } from './messages';
import { type ComfySocket, type ComfySocketState, createComfySocket, type SocketClock } from './socket';
import { replayTranscript } from './transcripts/replayServer';

interface Peer {
  clientId: string;
  socket: WebSocket;
  first: Promise<string>;
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A socket server that remembers who came. */
async function listen(
  port = 0,
): Promise<{ url: string; port: number; next(): Promise<Peer>; stop(): Promise<void> }> {
  const http: Server = createServer();
  const upgrader = new WebSocketServer({ server: http });
  const come: Peer[] = [];
  let wanted: ((peer: Peer) => void)[] = [];
  upgrader.on('connection', (socket, request) => {
    const clientId = new URL(request.url ?? '', 'http://x').searchParams.get('clientId') ?? '';
    const first = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
    const peer = { clientId, socket, first };
    const taker = wanted.shift();
    if (taker === undefined) come.push(peer);
    else taker(peer);
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      wanted = [];
      for (const socket of upgrader.clients) socket.terminate();
      http.close(() => resolve());
      http.closeAllConnections();
    });
  closing.push(stop);
  const address = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    stop,
    next: () => {
      const peer = come.shift();
      return peer === undefined ? new Promise((resolve) => wanted.push(resolve)) : Promise.resolve(peer);
    },
  };
}

/** A clock whose timers run only when the test says so. */
function handClock(): SocketClock & { waits: number[]; set: Promise<void>; fire(): void } {
  let run: (() => void) | null = null;
  let announce: () => void = () => undefined;
  const clock = {
    waits: [] as number[],
    set: Promise.resolve(),
    setTimeout(next: () => void, ms: number) {
      run = next;
      clock.waits.push(ms);
      announce();
      return setTimeout(() => undefined, 0);
    },
    clearTimeout() {
      run = null;
    },
    fire() {
      const now = run;
      run = null;
      clock.set = new Promise((resolve) => {
        announce = resolve;
      });
      now?.();
    },
  };
  return clock;
}

/** Waits for a state of the socket. */
function watchStates(): {
  onState(state: ComfySocketState, id: string): void;
  seen: ComfySocketState[];
  until(state: ComfySocketState): Promise<string>;
} {
  const seen: ComfySocketState[] = [];
  let wanted: { state: ComfySocketState; resolve(id: string): void }[] = [];
  return {
    seen,
    onState(state, id) {
      seen.push(state);
      for (const one of wanted.filter((want) => want.state === state)) one.resolve(id);
      wanted = wanted.filter((want) => want.state !== state);
    },
    until: (state) => new Promise((resolve) => wanted.push({ state, resolve })),
  };
}

function connect(options: Parameters<typeof createComfySocket>[0]): ComfySocket {
  const socket = createComfySocket(options);
  closing.push(() => socket.close());
  return socket;
}

describe('the socket', () => {
  it('opens with an id of its own and says first what it understands', async () => {
    const server = await listen();
    const socket = connect({ url: server.url, onMessage: () => undefined });
    const peer = await server.next();
    expect(await socket.ready()).toBe(peer.clientId);
    expect(peer.clientId).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    expect(await peer.first).toBe('{"type":"feature_flags","data":{"supports_preview_metadata":true}}');
    expect(socket.state).toBe('open');
  });

  it('hands on what it can read, text and previews, and nothing else', async () => {
    const server = await listen();
    const messages: ComfyMessage[] = [];
    let done: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      done = resolve;
    });
    connect({
      url: server.url,
      onMessage: (message) => {
        messages.push(message);
        if (message.type === 'execution_success') done();
      },
    });
    const { socket } = await server.next();
    socket.send('nonsense');
    socket.send('{"type":"custom","data":{}}');
    socket.send(Buffer.from('00000001000000018950', 'hex'));
    socket.send(Buffer.from('00000003', 'hex'));
    socket.send('{"type":"execution_success","data":{"prompt_id":"p"}}');
    await all;
    expect(messages.map((message) => message.type)).toEqual(['preview', 'execution_success']);
  });

  it.each(['0.33.0', '0.3.64'])('hears a whole run of ComfyUI %s in order', async (version) => {
    const server = await replayTranscript(`${version}-success`);
    closing.push(() => server.dispose());
    const heard: string[] = [];
    let done: () => void = () => undefined;
    const end = new Promise<void>((resolve) => {
      done = resolve;
    });
    const socket = connect({
      url: server.url,
      onMessage: (message) => {
        if (message.type !== 'status' && message.type !== 'progress') heard.push(message.type);
        if (message.type === 'executing' && message.data.node === null) done();
      },
    });
    await socket.ready();
    await fetch(`${server.url}/prompt`, { method: 'POST', body: '{}' });
    await end;
    expect(heard).toEqual([
      'feature_flags',
      'execution_start',
      'execution_cached',
      ...Array.from({ length: 7 }, () => 'executing'),
      'executed',
      'execution_success',
      'executing',
    ]);
  });

  it('comes back after an abrupt end, with a fresh id', async () => {
    const server = await listen();
    const clock = handClock();
    const states = watchStates();
    const socket = connect({
      url: server.url,
      onMessage: () => undefined,
      onState: states.onState,
      clock,
      random: () => 0,
    });
    const first = await server.next();
    await socket.ready();
    const lost = states.until('connecting');
    first.socket.terminate();
    await lost;
    expect(socket.clientId).not.toBe(first.clientId);
    const ready = socket.ready();
    clock.fire();
    const second = await server.next();
    expect(await ready).toBe(second.clientId);
    expect(second.clientId).not.toBe(first.clientId);
    expect(states.seen).toEqual(['open', 'connecting', 'open']);
  });

  it('waits longer and longer for a server that is gone, up to five seconds', async () => {
    const server = await listen();
    await server.stop();
    const clock = handClock();
    clock.fire();
    const socket = connect({ url: server.url, onMessage: () => undefined, clock, random: () => 1 });
    for (let tries = 0; tries < 7; tries += 1) {
      await clock.set;
      clock.fire();
    }
    expect(clock.waits.slice(0, 7)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
    expect(socket.state).toBe('connecting');
    const again = await listen(server.port);
    await clock.set;
    clock.fire();
    const peer = await again.next();
    expect(await socket.ready()).toBe(peer.clientId);
  });

  it('gives up a connection that shows no sign of life', async () => {
    const server = await listen();
    const clock = handClock();
    const states = watchStates();
    const socket = connect({ url: server.url, onMessage: () => undefined, onState: states.onState, clock });
    const { socket: peer } = await server.next();
    await socket.ready();
    const pinged = new Promise<void>((resolve) => peer.once('ping', () => resolve()));
    clock.fire();
    await pinged;
    // The answer to the ping is on its way; a server that no longer reads or writes gives none.
    peer.pause();
    const lost = states.until('connecting');
    clock.fire();
    clock.fire();
    clock.fire();
    await lost;
    expect(states.seen).toEqual(['open', 'connecting']);
  });

  it('is refused the handshake and tries again', async () => {
    const http = createServer((_, response) => response.end('<html>'));
    http.on('upgrade', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    closing.push(() => http.close());
    const states = watchStates();
    const refused = states.until('connecting');
    const { port } = http.address() as AddressInfo;
    const socket = connect({
      url: `http://127.0.0.1:${port}`,
      onMessage: () => undefined,
      onState: states.onState,
    });
    await refused;
    expect(socket.state).toBe('connecting');
  });

  it('is over when closed: nobody waits, nothing comes back', async () => {
    const server = await listen();
    const states = watchStates();
    const socket = connect({ url: server.url, onMessage: () => undefined, onState: states.onState });
    const waiting = socket.ready();
    socket.close();
    await expect(waiting).rejects.toThrow('closed');
    await expect(socket.ready()).rejects.toThrow('closed');
    expect(states.seen).toEqual(['closed']);
    const open = connect({ url: server.url, onMessage: () => undefined });
    const gone = server
      .next()
      .then(({ socket: peer }) => new Promise<void>((resolve) => peer.once('close', () => resolve())));
    await open.ready();
    open.close();
    await gone;
    expect(open.state).toBe('closed');
  });
});
