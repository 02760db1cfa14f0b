import { createBridgeTransport } from './bridgeTransport';
import { type Client, createClient } from './client';
import { createWebSocketTransport } from './webSocketTransport';

/** Whether the page runs in the desktop app's window rather than in a browser tab. */
export function isDesktop(): boolean {
  return window.blindfold !== undefined;
}

/** The client for where the page runs: the desktop's bridge, or a WebSocket on the page's own origin. */
export function connect(): Client {
  if (window.blindfold !== undefined) return createClient(createBridgeTransport(window.blindfold));
  const url = new URL('/contract', window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = '';
  url.hash = '';
  return createClient(createWebSocketTransport({ url: url.href }));
}
