import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { encodeMessage, MAX_MESSAGE_BYTES } from '../../../core/contract/envelope';
import { AppFailure } from '../../../core/contract/failure';
import type { Push } from '../../../core/contract/pushes';
import { stringifyJson } from '../../../core/session/json';
import type { Backend, WindowLink } from '../backendPort';
import { textOf } from './utf8';

/** Address of the page's own contract. */
export const CONTRACT_PATH = '/contract';
/** Address of the events for scripts. */
export const EVENTS_PATH = '/api/events';

/** What is more than a message may hold is still taken in, up to here, so that it gets its answer; what is larger breaks off. */
const MAX_TAKEN_BYTES = 4 * MAX_MESSAGE_BYTES;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

export interface WebSocketDoor {
  /** Takes a socket over after the guard has let it in. */
  admit(
    path: typeof CONTRACT_PATH | typeof EVENTS_PATH,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): void;
  close(): void;
}

/** Carries the contract (requests in, replies and pushes out) and the scripts' events over WebSockets. */
export function createWebSocketDoor(backend: Backend): WebSocketDoor {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_TAKEN_BYTES,
    perMessageDeflate: false,
    // Read by us, so that the caller gets a sentence instead of a socket that breaks off.
    skipUTF8Validation: true,
  });
  return {
    admit(path, request, socket, head) {
      server.handleUpgrade(request, socket, head, (ws) => {
        if (path === CONTRACT_PATH) serveContract(ws, backend);
        else serveEvents(ws, backend);
      });
    },
    close() {
      for (const ws of server.clients) ws.terminate();
      server.close();
    },
  };
}

function serveContract(ws: WebSocket, backend: Backend): void {
  const stop = backend.onPush((push) => send(ws, encodeMessage(push)));
  const window = backend.openWindow();
  ws.on('close', () => {
    stop();
    window.close();
  });
  ws.on('error', () => ws.terminate());
  ws.on('message', (data, isBinary) => {
    if (isBinary) {
      ws.close(1003, 'Text only.');
      return;
    }
    void answer(window, data as Buffer).then((reply) => send(ws, reply));
  });
}

/** Never rejects. */
async function answer(window: WindowLink, bytes: Buffer): Promise<string> {
  let text: string;
  try {
    text = textOf(bytes, 'The request');
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return encodeMessage({ id: null, ok: false, failure: error.toData() });
  }
  return window.dispatch(text);
}

function serveEvents(ws: WebSocket, backend: Backend): void {
  const stop = backend.onPush((push) => {
    const event = toEvent(push);
    if (event !== null) send(ws, stringifyJson(event));
  });
  ws.on('close', stop);
  ws.on('error', () => ws.terminate());
}

/** A reader that does not read is cut off; it comes back with a fresh snapshot. */
function send(ws: WebSocket, text: string): void {
  if (ws.readyState !== ws.OPEN) return;
  if (ws.bufferedAmount > MAX_WAITING_BYTES) ws.terminate();
  else ws.send(text);
}

/** A push as scripts get it: one flat object `{type, session_id, ...}`; null for pushes that only a page needs. */
export function toEvent(push: Push): Record<string, unknown> | null {
  switch (push.push) {
    case 'generation.progressed':
      return { type: 'generation', session_id: push.payload.session_id, ...push.payload.generation };
    case 'session.changed':
      return { type: 'session', ...push.payload.summary };
    case 'evaluation.changed':
      return { type: 'evaluation', session_id: push.payload.session_id, ...push.payload.evaluation };
    case 'log.added': {
      const { type: event, ...entry } = push.payload.entry;
      return { type: 'log', session_id: push.payload.session_id, event, ...entry };
    }
    case 'comfy.changed':
      return { type: 'comfyui', session_id: null, ...push.payload.server };
    case 'notice.raised':
      return { type: 'notice', ...push.payload };
    case 'task.changed':
      return { type: 'task', session_id: null, ...push.payload.task };
    case 'sessions.changed':
      return { type: 'sessions', session_id: null, ...push.payload };
    case 'generation.imageMade':
    case 'generation.previewed':
    case 'report.progressed':
    case 'assistant.progressed':
    case 'settings.changed':
    case 'app.logged':
    case 'files.opened':
    case 'session.wanted':
    case 'updates.changed':
    case 'menu.chosen':
      return null;
  }
}
