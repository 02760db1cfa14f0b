import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { type JsonValue, parseJson, stringifyJson } from '../../core/session/json';
import { isObject, type JsonObject } from './graph';

/** What GET /features and the `feature_flags` message say. */
export const SERVER_FEATURES: JsonObject = {
  supports_preview_metadata: true,
  supports_model_type_tags: true,
  max_upload_size: 104857600,
  extension: { manager: { supports_v4: true } },
  node_replacements: true,
  assets: false,
};

export interface SocketHooks {
  /** The queue's length for a new socket's first `status`. */
  queueRemaining(): number;
  /** The node that runs for this client, or null: told once to a socket that comes back. */
  runningNodeOf(clientId: string): string | null;
  /** Asked for each message; true swallows it. */
  loses(type: string): boolean;
}

/** The sockets by client id: one registration for each id. */
export class SocketRegistry {
  private readonly registered = new Map<string, WebSocket>();
  private readonly open = new Set<WebSocket>();
  private readonly muted = new WeakSet<WebSocket>();
  private readonly hooks: SocketHooks;

  constructor(hooks: SocketHooks) {
    this.hooks = hooks;
  }

  get count(): number {
    return this.open.size;
  }

  /** Takes up a socket that asked for `clientId` (null or empty: the server makes an id). */
  accept(socket: WebSocket, clientId: string | null): void {
    const id = clientId === null || clientId === '' ? randomUUID().replaceAll('-', '') : clientId;
    this.registered.set(id, socket);
    this.open.add(socket);
    let first = true;
    socket.on('message', (data, isBinary) => {
      if (isBinary) return;
      let message: JsonValue;
      try {
        message = parseJson(String(data));
      } catch {
        return;
      }
      if (first && isObject(message) && message.type === 'feature_flags') {
        this.deliver(socket, 'feature_flags', SERVER_FEATURES);
      }
      first = false;
    });
    socket.on('close', () => {
      this.open.delete(socket);
      // By id, whatever socket holds it now: ComfyUI forgets the newer socket of the same client, too.
      this.registered.delete(id);
    });
    socket.on('error', () => socket.terminate());
    const status = { status: { exec_info: { queue_remaining: this.hooks.queueRemaining() } }, sid: id };
    this.deliver(socket, 'status', status);
    const node = this.hooks.runningNodeOf(id);
    if (node !== null) this.deliver(socket, 'executing', { node });
  }

  /** Sends to one client, or to all when `clientId` is null. A client that is not there gets nothing, ever. */
  send(type: string, data: JsonObject, clientId: string | null): void {
    const sockets = clientId === null ? [...this.registered.values()] : [this.registered.get(clientId)];
    for (const socket of sockets) if (socket !== undefined) this.deliver(socket, type, data);
  }

  /** The sockets of this moment stay open and hear nothing more. */
  muteAll(): void {
    for (const socket of this.open) this.muted.add(socket);
  }

  /** Cuts all connections without a close frame. */
  dropAll(): void {
    for (const socket of [...this.open]) {
      this.open.delete(socket);
      socket.terminate();
    }
    this.registered.clear();
  }

  private deliver(socket: WebSocket, type: string, data: JsonObject): void {
    if (this.muted.has(socket) || this.hooks.loses(type)) return;
    socket.send(stringifyJson({ type, data }));
  }
}
