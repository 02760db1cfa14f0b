import type { ComfyGraph } from './nodes';

/** How the sampler works, with ComfyUI's own names. */
export interface Sampling {
  steps: number;
  cfg: number;
  sampler_name: string;
  scheduler: string;
}

export interface BuiltinDefaults {
  /** Width and height in pixels. */
  size: [number, number];
  sampling: Sampling;
}

type Family = 'flux' | 'sd3' | 'sdxl' | 'sd15';

/** The model family that a checkpoint's own name tells; folders do not count. */
function familyOf(checkpoint: string): Family {
  const name = checkpoint.replaceAll('\\', '/').split('/').at(-1)?.toLowerCase() ?? '';
  if (name.includes('flux')) return 'flux';
  if (/sd_?3/.test(name)) return 'sd3';
  return /xl|pony|illustrious|noobai|animagine/.test(name) ? 'sdxl' : 'sd15';
}

/** Size and sampling that suit the model family which a checkpoint's name tells. */
export function builtinDefaults(checkpoint: string): BuiltinDefaults {
  const family = familyOf(checkpoint);
  const size: [number, number] = family === 'sd15' ? [512, 512] : [1024, 1024];
  if (family === 'flux')
    return { size, sampling: { steps: 24, cfg: 1, sampler_name: 'euler', scheduler: 'simple' } };
  const cfg = family === 'sdxl' ? 6.5 : 7;
  return { size, sampling: { steps: 24, cfg, sampler_name: 'dpmpp_2m', scheduler: 'karras' } };
}

export interface BuiltinWorkflowOptions {
  readonly checkpoint: string;
  /** Width and height in pixels; left out: by the model family. */
  readonly size?: readonly [number, number] | null;
  /** Left out fields: by the model family. */
  readonly sampling?: Partial<Sampling> | null;
}

/**
 * The built-in text-to-image workflow: one checkpoint, one LoRA loader, one sampler, one saved image.
 * Prompts, seed, LoRA and file prefix are placeholders until `patchWorkflow` sets them.
 */
export function builtinWorkflow(options: BuiltinWorkflowOptions): ComfyGraph {
  const defaults = builtinDefaults(options.checkpoint);
  const [width, height] = options.size ?? defaults.size;
  const sampling = { ...defaults.sampling, ...options.sampling };
  const family = familyOf(options.checkpoint);
  return {
    '3': {
      class_type: 'KSampler',
      inputs: {
        seed: 0,
        steps: sampling.steps,
        cfg: sampling.cfg,
        sampler_name: sampling.sampler_name,
        scheduler: sampling.scheduler,
        denoise: 1,
        model: ['10', 0],
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['5', 0],
      },
    },
    '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: options.checkpoint } },
    '5': {
      class_type: family === 'flux' || family === 'sd3' ? 'EmptySD3LatentImage' : 'EmptyLatentImage',
      inputs: { width, height, batch_size: 1 },
    },
    '6': { class_type: 'CLIPTextEncode', inputs: { text: '', clip: ['10', 1] } },
    '7': { class_type: 'CLIPTextEncode', inputs: { text: '', clip: ['10', 1] } },
    '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
    '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'blindfold', images: ['8', 0] } },
    '10': {
      class_type: 'LoraLoader',
      inputs: { lora_name: '', strength_model: 1, strength_clip: 1, model: ['4', 0], clip: ['4', 1] },
    },
  };
}
