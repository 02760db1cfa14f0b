import { describe, expect, it } from 'vitest';
import { AppFailure } from '../contract/failure';
import { builtinWorkflow } from './builtin';
import { findRoles, lookForRoles } from './graph';
import { inspectWorkflow } from './inspect';
import { otherLoraUses, taggedPrompts } from './loraChoice';
import type { ComfyGraph, ComfyNode } from './nodes';
import { patchWorkflow } from './patch';

const MINE = 'mine.safetensors';
const job = { positive: 'P', negative: 'N', seed: 1, filename_prefix: 'x' };

/** The built-in graph with another node in the place of its loader. */
function withLoader(node: ComfyNode, more: ComfyGraph = {}): ComfyGraph {
  return { ...builtinWorkflow({ checkpoint: 'a' }), '10': node, ...more };
}

const power = (entries: ComfyNode['inputs'], clip = true): ComfyNode => ({
  class_type: 'Power Lora Loader (rgthree)',
  inputs: { model: ['4', 0], ...(clip ? { clip: ['4', 1] } : {}), ...entries },
});

const plain = (name: string, model = '4'): ComfyNode => ({
  class_type: 'LoraLoader',
  inputs: { lora_name: name, strength_model: 1, strength_clip: 1, model: [model, 0], clip: [model, 1] },
});

/** What a candidate makes of the node with the LoRA. */
function candidate(graph: ComfyGraph, weight: number, clip_weight: number | null) {
  const roles = findRoles(graph, { loras: [MINE] });
  const out = patchWorkflow(graph, roles, { ...job, lora: { filename: MINE, weight, clip_weight } });
  return out[roles.lora ?? '']?.inputs ?? {};
}

function view(graph: ComfyGraph, corrections = {}) {
  const lora = inspectWorkflow(graph, [MINE], corrections).roles.find(({ role }) => role === 'lora');
  if (lora === undefined) throw new Error('no such role');
  return lora;
}

describe('entries of a Power Lora Loader', () => {
  it('give the text encoder a strength of its own where it differs or had one', () => {
    const entry = { on: false, lora: MINE, strength: 1 };
    const kept = { ...entry, strengthTwo: 0.3, color: 'red' };
    expect(candidate(withLoader(power({ lora_1: entry })), 0.6, 0.6)['lora_1']).toEqual({
      on: true,
      lora: MINE,
      strength: 0.6,
    });
    expect(candidate(withLoader(power({ lora_1: entry })), 0.6, null)['lora_1']).toMatchObject({
      strengthTwo: 0,
    });
    expect(candidate(withLoader(power({ lora_1: kept })), 0.6, 0.6)['lora_1']).toEqual({
      ...kept,
      on: true,
      strength: 0.6,
      strengthTwo: 0.6,
    });
    const graph = withLoader(power({ lora_1: { ...entry, strengthTwo: null } }, false));
    for (const id of ['6', '7']) Object.assign(graph[id]?.inputs ?? {}, { clip: ['4', 1] });
    expect(candidate(graph, 0.6, 0.2)['lora_1']).toEqual({
      on: true,
      lora: MINE,
      strength: 0.6,
      strengthTwo: null,
    });
  });

  it('are switched off for the baseline with all else kept', () => {
    const entry = { on: true, lora: MINE, strength: 1, color: 'red' };
    const graph = withLoader(power({ lora_1: { on: true, lora: 'b', strength: 1 }, lora_7: entry }));
    const roles = findRoles(graph, { loras: [MINE] });
    expect([roles.lora, roles.lora_entry]).toEqual(['10', 'lora_7']);
    const out = patchWorkflow(graph, roles, { ...job, lora: null });
    expect(out['10']?.inputs).toEqual({ ...graph['10']?.inputs, lora_7: { ...entry, on: false } });
  });

  it('may be chosen by hand, and a new one too', () => {
    const graph = withLoader(power({ lora_1: { on: true, lora: 'b', strength: 1 } }));
    const lora = view(graph);
    expect(lora).toMatchObject({
      found: true,
      by_hand: false,
      text: 'Power Lora Loader (rgthree) node 10, lora_2 (a new entry)',
      value: null,
      chosen: 'node 10 lora_2',
    });
    const [first] = lora.choices;
    expect(first).toMatchObject({ key: 'node 10 lora_1', bindings: { lora: '10', lora_entry: 'lora_1' } });
    expect(view(graph, first?.bindings)).toMatchObject({
      by_hand: true,
      text: 'Power Lora Loader (rgthree) node 10, lora_1; it holds b now, and the LoRA under test takes its place',
      chosen: 'node 10 lora_1',
    });
    expect(lookForRoles(graph, { corrections: { lora: '10', lora_entry: 'model' } }).faults).toMatchObject([
      { field: 'setup.bindings.lora', message: expect.stringContaining('has no LoRA named model') },
    ]);
  });
});

