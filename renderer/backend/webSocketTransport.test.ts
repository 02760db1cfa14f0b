import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LinkState } from './transport';
import { createWebSocketTransport, RETRY_WAITS_MS } from './webSocketTransport';

/** A socket that does only what the test says. */
class FakeSocket extends EventTarget {
  readyState: 0 | 1 | 3 = 0;
  readonly sent: string[] = [];
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.fall();
  }
  rise(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  fall(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
}

describe('the WebSocket transport', () => {
  let sockets: FakeSocket[];
  let states: LinkState[];
  const open = () => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket;
  };

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    states = [];
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function start() {
    const transport = createWebSocketTransport({ url: 'ws://127.0.0.1/contract', open });
    transport.onState((state) => states.push(state));
    return transport;
  }

  it('comes back by itself, waiting longer after each failure and short again after a success', async () => {
    start();
    sockets[0]?.rise();
    for (const wait of RETRY_WAITS_MS.slice(0, 3)) {
      const before = sockets.length;
      sockets.at(-1)?.fall();
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(sockets).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(sockets).toHaveLength(before + 1);
    }
    sockets.at(-1)?.rise();
    sockets.at(-1)?.fall();
    await vi.advanceTimersByTimeAsync(RETRY_WAITS_MS[0]);
    expect(sockets).toHaveLength(5);
    expect(states).toEqual(['connecting', 'open', 'lost', 'open', 'lost']);
  });

  it('refuses to send while it is down, so that a call fails rather than waits', async () => {
    const transport = start();
    await expect(transport.send('x')).rejects.toThrow();
    sockets[0]?.rise();
    await transport.send('y');
    expect(sockets[0]?.sent).toEqual(['y']);
  });

  it('stays away once it is disposed of', async () => {
    const transport = start();
    sockets[0]?.rise();
    transport.dispose();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
  });
});
