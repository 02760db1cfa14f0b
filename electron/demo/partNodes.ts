import { type ModelLists, modelsIn } from './models';
import { linked, type NodeDefinition, numberOf, textOf } from './nodeTypes';

const CLASSIC = { generation: 'classic', module: 'nodes', output: false, description: '' } as const;
const NEWER = { generation: 'newer', output: false, description: '', displayName: null } as const;

const WEIGHT_TYPES = ['default', 'fp8_e4m3fn', 'fp8_e4m3fn_fast', 'fp8_e5m2'];
const ENCODER_TYPES = [
  'sdxl',
  'sd3',
  'flux',
  'hunyuan_video',
  'hidream',
  'hunyuan_image',
  'hunyuan_video_15',
  'kandinsky5',
  'kandinsky5_image',
  'ltxv',
  'newbie',
  'ace',
];

const SINGLE_ENCODER_TYPES = [
  'stable_diffusion',
  'stable_cascade',
  'sd3',
  'stable_audio',
  'mochi',
  'ltxv',
  'pixart',
  'cosmos',
  'lumina2',
  'wan',
  'hidream',
  'chroma',
  'ace',
  'omnigen2',
  'qwen_image',
  'hunyuan_image',
  'flux2',
  'ovis',
  'longcat_image',
  'cogvideox',
  'lens',
  'pixeldit',
  'ideogram4',
  'boogu',
  'krea2',
  'joyimage',
  'mage',
  'minimax',
];

const SDXL_SIZE = { default: 1024, min: 0, max: 16384 };
const SDXL_CROP = { advanced: true, default: 0, min: 0, max: 16384 };

function names(lists: ModelLists, folder: string): string[] {
  return modelsIn(lists, folder) ?? [];
}

