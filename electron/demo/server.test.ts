import { request } from 'node:http';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { type JsonValue, parseJson } from '../../core/session/json';
import type { JsonObject } from './graph';
import { createDemoServer, type DemoOptions, type DemoServer } from './server';
import { DEMO_ARGUMENT } from './systemStats';
import { objectOf, paintNothing, TestClient, textToImage } from './testClient';

let server: DemoServer;
let client: TestClient;

async function begin(options: DemoOptions = {}): Promise<void> {
  server = await createDemoServer({ imageMs: 0, paint: paintNothing, ...options });
  client = new TestClient(server.url);
  await client.connect('me');
}

afterEach(async () => {
  client.close();
  await server.dispose();
});

const LORA = 'demo/inkwash_v1-000008.safetensors';

describe('a picture of the demo', () => {
  it('is a whole PNG of the size asked for, and carries its graph digit for digit', async () => {
    await begin();
    await server.dispose();
    server = await createDemoServer({ imageMs: 0, size: { width: 96, height: 64 } });
    client = new TestClient(server.url);
    await client.connect('me');
    const graph = textToImage({
      seed: 18446744073709551615n,
      prefix: 'folder/name',
      lora: { name: LORA, weight: 0.8 },
    });
    const entry = await client.run(graph, 'me');
    expect(entry.outputs).toEqual({
      9: { images: [{ filename: 'name_00001_.png', subfolder: 'folder', type: 'output' }] },
    });
    const bytes = Buffer.from(
      await (
        await fetch(`${server.url}/view?filename=name_00001_.png&subfolder=folder&type=output`)
      ).arrayBuffer(),
    );
    const picture = await sharp(bytes, { failOn: 'warning' }).metadata();
    expect([picture.width, picture.height, picture.format]).toEqual([96, 64, 'png']);
    await sharp(bytes, { failOn: 'warning' }).raw().toBuffer();
    const start = bytes.indexOf('tEXtprompt\0');
    const text = bytes.subarray(start + 11, start + bytes.readUInt32BE(start - 4) + 4).toString('latin1');
    expect(parseJson(text)).toEqual(graph);
    expect(text).toContain('18446744073709551615');
  });

  it('counts files up in their folder and never overwrites one', async () => {
    await begin();
    for (const seed of [1, 2, 3]) await client.run(textToImage({ seed, prefix: 'a/b' }), 'me');
    await client.run(textToImage({ seed: 4, prefix: 'a/other' }), 'me');
    const files = await Promise.all(
      ['b_00001_.png', 'b_00002_.png', 'b_00003_.png', 'other_00001_.png', 'b_00004_.png'].map(
        async (name) => (await fetch(`${server.url}/view?filename=${name}&subfolder=a`)).status,
      ),
    );
    expect(files).toEqual([200, 200, 200, 200, 404]);
    expect(server.stats().images).toBe(4);
  });

  it.each([
    ['t_%width%x%height%', 't_8x8_00001_.png', ''],
    ['%date:yyyy%', '%date:yyyy%_00001_.png', ''],
    ['a/../b/name', 'name_00001_.png', 'b'],
    ['n_%batch_num%', 'n_0_00001_.png', ''],
    ['folder/', 'folder_00001_.png', ''],
  ])('prefix %s gives %s in "%s"', async (prefix, filename, subfolder) => {
    await begin();
    const entry = await client.run(textToImage({ prefix }), 'me');
    expect(entry.outputs).toEqual({ 9: { images: [{ filename, subfolder, type: 'output' }] } });
  });

  it('of PreviewImage lies in the temporary folder and is gone after a restart', async () => {
    await begin();
    const graph = textToImage();
    graph[9] = { class_type: 'PreviewImage', inputs: { images: ['8', 0] } };
    const entry = await client.run(graph, 'me');
    const [image] = objectOf(objectOf(entry.outputs ?? null)[9] ?? null).images as {
      filename: string;
      type: string;
    }[];
    expect(image?.type).toBe('temp');
    const address = `${server.url}/view?filename=${image?.filename}&type=temp`;
    expect((await fetch(address)).status).toBe(200);
    server.restart();
    expect((await fetch(address)).status).toBe(404);
  });

  it('is dropped, the oldest first, when the pretended disk is full', async () => {
    await begin({ maxStoredBytes: 2000 });
    for (const seed of [1, 2, 3, 4]) await client.run(textToImage({ seed, prefix: 'x' }), 'me');
    expect((await fetch(`${server.url}/view?filename=x_00001_.png`)).status).toBe(404);
    expect((await fetch(`${server.url}/view?filename=x_00004_.png`)).status).toBe(200);
  });
});

