import { describe, expect, it } from 'vitest';
import { parseJson } from '../session/json';
import { failureOf, flux, refiner } from '../testing/sampleGraphs';
import { builtinWorkflow } from './builtin';
import { findRoles, lookForRoles, parseWorkflow } from './graph';
import type { ComfyGraph } from './nodes';

describe('parseWorkflow', () => {
  it('takes a bare graph and a wrapped one, and keeps every digit and unknown field', () => {
    const text =
      '{"3":{"class_type":"KSampler","inputs":{"seed":18446744073709551615},"_meta":{"title":"S"},"extra":1}}';
    const bare = parseWorkflow(parseJson(text));
    expect(bare['3']?.inputs['seed']).toBe(18446744073709551615n);
    expect(bare['3']?.['extra']).toBe(1);
    expect(parseWorkflow(parseJson(`{"prompt":${text},"client_id":"x"}`))).toEqual(bare);
  });

  it('tells the page format apart and says how to export', () => {
    for (const value of [{ nodes: [], links: [], version: 0.4 }, { prompt: { nodes: [] } }]) {
      const failure = failureOf(() => parseWorkflow(value));
      expect(failure.code).toBe('bad_request');
      expect(failure.field).toBe('setup.workflow');
      expect(failure.message).toContain('Export (API)');
      expect(failure.message).toContain('form of the ComfyUI page');
    }
  });

  it('refuses what is no graph of nodes', () => {
    for (const value of [
      null,
      'x',
      3,
      [],
      { a: 1 },
      { '1': { class_type: 'X' } },
      { '1': { inputs: {} } },
      { '1': [] },
    ]) {
      expect(failureOf(() => parseWorkflow(value)).message).toContain('not a ComfyUI workflow');
    }
    expect(failureOf(() => parseWorkflow({})).message).toBe('This workflow has no nodes.');
  });

  it('treats a node named like an object property as plain data', () => {
    const graph = parseWorkflow(
      parseJson('{"__proto__":{"class_type":"A","inputs":{"x":["constructor",0]}}}'),
    );
    expect(Object.keys(graph)).toEqual(['__proto__']);
    expect(lookForRoles(graph).faults).toHaveLength(1);
  });
});