/** Loaders and conditioning nodes of graphs that are put together from parts, as for Flux. */
export const PART_NODES: Readonly<Record<string, NodeDefinition>> = {
  UNETLoader: {
    ...CLASSIC,
    displayName: 'Load Diffusion Model',
    category: 'model/loaders',
    returns: [['MODEL', 'MODEL']],
    inputs: (lists) => ({
      required: {
        unet_name: [names(lists, 'diffusion_models')],
        weight_dtype: [WEIGHT_TYPES, { advanced: true }],
      },
    }),
    run: (inputs) => ({ outputs: [{ kind: 'MODEL', checkpoint: textOf(inputs, 'unet_name'), loras: [] }] }),
  },
  CLIPLoader: {
    ...CLASSIC,
    displayName: 'Load CLIP',
    category: 'model/loaders',
    returns: [['CLIP', 'CLIP']],
    inputs: (lists) => ({
      required: { clip_name: [names(lists, 'text_encoders')], type: [SINGLE_ENCODER_TYPES] },
      optional: { device: [['default', 'cpu'], { advanced: true }] },
    }),
    run: (inputs) => ({ outputs: [{ kind: 'CLIP', checkpoint: textOf(inputs, 'clip_name'), loras: [] }] }),
  },
  DualCLIPLoader: {
    ...CLASSIC,
    displayName: 'Load CLIP (Dual)',
    category: 'model/loaders',
    returns: [['CLIP', 'CLIP']],
    inputs: (lists) => ({
      required: {
        clip_name1: [names(lists, 'text_encoders')],
        clip_name2: [names(lists, 'text_encoders')],
        type: [ENCODER_TYPES],
      },
      optional: { device: [['default', 'cpu'], { advanced: true }] },
    }),
    run: (inputs) => ({ outputs: [{ kind: 'CLIP', checkpoint: textOf(inputs, 'clip_name1'), loras: [] }] }),
  },
  VAELoader: {
    ...CLASSIC,
    displayName: 'Load VAE',
    category: 'model/loaders',
    returns: [['VAE', 'VAE']],
    inputs: (lists) => ({ required: { vae_name: [[...names(lists, 'vae'), 'pixel_space']] } }),
    run: () => ({ outputs: [{ kind: 'VAE' }] }),
  },
  CLIPSetLastLayer: {
    ...CLASSIC,
    displayName: 'CLIP Set Last Layer',
    category: 'model/conditioning',
    returns: [['CLIP', 'CLIP']],
    inputs: () => ({
      required: {
        clip: ['CLIP'],
        stop_at_clip_layer: ['INT', { default: -1, min: -24, max: -1, step: 1, advanced: true }],
      },
    }),
    run: (inputs) => ({ outputs: [linked(inputs, 'clip', 'CLIP')] }),
  },
  ConditioningZeroOut: {
    ...CLASSIC,
    displayName: 'Conditioning Zero Out',
    category: 'model/conditioning/transform',
    returns: [['CONDITIONING', 'CONDITIONING']],
    inputs: () => ({ required: { conditioning: ['CONDITIONING'] } }),
    run: (inputs) => ({ outputs: [{ ...linked(inputs, 'conditioning', 'CONDITIONING'), text: '' }] }),
  },
  FluxGuidance: {
    ...NEWER,
    module: 'comfy_extras.nodes_flux',
    category: 'model/conditioning/flux',
    returns: [['CONDITIONING', 'CONDITIONING']],
    inputs: () => ({
      required: {
        conditioning: ['CONDITIONING', {}],
        guidance: ['FLOAT', { default: 3.5, min: 0, max: 100, step: 0.1 }],
      },
    }),
    run: (inputs) => ({ outputs: [linked(inputs, 'conditioning', 'CONDITIONING')] }),
  },
  CLIPTextEncodeFlux: {
    ...NEWER,
    module: 'comfy_extras.nodes_flux',
    category: 'model/conditioning/flux',
    returns: [['CONDITIONING', 'CONDITIONING']],
    inputs: () => ({
      required: {
        clip: ['CLIP', {}],
        clip_l: ['STRING', { multiline: true, dynamicPrompts: true }],
        t5xxl: ['STRING', { multiline: true, dynamicPrompts: true }],
        guidance: ['FLOAT', { default: 3.5, min: 0, max: 100, step: 0.1 }],
      },
    }),
    run: (inputs) => {
      const clip = linked(inputs, 'clip', 'CLIP');
      const text = textOf(inputs, 't5xxl') || textOf(inputs, 'clip_l');
      return { outputs: [{ kind: 'CONDITIONING', text, loras: clip.loras }] };
    },
  },
  CLIPTextEncodeSDXL: {
    ...NEWER,
    displayName: 'CLIP Text Encode (SDXL)',
    module: 'comfy_extras.nodes_clip_sdxl',
    category: 'model/conditioning/stable diffusion',
    returns: [['CONDITIONING', 'CONDITIONING']],
    inputs: () => ({
      required: {
        clip: ['CLIP', {}],
        width: ['INT', SDXL_SIZE],
        height: ['INT', SDXL_SIZE],
        crop_w: ['INT', SDXL_CROP],
        crop_h: ['INT', SDXL_CROP],
        target_width: ['INT', SDXL_SIZE],
        target_height: ['INT', SDXL_SIZE],
        text_g: ['STRING', { multiline: true, dynamicPrompts: true }],
        text_l: ['STRING', { multiline: true, dynamicPrompts: true }],
      },
    }),
    run: (inputs) => {
      const clip = linked(inputs, 'clip', 'CLIP');
      const text = textOf(inputs, 'text_g') || textOf(inputs, 'text_l');
      return { outputs: [{ kind: 'CONDITIONING', text, loras: clip.loras }] };
    },
  },
  EmptySD3LatentImage: {
    ...NEWER,
    module: 'comfy_extras.nodes_sd3',
    category: 'model/latent/stable diffusion',
    returns: [['LATENT', 'LATENT']],
    inputs: () => ({
      required: {
        width: ['INT', { default: 1024, min: 16, max: 16384, step: 16 }],
        height: ['INT', { default: 1024, min: 16, max: 16384, step: 16 }],
        batch_size: ['INT', { default: 1, min: 1, max: 4096 }],
      },
    }),
    run: (inputs) => {
      const [width, height, batch] = ['width', 'height', 'batch_size'].map((name) => numberOf(inputs, name));
      return { outputs: [{ kind: 'LATENT', width: width ?? 0, height: height ?? 0, batch: batch ?? 0 }] };
    },
  },
};
