import { type ModelLists, modelsIn } from './models';
import { type InputShapes, linked, type NodeDefinition, type RunInputs, textOf } from './nodeTypes';

const NEWER = { generation: 'newer', output: false, description: '', displayName: null } as const;
const CLASSIC = { generation: 'classic', module: 'nodes', output: false, description: '' } as const;
const CONDITIONING = [['CONDITIONING', 'CONDITIONING']] as const;
const TEXT = [
  'STRING',
  { multiline: true, dynamicPrompts: true },
] as const satisfies InputShapes['required'][string];

function encoders(lists: ModelLists): string[] {
  return modelsIn(lists, 'text_encoders') ?? [];
}

/** A node that shifts how a model samples, which the painter does not feel. */
function modelSampling(required: InputShapes['required']): NodeDefinition {
  return {
    ...CLASSIC,
    displayName: null,
    module: 'comfy_extras.nodes_model_advanced',
    category: 'advanced/model',
    returns: [['MODEL', 'MODEL']],
    inputs: () => ({ required: { model: ['MODEL'], ...required } }),
    run: (inputs) => ({ outputs: [linked(inputs, 'model', 'MODEL')] }),
  };
}

/** The words of two conditionings in one; a zeroed one has none. */
function joined(inputs: RunInputs, first: string, second: string) {
  const [a, b] = [linked(inputs, first, 'CONDITIONING'), linked(inputs, second, 'CONDITIONING')];
  const text = [a.text, b.text].filter((words) => words !== '').join(', ');
  return { outputs: [{ ...a, text }] };
}

const SIDE = { default: 1024, min: 16, max: 16384, step: 8 };
const PART = { min: 0, max: 1, step: 0.001 };

/** Nodes that graphs for SD3 and Flux put between the loaders and the sampler. */
export const SD3_NODES: Readonly<Record<string, NodeDefinition>> = {
  TripleCLIPLoader: {
    ...NEWER,
    module: 'comfy_extras.nodes_sd3',
    category: 'advanced/loaders',
    returns: [['CLIP', 'CLIP']],
    inputs: (lists) => ({
      required: {
        clip_name1: ['COMBO', { multiselect: false, options: encoders(lists) }],
        clip_name2: ['COMBO', { multiselect: false, options: encoders(lists) }],
        clip_name3: ['COMBO', { multiselect: false, options: encoders(lists) }],
      },
    }),
    run: (inputs) => ({ outputs: [{ kind: 'CLIP', checkpoint: textOf(inputs, 'clip_name1'), loras: [] }] }),
  },
  CLIPTextEncodeSD3: {
    ...NEWER,
    module: 'comfy_extras.nodes_sd3',
    category: 'advanced/conditioning',
    returns: CONDITIONING,
    inputs: () => ({
      required: {
        clip: ['CLIP', {}],
        clip_l: [...TEXT],
        clip_g: [...TEXT],
        t5xxl: [...TEXT],
        empty_padding: ['COMBO', { multiselect: false, options: ['none', 'empty_prompt'] }],
      },
    }),
    run: (inputs) => {
      const { loras } = linked(inputs, 'clip', 'CLIP');
      const text = textOf(inputs, 't5xxl') || textOf(inputs, 'clip_g') || textOf(inputs, 'clip_l');
      return { outputs: [{ kind: 'CONDITIONING', text, loras }] };
    },
  },
  ModelSamplingSD3: modelSampling({ shift: ['FLOAT', { default: 3, min: 0, max: 100, step: 0.01 }] }),
  ModelSamplingFlux: modelSampling({
    max_shift: ['FLOAT', { default: 1.15, min: 0, max: 100, step: 0.01 }],
    base_shift: ['FLOAT', { default: 0.5, min: 0, max: 100, step: 0.01 }],
    width: ['INT', SIDE],
    height: ['INT', SIDE],
  }),
  ConditioningSetTimestepRange: {
    ...CLASSIC,
    displayName: null,
    category: 'advanced/conditioning',
    returns: CONDITIONING,
    inputs: () => ({
      required: {
        conditioning: ['CONDITIONING'],
        start: ['FLOAT', { ...PART, default: 0 }],
        end: ['FLOAT', { ...PART, default: 1 }],
      },
    }),
    run: (inputs) => ({ outputs: [linked(inputs, 'conditioning', 'CONDITIONING')] }),
  },
  ConditioningCombine: {
    ...CLASSIC,
    displayName: 'Conditioning (Combine)',
    category: 'conditioning',
    returns: CONDITIONING,
    inputs: () => ({ required: { conditioning_1: ['CONDITIONING'], conditioning_2: ['CONDITIONING'] } }),
    run: (inputs) => joined(inputs, 'conditioning_1', 'conditioning_2'),
  },
  ConditioningConcat: {
    ...CLASSIC,
    displayName: 'Conditioning (Concat)',
    category: 'conditioning',
    returns: CONDITIONING,
    inputs: () => ({ required: { conditioning_to: ['CONDITIONING'], conditioning_from: ['CONDITIONING'] } }),
    run: (inputs) => joined(inputs, 'conditioning_to', 'conditioning_from'),
  },
};
