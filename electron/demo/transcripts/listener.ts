import { once } from 'node:events';
import sharp from 'sharp';
import { WebSocket } from 'ws';
import { parseJson } from '../../../core/session/json';
import { isObject, type JsonObject } from '../graph';
import { compactState, isBetweenSteps } from './progressForm';

/** A message that does not come within this time (ms) is missing. */
const PATIENCE_MS = 10_000;

/** What a socket heard, in its order: a message as its JSON, a binary frame as the transcripts describe it. */
export type Heard = JsonObject;

/** A socket that keeps what it hears. */
export class Listener {
  readonly socket: WebSocket;
  readonly expected: Heard[] = [];
  private readonly received: (Heard | Promise<Heard>)[] = [];
  private closed = false;
  private isLate = false;
  private wake: () => void = () => undefined;

  /** In: whether the sampler's steps between the first and the last are kept, too. */
  constructor(url: string, origin: string | undefined, keepsAllSteps: boolean) {
    this.socket = new WebSocket(url, origin === undefined ? {} : { origin });
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.received.push(describedFrame(data));
      else {
        const message = parseJson(String(data));
        if (!isObject(message)) this.received.push({ type: 'not an object' });
        else if (keepsAllSteps || !isBetweenSteps(message)) this.received.push(compactState(message));
      }
      this.wake();
    });
    this.socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
    this.socket.on('error', () => undefined);
  }

  async opened(): Promise<void> {
    await once(this.socket, 'open');
  }

  /** Waits until as much was heard as the record has; what is heard on top shows at the end. */
  hasAllExpected(): Promise<void> {
    return this.waitFor(() => this.closed || this.received.length >= this.expected.length);
  }

  /** All that the server sent before now has been heard. Out: everything. */
  async settled(): Promise<Heard[]> {
    if (!this.closed && this.socket.readyState === WebSocket.OPEN) {
      const answered = new Promise<void>((resolve) => {
        this.socket.once('pong', () => resolve());
        this.socket.once('close', () => resolve());
      });
      this.socket.ping();
      await answered;
    }
    return Promise.all(this.received);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.socket.close();
    await this.waitFor(() => this.closed);
  }

  /** Once something is missing nothing more is waited for: the comparison at the end shows what. */
  private async waitFor(holds: () => boolean): Promise<void> {
    const timer = setTimeout(() => {
      this.isLate = true;
      this.wake();
    }, PATIENCE_MS);
    while (!holds() && !this.isLate) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    clearTimeout(timer);
  }
}

/** The first bytes of a frame, less those of a jpeg that are its encoder's choice. */
export function comparableHead(hex: string): string {
  return hex.replace(/ffd8.*$/, 'ffd8');
}

/** A binary frame taken apart as the recorder did: its kind, what it says of itself, the picture's form and size. */
async function describedFrame(frame: Buffer): Promise<Heard> {
  const kind = frame.readUInt32BE(0);
  const second = frame.readUInt32BE(4);
  const head = { event_type: kind, header_hex: comparableHead(frame.subarray(0, 12).toString('hex')) };
  const described = kind === 4 ? frame.subarray(8, 8 + second) : Buffer.alloc(0);
  const picture = await sharp(frame.subarray(8 + described.length)).metadata();
  const image = { pil_format: picture.format.toUpperCase(), size: [picture.width, picture.height] };
  if (kind !== 4) return { ...head, image_format: second, image };
  return { ...head, metadata_length: second, metadata: parseJson(described.toString('utf8')), image };
}
