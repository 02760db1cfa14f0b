import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { builtinWorkflow } from '../../core/workflow/builtin';
import { findRoles } from '../../core/workflow/graph';
import { patchWorkflow } from '../../core/workflow/patch';
import { createDemoServer, type DemoServer } from '../demo/server';
import { checkAgainstServer } from './checks';
import { createComfyClient } from './client';
import { listCheckpoints, listLoras, listSamplers, listSchedulers, probeServer } from './probe';

const CHECKPOINT = 'sd15.safetensors';
const servers: DemoServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.dispose();
});

async function demo(
  loras: string[] = ['snow/fox-000004.safetensors', 'owl.safetensors'],
): Promise<DemoServer> {
  const server = await createDemoServer({ imageMs: 0, loras, checkpoints: [CHECKPOINT] });
  servers.push(server);
  return server;
}

function graphOf(
  options: { checkpoint?: string; lora?: string; sampler_name?: string; size?: [number, number] } = {},
) {
  const graph = builtinWorkflow({
    checkpoint: options.checkpoint ?? CHECKPOINT,
    size: options.size ?? null,
    sampling: options.sampler_name === undefined ? null : { sampler_name: options.sampler_name },
  });
  return patchWorkflow(graph, findRoles(graph), {
    positive: 'a',
    negative: 'b',
    seed: 18446744073709551615n,
    lora: { filename: options.lora ?? 'owl.safetensors', weight: 1, clip_weight: 1 },
    filename_prefix: 'blindfold/x/y',
  });
}

const origin = (...loras: string[]) => ({ loras, isOwnWorkflow: false });

describe('probeServer', () => {
  it('knows the demo for what it is', async () => {
    const server = await demo();
    const state = await probeServer({ url: server.url });
    expect(state).toMatchObject({
      url: server.url,
      state: 'ok',
      version: '0.33.0',
      is_demo: true,
      message: null,
      queue: { running: 0, pending: 0 },
    });
    expect(state.devices).toHaveLength(1);
  });

  it('says what is wrong with an address', async () => {
    const server = await demo();
    server.faults.arm({ kind: 'html', path: '/system_stats' });
    expect(await probeServer({ url: server.url })).toMatchObject({
      state: 'not_comfyui',
      is_demo: false,
      queue: null,
    });
    server.faults.arm({ kind: 'status', path: '/system_stats', status: 403 });
    expect(await probeServer({ url: server.url })).toMatchObject({ state: 'forbidden' });
    server.faults.arm({ kind: 'hang', path: '/system_stats' });
    expect(await probeServer({ url: server.url, timeoutMs: 50 })).toMatchObject({ state: 'unreachable' });
    expect(server.faults.unhit()).toEqual([]);
    await server.dispose();
    const gone = await probeServer({ url: server.url });
    expect(gone).toMatchObject({ state: 'unreachable', version: null, devices: [] });
    expect(gone.message).toContain('Start ComfyUI, or type where it runs.');
  });

  it('lists what a server has, also one without model lists', async () => {
    const server = await demo();
    const client = createComfyClient({ url: server.url });
    expect(await listLoras(client)).toEqual(['owl.safetensors', 'snow/fox-000004.safetensors']);
    expect(await listCheckpoints(client)).toEqual([CHECKPOINT]);
    expect(await listSamplers(client)).toContain('dpmpp_2m');
    expect(await listSchedulers(client)).toContain('karras');
    server.faults.arm({ kind: 'status', path: '/models', status: 404, times: 2 });
    expect(await listLoras(client)).toEqual(['owl.safetensors', 'snow/fox-000004.safetensors']);
    expect(await listCheckpoints(client)).toEqual([CHECKPOINT]);
    expect(server.faults.unhit()).toEqual([]);
  });
});

