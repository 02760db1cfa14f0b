import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_LORAS } from '../demo/models';
import { createDemoServer, type DemoServer } from '../demo/server';
import { ComfyFailure } from './http';
import { askLoraInfo } from './loraInfo';

describe('asking a server about a LoRA', () => {
  let demo: DemoServer;
  let other: Server | null = null;
  beforeAll(async () => {
    demo = await createDemoServer({ imageMs: 0 });
  });
  afterAll(() => demo.dispose());
  afterEach(async () => {
    await new Promise<void>((resolve) => (other === null ? resolve() : other.close(() => resolve())));
    other = null;
  });

  /** A server that gives one answer to everything. */
  async function answering(status: number, body: string): Promise<string> {
    const server = createServer((_request, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
    });
    other = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('brings what each LoRA of the demo says', async () => {
    for (const name of DEMO_LORAS) {
      expect(await askLoraInfo({ url: demo.url }, name)).toMatchObject({
        name,
        base_model: expect.stringMatching(/^SD/),
        resolution: expect.stringMatching(/^\d+ × \d+$/),
        trigger_words: [expect.any(String)],
      });
    }
    expect(
      (await askLoraInfo({ url: demo.url }, 'demo/inkwash_v1-000008.safetensors'))?.training,
    ).toContainEqual({
      name: 'Epoch',
      value: '8 of 12',
    });
  });

  it('brings nothing where there is none', async () => {
    expect(await askLoraInfo({ url: demo.url }, 'no such file.safetensors')).toBeNull();
    expect(await askLoraInfo({ url: demo.url }, '../../etc/passwd')).toBeNull();
    expect(await askLoraInfo({ url: await answering(200, '{"format": "pt"}') }, 'x')).toBeNull();
  });

  it('tells a server that fails from one that has nothing to say', async () => {
    await expect(askLoraInfo({ url: await answering(500, 'broken') }, 'x')).rejects.toBeInstanceOf(
      ComfyFailure,
    );
  });

  it('tells an answer that is none of ComfyUI', async () => {
    await expect(askLoraInfo({ url: await answering(200, '<html>') }, 'x')).rejects.toMatchObject({
      kind: 'not_comfyui',
    });
  });
});
