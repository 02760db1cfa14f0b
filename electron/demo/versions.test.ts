import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject } from './graph';
import { createDemoServer, type DemoServer } from './server';
import { paintNothing, TestClient, textToImage } from './testClient';
import type { ComfyVersion } from './versions';

let server: DemoServer;
let client: TestClient;

async function begin(version: ComfyVersion): Promise<void> {
  server = await createDemoServer({ imageMs: 0, paint: paintNothing, version });
  client = new TestClient(server.url);
}

afterEach(async () => {
  client.close();
  await server.dispose();
});

// What no transcript of 0.3.64 asks for; the others are held by the replays.
describe('the demo server as 0.3.64', () => {
  it('has no /api/jobs, and says so as for any other address', async () => {
    await begin('0.3.64');
    const reply = await fetch(`${server.url}/api/jobs`);
    expect([reply.status, await reply.text()]).toEqual([404, '404: Not Found']);
  });

  it.each([
    ['0.33.0', 2],
    ['0.3.64', 0],
  ] as const)('%s shows %i previews to a prompt that asks for them', async (version, count) => {
    await begin(version);
    await client.connect('me');
    const { prompt_id: id } = await client.post('/prompt', {
      prompt: textToImage({ steps: 2 }),
      client_id: 'me',
      extra_data: { preview_method: 'auto' },
    });
    await client.hears('executing', { node: null, prompt_id: id ?? null });
    expect(client.frames).toBe(count);
  });
});

describe('SaveImageWebsocket', () => {
  it('sends its pictures again for the same prompt, though all before it is cached', async () => {
    await begin('0.33.0');
    await client.connect('me');
    const graph: JsonObject = {
      1: { class_type: 'EmptyImage', inputs: { width: 16, height: 16, batch_size: 2, color: 7 } },
      2: { class_type: 'SaveImageWebsocket', inputs: { images: ['1', 0] } },
    };
    await client.run(graph, 'me');
    await client.run(graph, 'me');
    expect(client.frames).toBe(4);
    expect(server.stats()).toMatchObject({ executions: 3, images: 0 });
  });
});