describe('findRoles', () => {
  it('finds all roles of the built-in workflow', () => {
    expect(findRoles(builtinWorkflow({ checkpoint: 'a.safetensors' }))).toEqual({
      output: '9',
      sampler: '3',
      seed: { node: '3', input: 'seed' },
      more_seeds: [],
      positive: { node: '6', inputs: ['text'] },
      negative: { node: '7', inputs: ['text'] },
      more_positive: [],
      more_negative: [],
      lora: '10',
      lora_entry: null,
      model_source: { node: '4', slot: 0 },
      clip_source: { node: '4', slot: 1 },
      checkpoint: { node: '4', input: 'ckpt_name' },
      size: '5',
    });
  });

  it('finds the roles of a Flux graph: separate noise, guider, no negative prompt', () => {
    const roles = findRoles(flux);
    expect(roles.seed).toEqual({ node: '25', input: 'noise_seed' });
    expect(roles.positive).toEqual({ node: '6', inputs: ['text'] });
    expect(roles.negative).toBeNull();
    expect(roles.lora).toBeNull();
    expect(roles.model_source).toEqual({ node: '12', slot: 0 });
    expect(roles.clip_source).toEqual({ node: '11', slot: 0 });
    expect(roles.checkpoint).toEqual({ node: '12', input: 'unet_name' });
    expect(roles.size).toBe('27');
  });

  it('takes no negative where it is the zeroed positive', () => {
    const graph: ComfyGraph = {
      ...flux,
      '22': {
        class_type: 'CFGGuider',
        inputs: { cfg: 1, model: ['30', 0], positive: ['26', 0], negative: ['40', 0] },
      },
      '40': { class_type: 'ConditioningZeroOut', inputs: { conditioning: ['6', 0] } },
    };
    expect(findRoles(graph).negative).toBeNull();
    graph['22'] = {
      class_type: 'CFGGuider',
      inputs: { cfg: 1, model: ['30', 0], positive: ['26', 0], negative: ['6', 0] },
    };
    expect(findRoles(graph).negative).toBeNull();
  });

  it('follows base and refiner: the first stage leads, both prompts are written', () => {
    const roles = findRoles(refiner);
    expect(roles.sampler).toBe('10');
    expect(roles.seed).toEqual({ node: '10', input: 'noise_seed' });
    expect(roles.more_seeds).toEqual([]);
    expect(roles.positive).toEqual({ node: '6', inputs: ['text_g', 'text_l'] });
    expect(roles.more_positive).toEqual([{ node: '15', inputs: ['text'] }]);
    expect(roles.negative).toEqual({ node: '7', inputs: ['text'] });
    expect(roles.more_negative).toEqual([{ node: '16', inputs: ['text'] }]);
    expect(roles.model_source).toEqual({ node: '4', slot: 0 });
  });

  it('gives a second stage that adds noise the same seed, whichever stage is chosen', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['20'] = { class_type: 'LatentUpscale', inputs: { width: 800, height: 800, samples: ['3', 0] } };
    graph['21'] = {
      class_type: 'KSampler',
      inputs: { seed: 9, model: ['10', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['20', 0] },
    };
    graph['8'] = { class_type: 'VAEDecode', inputs: { samples: ['21', 0], vae: ['4', 2] } };
    const places = [
      { node: '3', input: 'seed' },
      { node: '21', input: 'seed' },
    ];
    const roles = findRoles(graph);
    expect([roles.seed, ...roles.more_seeds]).toEqual(places);
    expect(roles.sampler).toBe('3');
    const chosen = findRoles(graph, { corrections: { sampler: '21' } });
    expect([chosen.seed, ...chosen.more_seeds]).toEqual([...places].reverse());
  });

  it('writes a linked seed over the link, whatever holds the number', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    const sampler = graph['3'];
    if (sampler === undefined) throw new Error('no sampler');
    sampler.inputs['seed'] = ['50', 0];
    graph['50'] = { class_type: 'Reroute', inputs: { any: ['51', 0] } };
    graph['51'] = { class_type: 'PrimitiveInt', inputs: { value: 5, control_after_generate: 'fixed' } };
    expect(findRoles(graph).seed).toEqual({ node: '3', input: 'seed' });
    expect(findRoles(graph).more_seeds).toEqual([]);
    graph['51'] = { class_type: 'SeedFromText', inputs: { text: 'five' } };
    expect(findRoles(graph).seed).toEqual({ node: '3', input: 'seed' });
  });

  it('walks prompts through control nets by slot and through combined conditioning', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['30'] = {
      class_type: 'ControlNetApplyAdvanced',
      inputs: {
        strength: 1,
        positive: ['31', 0],
        negative: ['7', 0],
        control_net: ['32', 0],
        image: ['33', 0],
      },
    };
    graph['31'] = {
      class_type: 'ConditioningCombine',
      inputs: { conditioning_1: ['6', 0], conditioning_2: ['34', 0] },
    };
    graph['34'] = { class_type: 'CLIPTextEncode', inputs: { text: 'always sharp', clip: ['10', 1] } };
    graph['32'] = { class_type: 'ControlNetLoader', inputs: { control_net_name: 'depth' } };
    graph['33'] = { class_type: 'LoadImage', inputs: { image: 'depth.png' } };
    const sampler = graph['3'];
    if (sampler === undefined) throw new Error('no sampler');
    Object.assign(sampler.inputs, { positive: ['30', 0], negative: ['30', 1] });
    const roles = findRoles(graph);
    expect(roles.positive?.node).toBe('6');
    expect(roles.negative?.node).toBe('7');
  });

  it('picks the loader that holds the file under test, else the one next to the sampler', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['11'] = {
      class_type: 'LoraLoaderModelOnly',
      inputs: { lora_name: 'lcm.safetensors', strength_model: 1, model: ['10', 0] },
    };
    graph['10'] = {
      class_type: 'LoraLoader',
      inputs: {
        lora_name: 'sub\\mine.safetensors',
        strength_model: 1,
        strength_clip: 1,
        model: ['4', 0],
        clip: ['4', 1],
      },
    };
    const sampler = graph['3'];
    if (sampler === undefined) throw new Error('no sampler');
    sampler.inputs['model'] = ['11', 0];
    expect(findRoles(graph, { loras: ['sub/mine.safetensors'] }).lora).toBe('10');
    expect(findRoles(graph).lora).toBe('11');
    expect(lookForRoles(graph).choices.loras.map(({ node }) => node)).toEqual(['11', '10']);
  });

  it('prefers SaveImage to a preview, and the longer way among equals', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['1'] = { class_type: 'PreviewImage', inputs: { images: ['8', 0] } };
    graph['2'] = { class_type: 'SaveImage', inputs: { filename_prefix: 'y', images: ['40', 0] } };
    graph['40'] = { class_type: 'ImageScale', inputs: { width: 10, height: 10, image: ['8', 0] } };
    expect(lookForRoles(graph).choices.outputs).toEqual(['2', '9', '1']);
    expect(findRoles(graph).output).toBe('2');
  });

  it('says when two samplers could be meant, and takes the chosen one', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['21'] = {
      class_type: 'KSampler',
      inputs: { seed: 9, model: ['4', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] },
    };
    graph['22'] = { class_type: 'VAEDecode', inputs: { samples: ['21', 0], vae: ['4', 2] } };
    graph['23'] = { class_type: 'ImageBlend', inputs: { image1: ['8', 0], image2: ['22', 0] } };
    graph['9'] = { class_type: 'SaveImage', inputs: { filename_prefix: 'x', images: ['23', 0] } };
    const failure = failureOf(() => findRoles(graph));
    expect(failure.field).toBe('setup.bindings.seed');
    expect(failure.message).toContain('KSampler node 3');
    expect(failure.message).toContain('KSampler node 21');
    expect(findRoles(graph, { corrections: { sampler: '21' } }).seed).toEqual({ node: '21', input: 'seed' });
  });

  it('names what is missing, each beside its role', () => {
    expect(
      lookForRoles({ '1': { class_type: 'EmptyImage', inputs: {} } }).faults.map((one) => one.field),
    ).toEqual(['setup.bindings.output']);
    const noSampler = parseWorkflow({
      '1': { class_type: 'LoadImage', inputs: { image: 'x.png' } },
      '2': { class_type: 'SaveImage', inputs: { images: ['1', 0] } },
    });
    expect(lookForRoles(noSampler).faults.map((one) => one.field)).toEqual(['setup.bindings.sampler']);
    const bare = builtinWorkflow({ checkpoint: 'a' });
    bare['3'] = { class_type: 'KSampler', inputs: { latent_image: ['5', 0], model: ['10', 0] } };
    expect(lookForRoles(bare).faults.map((one) => one.field)).toEqual([
      'setup.bindings.seed',
      'setup.bindings.positive',
    ]);
  });

  it('refuses corrections that name what is not there', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    const failure = failureOf(() =>
      findRoles(graph, { corrections: { lora: '99', seed: { node: '3', input: 'noise' } } }),
    );
    expect(failure.details?.map((one) => one.field)).toEqual(['setup.bindings.lora', 'setup.bindings.seed']);
  });

  it('refuses corrections that name what no image is made of', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['90'] = { class_type: 'CLIPTextEncode', inputs: { text: 'another text', clip: ['4', 1] } };
    const { faults } = lookForRoles(graph, { corrections: { positive: { node: '90', inputs: ['text'] } } });
    expect(faults).toEqual([
      {
        field: 'setup.bindings.positive',
        message:
          'Nothing that leads to the image uses CLIPTextEncode node 90, so what is written there would change nothing. Choose another.',
      },
    ]);
    const words = lookForRoles(graph, { corrections: { negative: null, size: null } });
    expect(words.faults).toEqual([]);
  });

  it('ends on graphs that run in a circle', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['10'] = {
      class_type: 'LoraLoader',
      inputs: { lora_name: 'a', strength_model: 1, model: ['12', 0], clip: ['12', 1] },
    };
    graph['12'] = {
      class_type: 'LoraLoader',
      inputs: { lora_name: 'b', strength_model: 1, model: ['10', 0], clip: ['10', 1] },
    };
    const { choices, faults } = lookForRoles(graph);
    expect(choices.loras.map(({ node }) => node)).toEqual(['10', '12']);
    expect(faults[0]?.message).toContain('in a circle, which ComfyUI refuses: LoraLoader node');
    expect(failureOf(() => findRoles(graph)).field).toBe('setup.workflow');
  });
});