describe('stacks', () => {
  const stack = (more: ComfyNode['inputs']): ComfyGraph =>
    withLoader(
      {
        class_type: 'CR Apply LoRA Stack',
        inputs: { model: ['4', 0], clip: ['4', 1], lora_stack: ['50', 0] },
      },
      { '50': { class_type: 'Any Stack', inputs: more } },
    );
  const cr = (number: number, name: string, toggle: string) => ({
    [`switch_${number}`]: toggle,
    [`lora_name_${number}`]: name,
    [`model_weight_${number}`]: 1,
    [`clip_weight_${number}`]: 1,
  });

  it('take the LoRA in a free place, and leave the others', () => {
    const graph = stack({ ...cr(1, 'b', 'On'), ...cr(2, 'c', 'Off') });
    expect(view(graph)).toMatchObject({ chosen: 'node 50 lora_name_2' });
    expect(candidate(graph, 0.5, 0.25)).toEqual({
      ...cr(1, 'b', 'On'),
      switch_2: 'On',
      lora_name_2: MINE,
      model_weight_2: 0.5,
      clip_weight_2: 0.25,
    });
  });

  it('that are full keep all of theirs: a loader is put in', () => {
    const graph = stack(cr(1, 'b', 'On'));
    expect(view(graph)).toMatchObject({
      chosen: 'none',
      text: 'None; one is put in behind the model loader',
    });
    expect(view(graph, { lora: '50' })).toMatchObject({ chosen: 'node 50 lora_name_1', by_hand: true });
  });

  it('with names, strengths and booleans of other forms', () => {
    const rgthree = stack({ lora_01: MINE, strength_01: 0.5, lora_02: 'none', strength_02: 1 });
    const roles = findRoles(rgthree, { loras: [MINE] });
    expect(patchWorkflow(rgthree, roles, { ...job, lora: null })['50']?.inputs).toMatchObject({
      lora_01: 'none',
      strength_01: 0,
    });
    const easy = stack({
      lora_1_name: MINE,
      lora_1_model_strength: 1,
      lora_1_clip_strength: 1,
      lora_1_on: false,
    });
    expect(candidate(easy, 0.5, null)).toEqual({
      lora_1_name: MINE,
      lora_1_model_strength: 0.5,
      lora_1_clip_strength: 0,
      lora_1_on: true,
    });
  });

  it('with one strength refuse a text encoder of another', () => {
    const graph = stack({ lora_1: MINE, strength_1: 0.5 });
    expect(candidate(graph, 0.5, 0.5)).toMatchObject({ strength_1: 0.5 });
    const failure = (() => {
      try {
        return candidate(graph, 0.5, null);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(AppFailure);
    expect(failure).toMatchObject({
      field: 'setup.text_encoder',
      message: expect.stringContaining('one strength for model and text encoder'),
    });
  });

  it('leave out places beyond their own count', () => {
    const entry = (number: number, name: string) => ({
      [`lora_name_${number}`]: name,
      [`lora_wt_${number}`]: 1,
    });
    const graph = stack({ input_mode: 'simple', lora_count: 1, ...entry(1, 'b'), ...entry(2, MINE) });
    const roles = findRoles(graph, { loras: [MINE] });
    expect(roles.lora).toBeNull();
    expect(otherLoraUses(graph, roles, [MINE])).toEqual([]);
    expect(
      lookForRoles(graph, { corrections: { lora: '50', lora_entry: 'lora_name_2' } }).faults,
    ).toHaveLength(1);
  });

  it('of a loader that does it all: prompts, model and a LoRA in one node', () => {
    const graph: ComfyGraph = {
      '1': {
        class_type: 'Efficient Loader',
        inputs: {
          ckpt_name: 'a',
          lora_name: 'None',
          lora_model_strength: 1,
          lora_clip_strength: 1,
          positive: 'a fox',
          negative: 'blurry',
          empty_latent_width: 512,
          empty_latent_height: 512,
          batch_size: 3,
        },
      },
      '2': {
        class_type: 'KSampler (Efficient)',
        inputs: { seed: 4, model: ['1', 0], positive: ['1', 1], negative: ['1', 2], latent_image: ['1', 3] },
      },
      '3': { class_type: 'VAEDecode', inputs: { samples: ['2', 3], vae: ['1', 4] } },
      '4': { class_type: 'Image Save', inputs: { images: ['3', 0], output_path: 'x' } },
    };
    const roles = findRoles(graph, { loras: [MINE] });
    expect(roles).toMatchObject({
      lora: '1',
      lora_entry: 'lora_name',
      positive: { node: '1', inputs: ['positive'] },
      negative: { node: '1', inputs: ['negative'] },
      output: '4',
    });
    const out = patchWorkflow(graph, roles, { ...job, lora: null });
    expect(out['1']?.inputs).toMatchObject({
      lora_name: 'None',
      lora_model_strength: 0,
      positive: 'P',
      batch_size: 1,
    });
    expect(out['4']).toEqual({ class_type: 'SaveImage', inputs: { filename_prefix: 'x', images: ['3', 0] } });
  });
});

describe('a loader of another file', () => {
  it('gives up its file, says so, and can be kept', () => {
    const graph = withLoader(plain('style.safetensors'));
    const lora = view(graph);
    expect(lora.text).toBe(
      'LoraLoader node 10; it holds style.safetensors now, and the LoRA under test takes its place',
    );
    const keep = lora.choices.find(({ key }) => key === 'none');
    expect(view(graph, keep?.bindings)).toMatchObject({ by_hand: true, chosen: 'none' });
    const roles = findRoles(graph, { loras: [MINE], corrections: { lora: null } });
    const out = patchWorkflow(graph, roles, { ...job, lora: { filename: MINE, weight: 1, clip_weight: 1 } });
    expect(out['10']?.inputs).toMatchObject({
      lora_name: 'style.safetensors',
      model: ['11', 0],
      clip: ['11', 1],
    });
    expect(out['11']?.inputs).toMatchObject({ lora_name: MINE, model: ['4', 0], clip: ['4', 1] });
  });

  it('that names it through a link takes the name of the LoRA under test', () => {
    const loader = plain('');
    loader.inputs['lora_name'] = ['60', 0];
    const graph = withLoader(loader, { '60': { class_type: 'LoRA Selector', inputs: { choice: 'b' } } });
    expect(candidate(graph, 0.5, 0.5)).toMatchObject({ lora_name: MINE, strength_model: 0.5 });
  });

  it('is refused where the node does not load LoRAs in a way that is understood', () => {
    const graph = withLoader(plain(MINE));
    expect(lookForRoles(graph, { corrections: { lora: '4' } }).faults).toMatchObject([
      { message: expect.stringContaining('CheckpointLoaderSimple node 4 does not load a LoRA') },
    ]);
  });
});

describe('LoRAs that cannot be switched', () => {
  const graph = withLoader({
    class_type: 'Lora Loader (LoraManager)',
    inputs: { model: ['4', 0], clip: ['4', 1], text: '', loras: { items: [{ name: 'mine', active: true }] } },
  });

  it('are named, and stay', () => {
    expect(view(graph).text).toBe(
      'None; one is put in behind the model loader; Lora Loader (LoraManager) node 10 is of a kind that is not understood and stays as it is',
    );
    expect(otherLoraUses(graph, findRoles(graph), [MINE])).toMatchObject([
      {
        message: expect.stringContaining('Lora Loader (LoraManager) node 10 names mine.safetensors in a way'),
      },
    ]);
    const tagged = withLoader({
      class_type: 'LoraTagLoader',
      inputs: { model: ['4', 0], clip: ['4', 1], text: 'x <lora:sub/mine:1>' },
    });
    const roles = findRoles(tagged, { loras: ['sub/mine.safetensors'] });
    expect(otherLoraUses(tagged, roles, ['sub/mine.safetensors'])).toHaveLength(1);
  });

  it('in tags of the prompts count only where a node may read them', () => {
    const prompts = [
      { positive: 'a fox', negative: '' },
      { positive: 'a fox <lora:mine:0.7>', negative: '<lora:other:1>' },
    ];
    const own = withLoader(plain(MINE));
    expect(taggedPrompts(own, findRoles(own), prompts, [MINE])).toEqual([]);
    const reader = withLoader(plain(MINE), {
      '6': {
        class_type: 'ImpactWildcardEncode',
        inputs: { clip: ['10', 1], wildcard_text: '', populated_text: '' },
      },
    });
    expect(taggedPrompts(reader, findRoles(reader), prompts, [MINE])).toMatchObject([
      { field: 'setup.prompt_pairs[1].positive', message: expect.stringContaining('<lora:mine:0.7>') },
    ]);
    Object.assign(own['6']?.inputs ?? {}, { text: 'a fox <lora:b:1>' });
    const positive = inspectWorkflow(own).roles.find(({ role }) => role === 'positive');
    expect(positive?.text).toContain('its tag <lora:b:1> goes with the old words');
  });
});
