import { afterEach, describe, expect, it } from 'vitest';
import { createDemoServer, type DemoServer } from './server';
import { type GraphOptions, paintNothing, TestClient, textToImage } from './testClient';

const LORA = 'demo/inkwash_v1-000008.safetensors';
const WEIGHTS = [0.2, 0.4, 0.6, 0.8, 1];
const PROMPTS = ['a fox', 'an owl', 'a lighthouse', 'a teapot'];
const SEEDS = [11, 22];

let server: DemoServer;
let client: TestClient;

afterEach(async () => {
  client.close();
  await server.dispose();
});

/** Runs graphs one after the other. Out: the number of nodes that were run. */
async function executionsFor(jobs: readonly GraphOptions[]): Promise<number> {
  server = await createDemoServer({ imageMs: 0, paint: paintNothing });
  client = new TestClient(server.url);
  await client.connect('me');
  for (const [index, job] of jobs.entries())
    await client.run(textToImage({ ...job, prefix: `image_${index}` }), 'me');
  expect(server.stats().images).toBe(jobs.length);
  return server.stats().executions;
}

describe('results are kept from the latest prompt only', () => {
  it('a plan in groups (LoRA and weight, then prompt, then seed) runs few nodes again', async () => {
    const jobs: GraphOptions[] = [];
    for (const weight of [null, ...WEIGHTS]) {
      for (const prompt of PROMPTS) {
        for (const seed of SEEDS)
          jobs.push({ prompt, seed, ...(weight === null ? {} : { lora: { name: LORA, weight } }) });
      }
    }
    // 48 images x (sampler, decode, save) + 24 prompts + 6 negatives + 5 LoRA loads + checkpoint + latent
    expect(await executionsFor(jobs)).toBe(48 * 3 + 24 + 6 + 5 + 2);
  });

  it('baseline and candidate in turn run six nodes for each image', async () => {
    const jobs: GraphOptions[] = [];
    for (const weight of WEIGHTS) {
      for (const prompt of PROMPTS) {
        for (const seed of SEEDS) {
          jobs.push({ prompt, seed, lora: { name: LORA, weight: 0 } });
          jobs.push({ prompt, seed, lora: { name: LORA, weight } });
        }
      }
    }
    expect(await executionsFor(jobs)).toBe(80 * 6 + 2);
  });
});
