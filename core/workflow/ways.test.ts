import { describe, expect, it } from 'vitest';
import { builtinWorkflow } from './builtin';
import { findRoles, lookForRoles } from './graph';
import { inspectWorkflow } from './inspect';
import type { ComfyGraph, ComfyNode } from './nodes';
import { patchWorkflow } from './patch';

const job = { positive: 'P', negative: 'N', seed: 9, filename_prefix: 'x', lora: null };

function graphWith(more: ComfyGraph, sampler: ComfyNode['inputs'] = {}): ComfyGraph {
  const graph = { ...builtinWorkflow({ checkpoint: 'a' }), ...more };
  Object.assign(graph['3']?.inputs ?? {}, sampler);
  return graph;
}

const node = (class_type: string, inputs: ComfyNode['inputs']): ComfyNode => ({ class_type, inputs });

describe('bundles', () => {
  it('are looked into for model and prompts, and their users get the seed', () => {
    const graph = graphWith({
      '20': node('ToDetailerPipe', {
        model: ['10', 0],
        clip: ['10', 1],
        vae: ['4', 2],
        positive: ['6', 0],
        negative: ['7', 0],
      }),
      '21': node('FaceDetailerPipe', { image: ['8', 0], detailer_pipe: ['20', 0], seed: 77 }),
      '9': node('SaveImage', { filename_prefix: '', images: ['21', 0] }),
    });
    const roles = findRoles(graph);
    expect(roles).toMatchObject({
      sampler: '3',
      more_seeds: [{ node: '21', input: 'seed' }],
      more_positive: [],
      more_negative: [],
    });
    const out = patchWorkflow(graph, roles, job);
    expect(out['20']?.inputs).toMatchObject({ model: ['4', 0], clip: ['4', 1] });
    expect(out['21']?.inputs['seed']).toBe(9);
  });

  it('that are unpacked lead on to what was packed, each prompt to its own', () => {
    const graph = graphWith(
      {
        '20': node('ToBasicPipe', {
          model: ['10', 0],
          clip: ['10', 1],
          vae: ['4', 2],
          positive: ['6', 0],
          negative: ['7', 0],
        }),
        '21': node('FromBasicPipe', { basic_pipe: ['20', 0] }),
      },
      { model: ['21', 0], positive: ['21', 3], negative: ['21', 4] },
    );
    expect(findRoles(graph)).toMatchObject({
      lora: '10',
      positive: { node: '6' },
      negative: { node: '7' },
      model_source: { node: '4', slot: 0 },
    });
    const context = graphWith(
      {
        '20': node('Context (rgthree)', {
          base_ctx: ['21', 0],
          positive: ['6', 0],
          seed: 5,
          images: ['30', 0],
        }),
        '21': node('Context (rgthree)', { model: ['10', 0], clip: ['10', 1], negative: ['7', 0] }),
        '30': node('EmptyImage', { width: 8, height: 8 }),
      },
      { model: ['20', 1], positive: ['20', 4], negative: ['20', 5] },
    );
    expect(findRoles(context)).toMatchObject({
      lora: '10',
      positive: { node: '6' },
      negative: { node: '7' },
    });
  });
});

describe('nodes for both prompts', () => {
  it.each([
    ['ApplyInstantID', { model: ['10', 0], positive: ['6', 0], negative: ['7', 0] }, 1, 2],
    ['InpaintModelConditioning', { positive: ['6', 0], negative: ['7', 0], pixels: ['30', 0] }, 0, 1],
  ])('%s hands them on', (class_type, inputs, positive, negative) => {
    const graph = graphWith(
      { '20': node(class_type, inputs), '30': node('EmptyImage', { width: 8, height: 8 }) },
      { positive: ['20', positive], negative: ['20', negative] },
    );
    expect(findRoles(graph)).toMatchObject({ positive: { node: '6' }, negative: { node: '7' } });
  });
});

