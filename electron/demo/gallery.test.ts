import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRoles } from '../../core/workflow/graph';
import type { ComfyGraph } from '../../core/workflow/nodes';
import { patchWorkflow } from '../../core/workflow/patch';
import { readWorkflowFile } from '../../core/workflow/workflowFile';
import { createDemoServer, type DemoServer } from './server';
import { TestClient } from './testClient';

const GALLERY = join(import.meta.dirname, '../../core/workflow/gallery');
const LORA = 'demo/inkwash_v1-000008.safetensors';
const FILES = readdirSync(GALLERY).filter((file) => file.endsWith('.json'));

let server: DemoServer;
let client: TestClient;

beforeAll(async () => {
  server = await createDemoServer({ imageMs: 0 });
  client = new TestClient(server.url);
  await client.connect('me');
});

afterAll(async () => {
  client.close();
  await server.dispose();
});

/** The pixels of the one picture that a graph makes. */
async function pixels(graph: ComfyGraph, prefix: string): Promise<Buffer> {
  const entry = await client.run(graph, 'me');
  expect(entry['status']).toMatchObject({ status_str: 'success', completed: true });
  const filename = `${prefix}_00001_.png`;
  expect(Object.values(entry['outputs'] ?? {})).toEqual([
    { images: [{ filename, subfolder: '', type: 'output' }] },
  ]);
  const response = await fetch(`${server.url}/view?filename=${filename}&subfolder=&type=output`);
  return sharp(Buffer.from(await response.arrayBuffer()))
    .raw()
    .toBuffer();
}

describe('the demo runs every workflow of the gallery', () => {
  it.each(FILES)('%s', async (file) => {
    const graph = readWorkflowFile(file, readFileSync(join(GALLERY, file)));
    const bindings = findRoles(graph, { loras: [LORA] });
    const paint = (prefix: string, weight: number | null, seed = 7) =>
      pixels(
        patchWorkflow(graph, bindings, {
          positive: 'a fox in the snow',
          negative: 'blurry',
          seed,
          lora: weight === null ? null : { filename: LORA, weight, clip_weight: weight },
          filename_prefix: prefix,
        }),
        prefix,
      );
    const name = file.replace('.json', '');
    const first = await paint(`${name}-first`, null);
    const candidate = await paint(`${name}-candidate`, 0.7);
    const again = await paint(`${name}-again`, null);
    const otherSeed = await paint(`${name}-seed`, null, 8);
    expect(again.equals(first)).toBe(true);
    expect(candidate.equals(first)).toBe(false);
    expect(otherSeed.equals(first)).toBe(false);
  });

  it('skips an entry of a Power Lora Loader whose file is not there, as the real one does', async () => {
    const file = 'powerLora.json';
    const graph = readWorkflowFile(file, readFileSync(join(GALLERY, file)));
    const bindings = findRoles(graph, { loras: [LORA] });
    const make = (prefix: string, filename: string | null) =>
      pixels(
        patchWorkflow(graph, bindings, {
          positive: 'a fox',
          negative: '',
          seed: 7,
          lora: filename === null ? null : { filename, weight: 0.7, clip_weight: 0.7 },
          filename_prefix: prefix,
        }),
        prefix,
      );
    expect((await make('gone', 'gone.safetensors')).equals(await make('none', null))).toBe(true);
  });
});
