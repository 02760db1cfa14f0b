import { type ModelLists, modelsIn } from './models';
import { type InputShape, linked, type NodeDefinition, textOf } from './nodeTypes';

const CLASSIC = {
  generation: 'classic',
  module: 'nodes',
  output: false,
  description: '',
  displayName: null,
} as const;
const IPADAPTER = {
  ...CLASSIC,
  module: 'custom_nodes.comfyui_ipadapter_plus',
  category: 'ipadapter',
} as const;
const CONDITIONING = [['CONDITIONING', 'CONDITIONING']] as const;

const STRENGTH: InputShape = ['FLOAT', { default: 1, min: 0, max: 10, step: 0.01 }];
const PART = { min: 0, max: 1, step: 0.001 };

function names(lists: ModelLists, folder: string): string[] {
  return modelsIn(lists, folder) ?? [];
}

/** A loader of something that the painter does not feel. */
function loader(input: string, folder: string, type: string): NodeDefinition {
  return {
    ...CLASSIC,
    category: 'loaders',
    returns: [[type, type]],
    inputs: (lists) => ({ required: { [input]: [names(lists, folder)] } }),
    run: () => ({ outputs: [{ kind: 'AID' }] }),
  };
}

/** Nodes that steer a picture by another one; the painter lets them pass unfelt. */
export const ADAPTER_NODES: Readonly<Record<string, NodeDefinition>> = {
  ControlNetLoader: loader('control_net_name', 'controlnet', 'CONTROL_NET'),
  CLIPVisionLoader: loader('clip_name', 'clip_vision', 'CLIP_VISION'),
  GLIGENLoader: loader('gligen_name', 'gligen', 'GLIGEN'),
  IPAdapterModelLoader: { ...loader('ipadapter_file', 'ipadapter', 'IPADAPTER'), ...IPADAPTER },
  ControlNetApply: {
    ...CLASSIC,
    displayName: 'Apply ControlNet (OLD)',
    category: 'conditioning/controlnet',
    returns: CONDITIONING,
    inputs: () => ({
      required: {
        conditioning: ['CONDITIONING'],
        control_net: ['CONTROL_NET'],
        image: ['IMAGE'],
        strength: STRENGTH,
      },
    }),
    run: (inputs) => ({ outputs: [linked(inputs, 'conditioning', 'CONDITIONING')] }),
  },
  ControlNetApplyAdvanced: {
    ...CLASSIC,
    displayName: 'Apply ControlNet',
    category: 'conditioning/controlnet',
    returns: [
      ['CONDITIONING', 'positive'],
      ['CONDITIONING', 'negative'],
    ],
    inputs: () => ({
      required: {
        positive: ['CONDITIONING'],
        negative: ['CONDITIONING'],
        control_net: ['CONTROL_NET'],
        image: ['IMAGE'],
        strength: STRENGTH,
        start_percent: ['FLOAT', { ...PART, default: 0 }],
        end_percent: ['FLOAT', { ...PART, default: 1 }],
      },
      optional: { vae: ['VAE'] },
    }),
    run: (inputs) => ({
      outputs: [linked(inputs, 'positive', 'CONDITIONING'), linked(inputs, 'negative', 'CONDITIONING')],
    }),
  },
  GLIGENTextBoxApply: {
    ...CLASSIC,
    category: 'conditioning/gligen',
    returns: CONDITIONING,
    inputs: () => ({
      required: {
        conditioning_to: ['CONDITIONING'],
        clip: ['CLIP'],
        gligen_textbox_model: ['GLIGEN'],
        text: ['STRING', { multiline: true, dynamicPrompts: true }],
        width: ['INT', { default: 64, min: 8, max: 16384, step: 8 }],
        height: ['INT', { default: 64, min: 8, max: 16384, step: 8 }],
        x: ['INT', { default: 0, min: 0, max: 16384, step: 8 }],
        y: ['INT', { default: 0, min: 0, max: 16384, step: 8 }],
      },
    }),
    run: (inputs) => {
      const to = linked(inputs, 'conditioning_to', 'CONDITIONING');
      return { outputs: [{ ...to, text: `${to.text}, ${textOf(inputs, 'text')}` }] };
    },
  },
  CLIPVisionEncode: {
    ...CLASSIC,
    displayName: 'CLIP Vision Encode',
    category: 'conditioning',
    returns: [['CLIP_VISION_OUTPUT', 'CLIP_VISION_OUTPUT']],
    inputs: () => ({
      required: { clip_vision: ['CLIP_VISION'], image: ['IMAGE'], crop: [['center', 'none']] },
    }),
    run: () => ({ outputs: [{ kind: 'AID' }] }),
  },
  unCLIPConditioning: {
    ...CLASSIC,
    category: 'conditioning',
    returns: CONDITIONING,
    inputs: () => ({
      required: {
        conditioning: ['CONDITIONING'],
        clip_vision_output: ['CLIP_VISION_OUTPUT'],
        strength: ['FLOAT', { default: 1, min: -10, max: 10, step: 0.01 }],
        noise_augmentation: ['FLOAT', { default: 0, min: 0, max: 1, step: 0.01 }],
      },
    }),
    run: (inputs) => ({ outputs: [linked(inputs, 'conditioning', 'CONDITIONING')] }),
  },
  IPAdapterAdvanced: {
    ...IPADAPTER,
    displayName: 'IPAdapter Advanced',
    returns: [['MODEL', 'MODEL']],
    inputs: () => ({
      required: {
        model: ['MODEL'],
        ipadapter: ['IPADAPTER'],
        image: ['IMAGE'],
        weight: ['FLOAT', { default: 1, min: -1, max: 5, step: 0.05 }],
        weight_type: [['linear', 'ease in', 'ease out', 'style transfer', 'composition']],
        combine_embeds: [['concat', 'add', 'subtract', 'average', 'norm average']],
        start_at: ['FLOAT', { ...PART, default: 0 }],
        end_at: ['FLOAT', { ...PART, default: 1 }],
        embeds_scaling: [['V only', 'K+V', 'K+V w/ C penalty', 'K+mean(V) w/ C penalty']],
      },
      optional: { clip_vision: ['CLIP_VISION'] },
    }),
    run: (inputs) => ({ outputs: [linked(inputs, 'model', 'MODEL')] }),
  },
};
