import { describe, expect, it } from 'vitest';
import { parseJson, stringifyJson } from '../session/json';
import { builtinDefaults, builtinWorkflow } from './builtin';
import { findRoles, parseWorkflow } from './graph';
import type { ComfyGraph } from './nodes';
import { patchWorkflow, type WorkflowJob } from './patch';

const job: WorkflowJob = {
  positive: 'a fox',
  negative: 'blurry',
  seed: 42,
  lora: { filename: 'mine.safetensors', weight: 0.4, clip_weight: 0.4 },
  filename_prefix: 'blindfold/20260101_000000/a1',
};

/** Everything that uses the loader's two outputs, besides the sampler. */
function busyGraph(): ComfyGraph {
  const graph = builtinWorkflow({ checkpoint: 'xl.safetensors' });
  graph['11'] = {
    class_type: 'LoraLoader',
    inputs: {
      lora_name: 'other.safetensors',
      strength_model: 0.5,
      strength_clip: 0.5,
      model: ['4', 0],
      clip: ['4', 1],
    },
  };
  graph['10'] = {
    class_type: 'LoraLoader',
    inputs: {
      lora_name: 'mine.safetensors',
      strength_model: 1,
      strength_clip: 1,
      model: ['11', 0],
      clip: ['11', 1],
    },
  };
  graph['30'] = {
    class_type: 'BasicScheduler',
    inputs: { scheduler: 'karras', steps: 4, denoise: 1, model: ['10', 0] },
  };
  graph['31'] = { class_type: 'CLIPSetLastLayer', inputs: { stop_at_clip_layer: -2, clip: ['10', 1] } };
  graph['6'] = {
    class_type: 'CLIPTextEncodeSDXL',
    inputs: { text_g: '', text_l: '', width: 1, height: 1, clip: ['31', 0] },
  };
  graph['3'] = {
    class_type: 'SamplerCustom',
    inputs: {
      model: ['10', 0],
      add_noise: true,
      noise_seed: 0,
      cfg: 7,
      positive: ['6', 0],
      negative: ['7', 0],
      sampler: ['32', 0],
      sigmas: ['30', 0],
      latent_image: ['5', 0],
    },
  };
  graph['32'] = { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } };
  return graph;
}

function inputsOf(graph: ComfyGraph, id: string) {
  const node = graph[id];
  if (node === undefined) throw new Error(`no node ${id}`);
  return node.inputs;
}

