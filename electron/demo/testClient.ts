import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type JsonValue, parseJson, stringifyJson } from '../../core/session/json';
import { isObject, type JsonObject } from './graph';
import type { Raster } from './nodeTypes';

/** A small client for tests: posts JSON, and keeps what its socket hears. */
export class TestClient {
  readonly heard: JsonObject[] = [];
  /** Binary frames heard. */
  frames = 0;
  private wake: () => void = () => undefined;
  private readonly url: string;
  private socket: WebSocket | null = null;

  constructor(url: string) {
    this.url = url;
  }

  async connect(clientId: string): Promise<WebSocket> {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/ws?clientId=${clientId}`);
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? null : parseJson(String(data));
      if (isObject(message)) this.heard.push(message);
      else this.frames += 1;
      this.wake();
    });
    socket.on('close', () => this.wake());
    socket.on('error', () => undefined);
    await once(socket, 'open');
    this.socket = socket;
    return socket;
  }

  close(): void {
    this.socket?.terminate();
  }

  async get(path: string): Promise<JsonObject> {
    const response = await fetch(this.url + path);
    return objectOf(parseJson(await response.text()));
  }

  async post(path: string, body: JsonValue): Promise<JsonObject> {
    const response = await fetch(this.url + path, { method: 'POST', body: stringifyJson(body) });
    const text = await response.text();
    return text === '' ? {} : objectOf(parseJson(text));
  }

  /** Waits for a message of this type whose data has these values. */
  async hears(type: string, data: JsonObject = {}): Promise<JsonObject> {
    for (;;) {
      const found = this.heard.find(
        (message) =>
          message.type === type &&
          Object.entries(data).every(([key, value]) => isObject(message.data) && message.data[key] === value),
      );
      if (found !== undefined) return objectOf(found.data ?? null);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Queues a graph and waits for its end. Out: its history entry. */
  async run(graph: JsonObject, clientId: string): Promise<JsonObject> {
    const { prompt_id: id } = await this.post('/prompt', { prompt: graph, client_id: clientId });
    await this.hears('executing', { node: null, prompt_id: id ?? null });
    const history = await this.get(`/history/${String(id)}`);
    return objectOf(history[String(id)] ?? null);
  }
}

export function objectOf(value: JsonValue): JsonObject {
  if (!isObject(value)) throw new Error(`Not an object: ${stringifyJson(value)}`);
  return value;
}

export interface GraphOptions {
  readonly prompt?: string;
  readonly negative?: string;
  readonly seed?: number | bigint;
  readonly steps?: number;
  readonly lora?: { readonly name: string; readonly weight: number };
  readonly prefix?: string;
}

/** A text-to-image graph: seven nodes, eight with a LoRA. */
export function textToImage(options: GraphOptions = {}): JsonObject {
  const source = options.lora === undefined ? '4' : '10';
  const graph: JsonObject = {
    4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'demo_painter_xl.safetensors' } },
    5: { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512, batch_size: 1 } },
    6: { class_type: 'CLIPTextEncode', inputs: { text: options.prompt ?? 'a fox', clip: [source, 1] } },
    7: { class_type: 'CLIPTextEncode', inputs: { text: options.negative ?? 'blurry', clip: [source, 1] } },
    3: {
      class_type: 'KSampler',
      inputs: {
        seed: options.seed ?? 1,
        steps: options.steps ?? 2,
        cfg: 7,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
        model: [source, 0],
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['5', 0],
      },
    },
    8: { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
    9: { class_type: 'SaveImage', inputs: { filename_prefix: options.prefix ?? 'test', images: ['8', 0] } },
  };
  if (options.lora !== undefined) {
    const { name, weight } = options.lora;
    graph[10] = {
      class_type: 'LoraLoader',
      inputs: {
        model: ['4', 0],
        clip: ['4', 1],
        lora_name: name,
        strength_model: weight,
        strength_clip: weight,
      },
    };
  }
  return graph;
}

/** Paints nothing, at once: for tests that look at no picture. */
export async function paintNothing(): Promise<Raster> {
  return { width: 8, height: 8, rgb: Buffer.alloc(8 * 8 * 3, 90) };
}
