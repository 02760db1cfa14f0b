import type { Page, Request, Response } from '@playwright/test';
import { type JsonValue, parseJson } from '../core/session/json';
import type { Json } from './evaluation';
import type { SideOnTheWire } from './wireFeatures';

/** One side of one showing as the page loaded it. */
export interface SideInThePage extends SideOnTheWire {
  /** Place among all picture requests of the page, and among their ends. */
  asked: number;
  ended: number;
  /** From the request to the first byte and to the last one, in ms. */
  firstByteMs: number;
  lastByteMs: number;
}

/** Every message that a page hears, and every picture that it loads, in the order of asking and of arriving. */
export class PageTraffic {
  readonly frames: string[] = [];
  private readonly asked: string[] = [];
  private readonly ended: string[] = [];
  private readonly answers = new Map<string, Promise<SideOnTheWire>>();
  private readonly requests = new Map<string, Request>();

  constructor(page: Page) {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => this.frames.push(String(payload))),
    );
    page.on('request', (request) => {
      if (isPicture(request)) this.asked.push(pathOf(request));
    });
    page.on('response', (response) => {
      if (isPicture(response)) this.answers.set(pathOf(response), readSide(response));
    });
    page.on('requestfinished', (request) => {
      if (!isPicture(request)) return;
      this.ended.push(pathOf(request));
      this.requests.set(pathOf(request), request);
    });
  }

  /** The trials that came over the wire since the frame given and whose two pictures the page loaded, in the order of coming. */
  trialsSince(frame: number): Json[] {
    return this.frames
      .slice(frame)
      .flatMap((text) => trialsIn(parseJson(text)))
      .filter(
        (trial) =>
          this.ended.includes(String(trial['image_a'])) && this.ended.includes(String(trial['image_b'])),
      );
  }

  /** What came for a picture. In: its address as the trial names it. Throws Error when the page never loaded it. */
  async side(address: string): Promise<SideInThePage> {
    const [wire, request] = [await this.answers.get(address), this.requests.get(address)];
    if (wire === undefined || request === undefined) throw new Error(`The page never loaded ${address}.`);
    const { responseStart, responseEnd } = request.timing();
    return {
      ...wire,
      asked: this.asked.indexOf(address),
      ended: this.ended.indexOf(address),
      firstByteMs: responseStart,
      lastByteMs: responseEnd,
    };
  }
}

function isPicture(message: Request | Response): boolean {
  return message.url().includes('/image/');
}

function pathOf(message: Request | Response): string {
  return new URL(message.url()).pathname;
}

async function readSide(response: Response): Promise<SideOnTheWire> {
  const headers = Object.entries(await response.allHeaders());
  return { address: pathOf(response), headers, bytes: await response.body() };
}

function trialsIn(value: JsonValue): Json[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(trialsIn);
  return 'image_a' in value && 'trial_id' in value ? [value] : Object.values(value).flatMap(trialsIn);
}

/** Which fields a message has and of which kind each is, without their values. */
export function shapeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${[...new Set(value.map(shapeOf))].sort().join('|')}]`;
  if (typeof value !== 'object') return typeof value;
  return `{${Object.entries(value)
    .map(([field, inner]) => `${field}:${shapeOf(inner)}`)
    .sort()
    .join(',')}}`;
}
