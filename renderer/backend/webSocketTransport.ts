import type { LinkState, Transport } from './transport';

/** Waits before each new try, in ms; the last one repeats. */
export const RETRY_WAITS_MS = [250, 500, 1000, 2000, 4000] as const;

/** What of a WebSocket is used here. */
type Socket = Pick<WebSocket, 'readyState' | 'send' | 'close'> & Pick<EventTarget, 'addEventListener'>;

interface WebSocketTransportOptions {
  url: string;
  /** Opens a socket; handed in for tests. */
  open?: (url: string) => Socket;
}

/** A transport over a WebSocket that comes back by itself, waiting longer after each failure. */
export function createWebSocketTransport({
  url,
  open = (address) => new WebSocket(address),
}: WebSocketTransportOptions): Transport {
  let socket: Socket | null = null;
  let state: LinkState = 'connecting';
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | null = null;
  let isDisposed = false;
  let deliver: (text: string) => void = () => undefined;
  let tellState: (state: LinkState) => void = () => undefined;

  function setState(next: LinkState): void {
    if (next === state) return;
    state = next;
    tellState(next);
  }

  function connect(): void {
    retry = null;
    const current = open(url);
    socket = current;
    current.addEventListener('open', () => {
      failures = 0;
      setState('open');
    });
    current.addEventListener('message', (event) => {
      if (event instanceof MessageEvent && typeof event.data === 'string') deliver(event.data);
    });
    // An `error` is always followed by a `close`, which is where the next try is planned.
    current.addEventListener('close', () => {
      if (isDisposed || socket !== current) return;
      socket = null;
      const wait = RETRY_WAITS_MS[Math.min(failures, RETRY_WAITS_MS.length - 1)] ?? 4000;
      failures += 1;
      setState('lost');
      retry = setTimeout(connect, wait);
    });
  }

  connect();
  return {
    send: (text) => {
      if (socket === null || socket.readyState !== 1)
        return Promise.reject(new Error('The socket is closed.'));
      socket.send(text);
      return Promise.resolve();
    },
    onText: (listener) => {
      deliver = listener;
    },
    onState: (listener) => {
      tellState = listener;
      listener(state);
    },
    dispose: () => {
      isDisposed = true;
      if (retry !== null) clearTimeout(retry);
      socket?.close();
    },
  };
}
