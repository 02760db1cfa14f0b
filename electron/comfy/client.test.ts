import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { builtinWorkflow } from '../../core/workflow/builtin';
import type { ComfyGraph } from '../../core/workflow/nodes';
import { type ComfyClient, createComfyClient } from './client';
import { explainExecutionError } from './executionWords';
import { closeAfterEach, failureOf } from './testServers';
import { type RecordedCall, type ReplayServer, replayTranscript } from './transcripts/replayServer';

const VERSIONS = ['0.33.0', '0.3.64'] as const;
const GRAPH = builtinWorkflow({ checkpoint: 'tiny-sd15.safetensors' });
const ID = '00000000-0000-4000-8000-000000000001';
const { opened } = closeAfterEach();

async function replay(name: string): Promise<{ server: ReplayServer; client: ComfyClient }> {
  const server = await replayTranscript(name);
  opened({ close: () => server.dispose() });
  return { server, client: createComfyClient({ url: server.url }) };
}

function callNamed(server: ReplayServer, note: string): RecordedCall {
  const call = server.calls.find((one) => one.note === note && one.path === '/prompt');
  if (call === undefined) throw new Error(`no call ${note}`);
  return call;
}

/** Posts the recorded graph again, with the same recorded answer. */
async function repeatRefusal(version: string, note: string, loras: string[] = []): Promise<AppFailure> {
  const { server, client } = await replay(`${version}-refused`);
  for (const call of server.calls) {
    if (call.path !== '/prompt') continue;
    const graph: ComfyGraph = call.prompt ?? {};
    const posted = client.postPrompt({
      graph,
      clientId: 'c',
      promptId: ID,
      origin: { loras, isOwnWorkflow: false },
    });
    if (call.note === note) return failureOf(posted);
    await posted.catch(() => undefined);
  }
  throw new Error(`no call ${note}`);
}
describe.each(VERSIONS)('the client, with the answers of ComfyUI %s', (version) => {
  it('posts a prompt and reads its history', async () => {
    const { server, client } = await replay(`${version}-success`);
    const posted = await client.postPrompt({ graph: GRAPH, clientId: 'me', promptId: ID });
    const sent = server.received[0];
    expect(sent?.path).toBe('/prompt');
    expect(sent?.body).toContain(`"client_id":"me","prompt_id":"${ID}"`);
    const entry = await client.history(posted.prompt_id);
    expect(entry).toMatchObject({ outcome: 'success', is_cached: false, error: null });
    expect(entry?.images).toEqual([
      { node: '9', image: { filename: 'success_00001_.png', subfolder: '', type: 'output' } },
    ]);
    expect(entry?.seconds).toBeGreaterThan(0.5);
    expect(await client.queue()).toEqual({ running: [], pending: [] });
  });

  it('sees that a repeated prompt came from the cache', async () => {
    const { server, client } = await replay(`${version}-cached`);
    const ids = server.calls
      .filter((call) => call.path.startsWith('/history/'))
      .map((call) => call.path.slice(9));
    const entries = [];
    for (const id of ids) entries.push(await client.history(id));
    expect(entries.map((entry) => entry?.is_cached)).toEqual([false, true, true, false]);
    expect(entries[1]?.images).toEqual(entries[0]?.images);
    expect(entries[3]?.images).not.toEqual(entries[0]?.images);
  });

  it('tells interruption from error', async () => {
    const { server, client } = await replay(`${version}-interrupt`);
    const ids = server.calls
      .filter((call) => call.path.startsWith('/history/'))
      .map((call) => call.path.slice(9));
    const outcomes = [];
    for (const id of ids) outcomes.push((await client.history(id))?.outcome ?? null);
    expect(outcomes).toEqual([null, 'interrupted', 'interrupted', 'success']);
    const failed = await replay(`${version}-runtime-error`);
    const calls = failed.server.calls.filter((call) => call.path.startsWith('/history/'));
    const first = await failed.client.history(calls[0]?.path.slice(9) ?? '');
    expect(first).toMatchObject({ outcome: 'error', images: [], error: { node_type: 'LoraLoader' } });
    const words = explainExecutionError(first?.error ?? null).message;
    expect(words).toContain('could not load a model file');
    expect(words.toLowerCase()).not.toContain('lora');
  });

  it('lists models, and knows a folder and a node that are not there', async () => {
    const { client } = await replay(`${version}-endpoints`);
    expect(await client.models('loras')).toEqual([
      'corrupt.safetensors',
      'sub/tiny-other.safetensors',
      'tiny-style.safetensors',
    ]);
    expect(await client.models('nope')).toBeNull();
    expect((await client.systemStats()).system.comfyui_version).toBe(version);
  });

  it('reads choices in both forms, and bounds of numbers', async () => {
    const { client } = await replay(`${version}-endpoints`);
    const sampler = await client.objectInfo('KSampler');
    expect(sampler?.inputs.get('sampler_name')?.options).toContain('euler');
    expect(sampler?.inputs.get('seed')).toMatchObject({
      isRequired: true,
      options: null,
      min: 0,
      max: 18446744073709551615n,
    });
    const select = await client.objectInfo('KSamplerSelect');
    expect(select?.inputs.get('sampler_name')?.options).toContain('dpmpp_2m');
    const lora = await client.objectInfo('LoraLoader');
    expect(lora?.inputs.get('lora_name')?.options).toEqual([
      'corrupt.safetensors',
      'sub/tiny-other.safetensors',
      'tiny-style.safetensors',
    ]);
  });

  it('puts a missing LoRA beside its field', async () => {
    const failure = await repeatRefusal(version, 'missing LoRA', ['does-not-exist.safetensors']);
    expect(failure.code).toBe('server_refuses');
    expect(failure.status).toBe(422);
    expect(failure.field).toBe('setup.loras[0]');
    expect(failure.message).toBe(
      'This server has no LoRA named does-not-exist.safetensors. Choose one from its list.',
    );
    const near = await repeatRefusal(version, 'LoRA in a subfolder, wrong separator');
    expect(near.field).toBe('setup.workflow');
    expect(near.message).toContain('Did you mean sub/tiny-other.safetensors?');
  });

  it('puts the other refusals into words', async () => {
    const checkpoint = await repeatRefusal(version, 'missing checkpoint');
    expect(checkpoint.field).toBe('setup.checkpoint');
    expect(checkpoint.message).toContain('This server has no checkpoint named nope.safetensors.');
    const missing = await repeatRefusal(version, 'unknown node type (custom node not installed)');
    expect(missing.message).toBe(
      'This server has no node Power Lora Loader (rgthree). Install it in ComfyUI, or use another workflow.',
    );
    expect((await repeatRefusal(version, 'strength above max')).details).toHaveLength(2);
    expect((await repeatRefusal(version, 'required input missing')).message).toContain('KSampler node 3');
    expect((await repeatRefusal(version, 'no output node')).message).toContain('saves no image');
    expect((await repeatRefusal(version, 'dependency cycle')).code).toBe('server_refuses');
    // The form of the page is told apart before anything is sent; the server itself only breaks at it.
    expect(await repeatRefusal(version, 'UI-format workflow sent as prompt')).toMatchObject({
      kind: 'server_error',
    });
  });

  it('takes a prompt back that the server took only in part', async () => {
    const note = 'two outputs, one invalid: accepted with node_errors';
    const { server, client } = await replay(`${version}-refused`);
    const recorded = callNamed(server, note);
    const posts = [];
    for (const call of server.calls.slice(0, server.calls.indexOf(recorded) + 1)) {
      posts.push(
        await client
          .postPrompt({ graph: call.prompt ?? {}, clientId: 'c', promptId: ID })
          .catch((error: unknown) => error),
      );
    }
    // The recording has no call that takes a prompt back: what counts is that it was asked for.
    expect(server.received.some((call) => call.path === '/queue' && call.body.includes('"delete"'))).toBe(
      true,
    );
    expect(posts.at(-1)).toBeInstanceOf(AppFailure);
  });
});