describe('the demo server', () => {
  it('says that it is the demo', async () => {
    await begin();
    const { system, devices } = await client.get('/system_stats');
    expect(objectOf(system ?? null).comfyui_version).toBe('0.33.0');
    expect(objectOf(system ?? null).argv).toContain(DEMO_ARGUMENT);
    expect(devices).toMatchObject([{ name: 'Demo painter', type: 'cpu' }]);
  });

  it('lists LoRAs with the metadata of a trained file', async () => {
    await begin();
    const names = parseJson(await (await fetch(`${server.url}/models/loras`)).text());
    expect(names).toContain(LORA);
    const metadata = await client.get(`/view_metadata/loras?filename=${encodeURIComponent(LORA)}`);
    expect(Object.values(metadata).every((value) => typeof value === 'string')).toBe(true);
    expect(metadata).toMatchObject({
      ss_base_model_version: 'sd_v1',
      ss_resolution: '(512, 512)',
    });
    expect(objectOf(parseJson(String(metadata.ss_tag_frequency)))).toHaveProperty('10_inkwash');
  });

  it('shows both forms of choice lists', async () => {
    await begin();
    const classic = await client.get('/object_info/LoraLoader');
    const newer = await client.get('/object_info/KSamplerSelect');
    const [names] = inputOf(classic, 'LoraLoader', 'lora_name');
    expect(names).toContain(LORA);
    const [kind, config] = inputOf(newer, 'KSamplerSelect', 'sampler_name');
    expect(kind).toBe('COMBO');
    expect(objectOf(config ?? null).options).toContain('euler');
  });

  it('runs a graph whose sampler is put together from parts', async () => {
    await begin();
    const graph = textToImage();
    graph[20] = { class_type: 'RandomNoise', inputs: { noise_seed: 18446744073709551615n } };
    graph[21] = { class_type: 'BasicGuider', inputs: { model: ['4', 0], conditioning: ['6', 0] } };
    graph[22] = { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } };
    graph[23] = {
      class_type: 'BasicScheduler',
      inputs: { model: ['4', 0], scheduler: 'simple', steps: 2, denoise: 1 },
    };
    graph[3] = {
      class_type: 'SamplerCustomAdvanced',
      inputs: {
        noise: ['20', 0],
        guider: ['21', 0],
        sampler: ['22', 0],
        sigmas: ['23', 0],
        latent_image: ['5', 0],
      },
    };
    const entry = await client.run(graph, 'me');
    expect(entry.status).toMatchObject({ status_str: 'success', completed: true });
  });

  it('runs a graph in the manner of Flux: no checkpoint, no negative prompt, a noise node', async () => {
    await begin();
    const prompt: JsonObject = {
      1: {
        class_type: 'UNETLoader',
        inputs: { unet_name: 'demo_painter_flux.safetensors', weight_dtype: 'default' },
      },
      2: {
        class_type: 'DualCLIPLoader',
        inputs: { clip_name1: 'demo_clip_l.safetensors', clip_name2: 'demo_t5xxl.safetensors', type: 'flux' },
      },
      3: { class_type: 'VAELoader', inputs: { vae_name: 'demo_ae.safetensors' } },
      4: {
        class_type: 'LoraLoaderModelOnly',
        inputs: { model: ['1', 0], lora_name: LORA, strength_model: 0.8 },
      },
      5: { class_type: 'CLIPTextEncode', inputs: { text: 'an owl', clip: ['2', 0] } },
      6: { class_type: 'FluxGuidance', inputs: { conditioning: ['5', 0], guidance: 3.5 } },
      7: { class_type: 'BasicGuider', inputs: { model: ['4', 0], conditioning: ['6', 0] } },
      8: { class_type: 'RandomNoise', inputs: { noise_seed: 3 } },
      9: { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } },
      10: {
        class_type: 'BasicScheduler',
        inputs: { model: ['4', 0], scheduler: 'simple', steps: 2, denoise: 1 },
      },
      11: { class_type: 'EmptySD3LatentImage', inputs: { width: 64, height: 64, batch_size: 2 } },
      12: {
        class_type: 'SamplerCustomAdvanced',
        inputs: {
          noise: ['8', 0],
          guider: ['7', 0],
          sampler: ['9', 0],
          sigmas: ['10', 0],
          latent_image: ['11', 0],
        },
      },
      13: { class_type: 'VAEDecode', inputs: { samples: ['12', 0], vae: ['3', 0] } },
      14: { class_type: 'SaveImage', inputs: { images: ['13', 0], filename_prefix: 'flux' } },
    };
    const entry = await client.run(prompt, 'me');
    const { images } = objectOf(objectOf(entry.outputs ?? null)[14] ?? null);
    expect(images).toMatchObject([{ filename: 'flux_00001_.png' }, { filename: 'flux_00002_.png' }]);
  });

  it('runs two samplers in a row, the seed coming from a node of its own', async () => {
    await begin();
    const graph = textToImage();
    const [first, second] = [0, 1].map((stage) => ({
      class_type: 'KSamplerAdvanced',
      inputs: {
        model: ['4', 0],
        add_noise: stage === 0 ? 'enable' : 'disable',
        noise_seed: ['30', 0],
        steps: 2,
        cfg: 7,
        sampler_name: 'euler',
        scheduler: 'normal',
        positive: ['6', 0],
        negative: stage === 0 ? ['7', 0] : ['31', 0],
        latent_image: stage === 0 ? ['5', 0] : ['3', 0],
        start_at_step: stage,
        end_at_step: stage + 1,
        return_with_leftover_noise: stage === 0 ? 'enable' : 'disable',
      },
    }));
    graph[3] = first ?? null;
    graph[33] = second ?? null;
    graph[30] = { class_type: 'PrimitiveInt', inputs: { value: 77 } };
    graph[31] = { class_type: 'ConditioningZeroOut', inputs: { conditioning: ['6', 0] } };
    graph[8] = { class_type: 'VAEDecode', inputs: { samples: ['33', 0], vae: ['4', 2] } };
    const entry = await client.run(graph, 'me');
    expect(entry.status).toMatchObject({ status_str: 'success' });
    expect(server.stats().images).toBe(1);
  });

  it('takes an upload, reuses the same bytes and renames others', async () => {
    await begin();
    const upload = async (bytes: string) => {
      const form = new FormData();
      form.set('image', new File([bytes], 'x.png'));
      return (await fetch(`${server.url}/upload/image`, { method: 'POST', body: form })).json();
    };
    expect(await upload('one')).toEqual({ name: 'x.png', subfolder: '', type: 'input' });
    expect(await upload('one')).toEqual({ name: 'x.png', subfolder: '', type: 'input' });
    expect(await upload('two')).toEqual({ name: 'x (1).png', subfolder: '', type: 'input' });
  });

  it('refuses a body that is too large before reading it', async () => {
    await begin();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'Content-Length': 200_000_000 };
      const sent = request(`${server.url}/prompt`, { method: 'POST', headers }, (response) => {
        resolve(response.statusCode);
        sent.destroy();
      });
      sent.on('error', reject);
      sent.write('{');
    });
    expect(status).toBe(413);
  });

  it('can be disposed while requests and sockets hang', async () => {
    await begin();
    server.faults.arm({ kind: 'hang', path: '/queue' });
    server.faults.arm({ kind: 'hang', path: '/ws' });
    const answer = fetch(`${server.url}/queue`).catch(() => 'cut');
    const socket = client.connect('hung').catch(() => 'cut');
    await expect.poll(() => server.unhitFaults()).toEqual([]);
    await server.dispose();
    expect(await Promise.all([answer, socket])).toEqual(['cut', 'cut']);
  });

  it('tells whatever goes wrong in a node as its error, and goes on', async () => {
    await begin({
      paint: (picture) =>
        picture.seed === 1 ? Promise.reject(new Error('no colours left')) : paintNothing(),
    });
    const broken = await client.run(textToImage({ seed: 1 }), 'me');
    expect(broken.status).toMatchObject({ status_str: 'error', completed: false });
    expect(await client.hears('execution_error')).toMatchObject({
      exception_message: 'no colours left\n',
      node_type: 'VAEDecode',
    });
    const next = await client.run(textToImage({ seed: 2 }), 'me');
    expect(next.status).toMatchObject({ status_str: 'success' });
  });

  it('frees its port when it is disposed, so that another can take it', async () => {
    await begin();
    await server.dispose();
    server = await createDemoServer({ port: server.port, imageMs: 0, paint: paintNothing });
    expect((await fetch(`${server.url}/queue`)).status).toBe(200);
  });
});

function inputOf(info: JsonObject, classType: string, input: string): JsonValue[] {
  const { required } = objectOf(objectOf(info[classType] ?? null).input ?? null);
  const shape = objectOf(required ?? null)[input];
  if (!Array.isArray(shape)) throw new Error(`${classType} has no input ${input}.`);
  return shape;
}