describe('patchWorkflow', () => {
  it('sets LoRA, seed, prompts and prefix, and leaves the given graph alone', () => {
    const graph = builtinWorkflow({ checkpoint: 'a.safetensors' });
    const before = stringifyJson(graph);
    const out = patchWorkflow(graph, findRoles(graph), { ...job, seed: 18446744073709551615n });
    expect(stringifyJson(graph)).toBe(before);
    expect(stringifyJson(inputsOf(out, '3'))).toContain('"seed":18446744073709551615');
    expect(inputsOf(out, '6')['text']).toBe('a fox');
    expect(inputsOf(out, '7')['text']).toBe('blurry');
    expect(inputsOf(out, '10')).toMatchObject({
      lora_name: 'mine.safetensors',
      strength_model: 0.4,
      strength_clip: 0.4,
    });
    expect(inputsOf(out, '9')['filename_prefix']).toBe('blindfold/20260101_000000/a1');
  });

  it('keeps 64-bit integers elsewhere in a workflow', () => {
    const text = stringifyJson(builtinWorkflow({ checkpoint: 'a' })).replace(
      '"denoise":1',
      '"denoise":1,"big":9007199254740993',
    );
    const graph = parseWorkflow(parseJson(text));
    expect(stringifyJson(patchWorkflow(graph, findRoles(graph), job))).toContain('"big":9007199254740993');
  });

  it('takes the loader out for the baseline: every user of model and text encoder, other LoRAs stay', () => {
    const graph = busyGraph();
    const roles = findRoles(graph, { loras: ['mine.safetensors'] });
    expect(roles.lora).toBe('10');
    const out = patchWorkflow(graph, roles, { ...job, lora: null });
    expect(out['10']).toBeUndefined();
    expect(stringifyJson(out)).not.toContain('"10"');
    expect(stringifyJson(out)).not.toContain('mine.safetensors');
    expect(inputsOf(out, '3')['model']).toEqual(['11', 0]);
    expect(inputsOf(out, '30')['model']).toEqual(['11', 0]);
    expect(inputsOf(out, '31')['clip']).toEqual(['11', 1]);
    expect(inputsOf(out, '7')['clip']).toEqual(['11', 1]);
    expect(inputsOf(out, '11')).toMatchObject({ lora_name: 'other.safetensors', strength_model: 0.5 });
    expect(inputsOf(out, '6')).toMatchObject({ text_g: 'a fox', text_l: 'a fox' });
  });

  it('differs between baseline and candidate in nothing but the loader', () => {
    const graph = busyGraph();
    const roles = findRoles(graph, { loras: ['mine.safetensors'] });
    const { '10': loader, ...rest } = patchWorkflow(graph, roles, job);
    const text = stringifyJson(rest).replaceAll('["10",0]', '["11",0]').replaceAll('["10",1]', '["11",1]');
    expect(loader?.class_type).toBe('LoraLoader');
    expect(text).toBe(stringifyJson(patchWorkflow(graph, roles, { ...job, lora: null })));
  });

  it('puts a loader behind the model source when there is none, for all users', () => {
    const graph = busyGraph();
    delete graph['10'];
    delete graph['11'];
    for (const [id, input] of [
      ['3', 'model'],
      ['30', 'model'],
    ] as const)
      inputsOf(graph, id)[input] = ['4', 0];
    for (const id of ['31', '7']) inputsOf(graph, id)['clip'] = ['4', 1];
    const roles = findRoles(graph);
    expect(roles.lora).toBeNull();
    const out = patchWorkflow(graph, roles, {
      ...job,
      lora: { filename: 'm', weight: -1.5, clip_weight: 0.25 },
    });
    expect(out['33']).toEqual({
      class_type: 'LoraLoader',
      inputs: { lora_name: 'm', strength_model: -1.5, strength_clip: 0.25, model: ['4', 0], clip: ['4', 1] },
    });
    expect(inputsOf(out, '3')['model']).toEqual(['33', 0]);
    expect(inputsOf(out, '30')['model']).toEqual(['33', 0]);
    expect(inputsOf(out, '31')['clip']).toEqual(['33', 1]);
    expect(inputsOf(out, '7')['clip']).toEqual(['33', 1]);
    expect(inputsOf(out, '8')['vae']).toEqual(['4', 2]);
    const bare = patchWorkflow(graph, roles, { ...job, lora: null });
    expect(Object.keys(bare)).not.toContain('33');
    expect(inputsOf(bare, '3')['model']).toEqual(['4', 0]);
  });

  it('leaves the text encoder out when asked', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    const lora = { filename: 'm', weight: 0.8, clip_weight: null };
    const present = patchWorkflow(graph, findRoles(graph), { ...job, lora });
    expect(inputsOf(present, '10')).toMatchObject({ strength_model: 0.8, strength_clip: 0 });
    delete graph['10'];
    inputsOf(graph, '3')['model'] = ['4', 0];
    inputsOf(graph, '6')['clip'] = ['4', 1];
    inputsOf(graph, '7')['clip'] = ['4', 1];
    const put = patchWorkflow(graph, findRoles(graph), { ...job, lora });
    expect(put['10']?.class_type).toBe('LoraLoaderModelOnly');
    expect(inputsOf(put, '6')['clip']).toEqual(['4', 1]);
  });

  it('uses a model-only loader as it stands', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['10'] = {
      class_type: 'LoraLoaderModelOnly',
      inputs: { lora_name: 'x', strength_model: 1, model: ['4', 0] },
    };
    inputsOf(graph, '6')['clip'] = ['4', 1];
    inputsOf(graph, '7')['clip'] = ['4', 1];
    const out = patchWorkflow(graph, findRoles(graph), job);
    expect(inputsOf(out, '10')).toEqual({
      lora_name: 'mine.safetensors',
      strength_model: 0.4,
      model: ['4', 0],
    });
  });

  it('runs and saves nothing but the one output', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['40'] = { class_type: 'SaveImage', inputs: { filename_prefix: 'my own work', images: ['41', 0] } };
    graph['41'] = { class_type: 'ImageInvert', inputs: { image: ['8', 0] } };
    const out = patchWorkflow(graph, findRoles(graph, { corrections: { output: '9' } }), job);
    expect(Object.keys(out).sort()).toEqual(['10', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('saves under the prefix whatever the output was, or leaves nothing on the server', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['9'] = { class_type: 'PreviewImage', inputs: { images: ['8', 0] } };
    const saved = patchWorkflow(graph, findRoles(graph), job);
    expect(saved['9']).toEqual({
      class_type: 'SaveImage',
      inputs: { filename_prefix: job.filename_prefix, images: ['8', 0] },
    });
    const own = builtinWorkflow({ checkpoint: 'a' });
    const temporary = patchWorkflow(own, findRoles(own), { ...job, temporary: true });
    expect(temporary['9']).toEqual({ class_type: 'PreviewImage', inputs: { images: ['8', 0] } });
  });

  it('draws one image at a time', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    inputsOf(graph, '5')['batch_size'] = 4;
    expect(inputsOf(patchWorkflow(graph, findRoles(graph), job), '5')['batch_size']).toBe(1);
  });

  it('refuses bindings that do not fit, and a loader that cannot be taken out', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    const roles = findRoles(graph);
    expect(() => patchWorkflow(graph, { ...roles, seed: { node: '99', input: 'seed' } }, job)).toThrow(
      'no node 99',
    );
    inputsOf(graph, '8')['vae'] = ['10', 2];
    expect(() => patchWorkflow(graph, roles, { ...job, lora: null })).toThrow('cannot be taken out');
  });
});

describe('builtinWorkflow', () => {
  it('has defaults by model family', () => {
    expect(builtinDefaults('v1-5-pruned.safetensors')).toEqual({
      size: [512, 512],
      sampling: { steps: 24, cfg: 7, sampler_name: 'dpmpp_2m', scheduler: 'karras' },
    });
    expect(builtinDefaults('sd_xl_base_1.0.safetensors')).toMatchObject({
      size: [1024, 1024],
      sampling: { cfg: 6.5 },
    });
    expect(builtinDefaults('FLUX\\flux1-dev-fp8.safetensors').sampling).toEqual({
      steps: 24,
      cfg: 1,
      sampler_name: 'euler',
      scheduler: 'simple',
    });
    expect(builtinDefaults('sd3.5_large.safetensors').size).toEqual([1024, 1024]);
    expect(builtinDefaults('sdxl/dreamshaper_8.safetensors').size).toEqual([512, 512]);
  });

  it('takes what is given', () => {
    const graph = builtinWorkflow({ checkpoint: 'a', size: [640, 384], sampling: { steps: 3 } });
    expect(inputsOf(graph, '5')).toEqual({ width: 640, height: 384, batch_size: 1 });
    expect(inputsOf(graph, '3')).toMatchObject({ steps: 3, cfg: 7 });
  });
});