describe('switches', () => {
  it.each([
    ['ImpactSwitch', { select: 2, input1: ['4', 0], input2: ['10', 0] }, '10'],
    ['ImpactSwitch', { select: 1, input1: ['4', 0], input2: ['10', 0] }, null],
    ['CR Model Input Switch', { Input: 2, model1: ['4', 0], model2: ['10', 0] }, '10'],
    ['Switch any [Crystools]', { boolean: false, on_true: ['4', 0], on_false: ['10', 0] }, '10'],
    ['Any Switch (rgthree)', { any_02: ['10', 0], any_03: ['4', 0] }, '10'],
  ])('%s leads where it is set to', (class_type, inputs, lora) => {
    const graph = graphWith({ '20': node(class_type, inputs) }, { model: ['20', 0] });
    // The encoders take their part from the loader all the same, so that only the model's way decides.
    Object.assign(graph['6']?.inputs ?? {}, { clip: ['4', 1] });
    Object.assign(graph['7']?.inputs ?? {}, { clip: ['4', 1] });
    expect(findRoles(graph).lora).toBe(lora);
  });
});

describe('samplers', () => {
  const second = (latent: ComfyNode['inputs'][string]) =>
    node('KSampler', {
      seed: 2,
      model: ['10', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: latent,
    });

  it('form one line when the first picture is used beside the second', () => {
    const graph = graphWith({
      '20': second(['3', 0]),
      '21': node('VAEDecode', { samples: ['20', 0], vae: ['4', 2] }),
      '22': node('ImageBlend', { image1: ['8', 0], image2: ['21', 0] }),
      '9': node('SaveImage', { filename_prefix: '', images: ['22', 0] }),
    });
    expect(findRoles(graph)).toMatchObject({ sampler: '3', more_seeds: [{ node: '20', input: 'seed' }] });
  });

  it('side by side are asked about, with both to choose from', () => {
    const graph = graphWith({
      '20': second(['5', 0]),
      '21': node('VAEDecode', { samples: ['20', 0], vae: ['4', 2] }),
      '22': node('ImageBlend', { image1: ['8', 0], image2: ['21', 0] }),
      '9': node('SaveImage', { filename_prefix: '', images: ['22', 0] }),
    });
    const ask = (corrections = {}) =>
      inspectWorkflow(graph, [], corrections).roles.find(({ role }) => role === 'sampler');
    expect(ask()).toMatchObject({ found: false, chosen: null, text: expect.stringContaining('Choose one') });
    expect(ask()?.choices.map(({ key }) => key)).toEqual(expect.arrayContaining(['node 3', 'node 20']));
    expect(ask({ sampler: '20' })).toMatchObject({ found: true, by_hand: true, chosen: 'node 20' });
  });

  it('that upscale a loaded picture with a model count too', () => {
    const graph: ComfyGraph = {
      ...builtinWorkflow({ checkpoint: 'a' }),
      '3': node('UltimateSDUpscale', {
        image: ['30', 0],
        model: ['10', 0],
        positive: ['6', 0],
        negative: ['7', 0],
        seed: 4,
      }),
      '30': node('LoadImage', { image: 'x.png' }),
      '9': node('SaveImage', { filename_prefix: '', images: ['3', 0] }),
    };
    expect(findRoles(graph)).toMatchObject({ sampler: '3', seed: { node: '3', input: 'seed' }, size: null });
  });
});

describe('seeds', () => {
  it('of everything that took the same number go on together', () => {
    const graph = graphWith(
      {
        '40': node('easy seed', { seed: 3 }),
        '41': node('Reroute', { '': ['40', 0] }),
        '42': node('AddNoiseToLatent', { noise_seed: ['41', 0], samples: ['5', 0], amount: 2 }),
        '43': node('Grain', { grain_seed: ['40', 0], image: ['8', 0] }),
        '44': node('Other', { steps: ['40', 0], image: ['43', 0] }),
        '9': node('SaveImage', { filename_prefix: '', images: ['44', 0] }),
      },
      { seed: ['40', 0], latent_image: ['42', 0] },
    );
    const roles = findRoles(graph);
    expect(roles.seed).toEqual({ node: '3', input: 'seed' });
    expect(new Set(roles.more_seeds.map((place) => `${place.node} ${place.input}`))).toEqual(
      new Set(['42 noise_seed', '43 grain_seed']),
    );
    const shown = inspectWorkflow(graph).roles.find(({ role }) => role === 'seed');
    expect(shown).toMatchObject({
      text: 'KSampler node 3, in place of what easy seed node 40 gives',
      value: '3',
    });
  });

  it('set by hand keep the found one as a further place', () => {
    const graph = graphWith({ '40': node('easy seed', { seed: 3 }) }, { seed: ['40', 0] });
    expect(findRoles(graph, { corrections: { seed: { node: '40', input: 'seed' } } })).toMatchObject({
      seed: { node: '40', input: 'seed' },
      more_seeds: [{ node: '3', input: 'seed' }],
    });
  });
});

describe('graphs that cannot run', () => {
  it('are told by the nodes of their circle', () => {
    const graph = graphWith({
      '10': node('LoraLoader', { lora_name: 'a', strength_model: 1, model: ['10', 0] }),
    });
    const [fault] = lookForRoles(graph).faults;
    expect(fault).toEqual({
      field: 'setup.workflow',
      message:
        'These nodes feed each other in a circle, which ComfyUI refuses: LoraLoader node 10. Take one of the links out in ComfyUI and export the workflow again.',
    });
    const view = inspectWorkflow(graph);
    expect(view.roles[0]).toMatchObject({ role: 'output', found: false, text: fault?.message });
    expect(view.graph.nodes.map(({ id }) => id)).toContain('10');
  });

  it('are told by the link that leads nowhere, unless the output does not need it', () => {
    const graph = graphWith({ '50': node('SaveImage', { images: ['99', 0] }) }, { latent_image: ['98', 0] });
    expect(lookForRoles(graph, { corrections: { output: '9', sampler: '3' } }).faults).toEqual([
      {
        field: 'setup.workflow',
        message:
          'KSampler node 3 takes its latent_image from node 98, which is not in the workflow. Connect it in ComfyUI and export the workflow again.',
      },
    ]);
  });
});

describe('outputs', () => {
  it.each(['Image Save', 'Image Saver', 'SaveImageWebsocket', 'easy imageSave', 'Save Image Extended'])(
    '%s is one, better than a preview, and saves as ours',
    (class_type) => {
      const graph = graphWith({
        '9': node(class_type, { images: ['8', 0], path: 'somewhere' }),
        '60': node('PreviewImage', { images: ['8', 0] }),
      });
      const roles = findRoles(graph);
      expect(roles.output).toBe('9');
      expect(patchWorkflow(graph, roles, job)['9']).toEqual(
        node('SaveImage', { filename_prefix: 'x', images: ['8', 0] }),
      );
    },
  );

  it('of an unknown kind are taken where nothing else takes images', () => {
    const graph = graphWith({ '9': node('ShowIt', { images: ['8', 0] }) });
    expect(findRoles(graph).output).toBe('9');
    delete graph['9'];
    expect(lookForRoles(graph).faults).toMatchObject([
      { field: 'setup.bindings.output', message: expect.stringContaining('Add a SaveImage node') },
    ]);
  });
});

describe('the drawing', () => {
  it('has the output in column 0, every link once, and the roles on their nodes', () => {
    const { graph } = inspectWorkflow(builtinWorkflow({ checkpoint: 'a' }));
    const columns = Object.fromEntries(graph.nodes.map(({ id, column }) => [id, column]));
    expect(columns).toEqual({ 9: 0, 8: 1, 3: 2, 5: 3, 6: 3, 7: 3, 10: 4, 4: 5 });
    expect(graph.nodes.find(({ id }) => id === '3')?.roles).toEqual(['sampler', 'seed']);
    expect(new Set(graph.nodes.map(({ column, row }) => `${column}/${row}`)).size).toBe(8);
    expect(graph.links).toContainEqual({ from: '10', to: '3', kind: 'model' });
    expect(graph.links).toContainEqual({ from: '10', to: '6', kind: 'clip' });
    expect(graph.links).toContainEqual({ from: '6', to: '3', kind: 'conditioning' });
    expect(graph.links).toContainEqual({ from: '8', to: '9', kind: 'image' });
  });

  it('looks through reroutes for what a link carries, and draws circles', () => {
    const graph = graphWith({ '20': node('Reroute', { '': ['10', 0] }) }, { model: ['20', 0] });
    const drawn = inspectWorkflow(graph).graph;
    expect(drawn.links).toContainEqual({ from: '10', to: '20', kind: 'model' });
    graph['10'] = node('LoraLoader', { lora_name: 'a', strength_model: 1, model: ['20', 0] });
    expect(inspectWorkflow(graph).graph.nodes.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['10', '20', '3']),
    );
  });
});
