import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { type JsonValue, parseJson, stringifyJson } from '../../core/session/json';
import { isObject, type JsonObject } from './graph';
import type { ShownPicture } from './nodeTypes';

/** Binary frames begin with their kind: a bare picture, or one with a description. */
const BARE_PICTURE = 1;
const DESCRIBED_PICTURE = 4;
const FORMAT_CODES = { jpeg: 1, png: 2 } as const;

export interface SocketHooks {
  /** What the `feature_flags` message says. */
  readonly features: JsonObject;
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
  /** Sockets whose first message asked for pictures with a description. */
  private readonly takesDescriptions = new WeakSet<WebSocket>();
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
        if (isObject(message.data) && message.data.supports_preview_metadata === true) {
          this.takesDescriptions.add(socket);
        }
        this.deliver(socket, 'feature_flags', this.hooks.features);
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
    for (const socket of this.listeners(clientId)) this.deliver(socket, type, data);
  }

  /**
   * Sends a picture to those of the same sockets that take it in this form: with what it is about, or (null) bare.
   */
  sendPicture(picture: ShownPicture, about: JsonObject | null, clientId: string | null): void {
    const frame = about === null ? bareFrame(picture) : describedFrame(picture, about);
    for (const socket of this.listeners(clientId)) {
      if (this.muted.has(socket) || this.takesDescriptions.has(socket) !== (about !== null)) continue;
      socket.send(frame);
    }
  }

  private listeners(clientId: string | null): WebSocket[] {
    if (clientId === null) return [...this.registered.values()];
    const socket = this.registered.get(clientId);
    return socket === undefined ? [] : [socket];
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

function bareFrame({ format, bytes }: ShownPicture): Buffer {
  return Buffer.concat([bigEndian(BARE_PICTURE), bigEndian(FORMAT_CODES[format]), bytes]);
}

function describedFrame({ format, bytes }: ShownPicture, about: JsonObject): Buffer {
  const described = Buffer.from(pythonJson({ ...about, image_type: `image/${format}` }));
  return Buffer.concat([bigEndian(DESCRIBED_PICTURE), bigEndian(described.length), described, bytes]);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** JSON of a flat object as Python writes it, with a blank after each colon and comma. */
function pythonJson(value: JsonObject): string {
  const entries = Object.entries(value).map(
    ([key, entry]) => `${stringifyJson(key)}: ${stringifyJson(entry)}`,
  );
  return `{${entries.join(', ')}}`;
}