describe('checkAgainstServer', () => {
  it('finds nothing wrong with what is there', async () => {
    const server = await demo();
    const client = createComfyClient({ url: server.url });
    const check = await checkAgainstServer(client, [graphOf()], origin('owl.safetensors'));
    expect(check.faults).toEqual([]);
    expect([...check.loras]).toEqual([['owl.safetensors', 'owl.safetensors']]);
  });

  it('takes the spelling of the server, whichever way folders are written', async () => {
    const server = await demo(['snow\\fox-000004.safetensors']);
    const client = createComfyClient({ url: server.url });
    const lora = 'snow/fox-000004.safetensors';
    const check = await checkAgainstServer(client, [graphOf({ lora })], origin(lora));
    expect(check.faults).toEqual([]);
    expect(check.loras.get(lora)).toBe('snow\\fox-000004.safetensors');
  });

  it('names a missing LoRA beside its field, with the near names', async () => {
    const server = await demo();
    const client = createComfyClient({ url: server.url });
    const lora = 'fox-00004.safetensors';
    const check = await checkAgainstServer(client, [graphOf({ lora })], origin('owl.safetensors', lora));
    expect(check.faults).toEqual([
      {
        field: 'setup.loras[1]',
        message:
          'This server has no LoRA named fox-00004.safetensors. Did you mean snow/fox-000004.safetensors?',
      },
    ]);
  });

  it('names checkpoint, sampler, size and node beside their fields', async () => {
    const server = await demo();
    const client = createComfyClient({ url: server.url });
    const graph = graphOf({ checkpoint: 'sd-15.safetensors', sampler_name: 'dpmpp_2n', size: [512, 99_999] });
    graph['50'] = { class_type: 'NoSuchNode', inputs: {} };
    const { faults } = await checkAgainstServer(client, [graph], origin('owl.safetensors'));
    expect(Object.fromEntries(faults.map((fault) => [fault.field, fault.message]))).toMatchObject({
      'setup.checkpoint':
        'This server has no checkpoint named sd-15.safetensors. Did you mean sd15.safetensors?',
      'setup.sampling': expect.stringContaining(
        'This server has no sampler named dpmpp_2n. Did you mean dpmpp_2m',
      ),
      'setup.size': expect.stringContaining('height is 99999'),
      'setup.workflow': 'This server has no node NoSuchNode. Install it in ComfyUI, or use another workflow.',
    });
  });

  it("points to the file for faults in the person's own workflow", async () => {
    const server = await demo();
    const client = createComfyClient({ url: server.url });
    const graph = graphOf({ checkpoint: 'gone.safetensors' });
    delete graph['3']?.inputs['seed'];
    const { faults } = await checkAgainstServer(client, [graph], {
      loras: ['owl.safetensors'],
      isOwnWorkflow: true,
    });
    expect(new Set(faults.map((fault) => fault.field))).toEqual(new Set(['setup.workflow']));
    expect(faults.map((fault) => fault.message)).toContain(
      'KSampler node 3 lacks its input seed. Connect it in ComfyUI.',
    );
  });

  it('looks itself for the LoRAs of a Power Lora Loader, which leaves out what it does not find', async () => {
    const server = await demo(['owl.safetensors', 'snow\\fox.safetensors']);
    const client = createComfyClient({ url: server.url });
    const graph = graphOf();
    graph['10'] = {
      class_type: 'Power Lora Loader (rgthree)',
      inputs: {
        model: ['4', 0],
        clip: ['4', 1],
        lora_1: { on: true, lora: 'owl.safetensors', strength: 1 },
        lora_2: { on: true, lora: 'snow/fox.safetensors', strength: 1 },
        lora_3: { on: false, lora: 'gone.safetensors', strength: 1 },
        lora_4: { on: true, lora: 'owl', strength: 1 },
      },
    };
    const own = (...loras: string[]) => ({ loras, isOwnWorkflow: true });
    expect(await checkAgainstServer(client, [graph], own('owl.safetensors'))).toMatchObject({
      faults: [
        {
          field: 'setup.workflow',
          message:
            'Power Lora Loader (rgthree) node 10, lora_2: this server has no LoRA named snow/fox.safetensors, and the node would leave it out without a word. Did you mean snow\\fox.safetensors?',
        },
      ],
    });
    // Under test, it is sent in the server's spelling.
    expect((await checkAgainstServer(client, [graph], own('snow/fox.safetensors'))).faults).toEqual([]);
  });

  it('names a LoRA that a stack chooses and the server lacks, and a node of a pack that is not installed', async () => {
    const server = await createDemoServer({
      imageMs: 0,
      checkpoints: [CHECKPOINT],
      loras: ['owl.safetensors'],
    });
    const bare = await createDemoServer({
      imageMs: 0,
      checkpoints: [CHECKPOINT],
      loras: ['owl.safetensors'],
      packs: false,
    });
    servers.push(server, bare);
    const graph = graphOf();
    const stack = { switch_1: 'On', lora_name_1: 'oul.safetensors', model_weight_1: 1, clip_weight_1: 1 };
    graph['60'] = { class_type: 'CR LoRA Stack', inputs: stack };
    const own = { loras: ['owl.safetensors'], isOwnWorkflow: true };
    const messages = async (url: string) =>
      (await checkAgainstServer(createComfyClient({ url }), [graph], own)).faults.map(
        ({ message }) => message,
      );
    expect(await messages(server.url)).toContain(
      'This server has no LoRA named oul.safetensors. Did you mean owl.safetensors?',
    );
    expect(await messages(bare.url)).toEqual([
      'This server has no node CR LoRA Stack. Install it in ComfyUI, or use another workflow.',
    ]);
  });

  it('throws when the server cannot be asked', async () => {
    const http = createServer((_, response) => response.end('<html>'));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    const client = createComfyClient({ url: `http://127.0.0.1:${port}` });
    await expect(checkAgainstServer(client, [graphOf()], origin())).rejects.toMatchObject({
      kind: 'not_comfyui',
    });
    http.closeAllConnections();
    http.close();
  });
});
