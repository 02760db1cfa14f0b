import type { Setup } from '../session/setup';

type Workflow = NonNullable<Setup['workflow']>;

/** A workflow with a LoRA loader, in API format; all roles can be found, and a second text is there to choose. */
export function withLora(): Workflow {
  return {
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'painter.safetensors' } },
    '2': {
      class_type: 'LoraLoader',
      inputs: {
        lora_name: 'old.safetensors',
        strength_model: 1,
        strength_clip: 1,
        model: ['1', 0],
        clip: ['1', 1],
      },
    },
    '3': {
      class_type: 'CLIPTextEncode',
      inputs: { text: 'a red fox in snow', clip: ['2', 1] },
      _meta: { title: 'What to paint' },
    },
    '4': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['2', 1] } },
    '5': { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 768, batch_size: 1 } },
    '6': sampler(18446744073709551615n),
    '8': { class_type: 'VAEDecode', inputs: { samples: ['6', 0], vae: ['1', 2] } },
    '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'fox', images: ['8', 0] } },
  };
}

/** A workflow that blends the images of two samplers: which one is meant is not clear. */
export function twoSamplers(): Workflow {
  const blend = {
    class_type: 'LatentBlend',
    inputs: { samples1: ['6', 0], samples2: ['7', 0], blend_factor: 0.5 },
  };
  return {
    ...withLora(),
    '7': sampler(2),
    '10': blend,
    '8': { class_type: 'VAEDecode', inputs: { samples: ['10', 0], vae: ['1', 2] } },
  };
}

function sampler(seed: number | bigint): Workflow[string] {
  return {
    class_type: 'KSampler',
    inputs: {
      seed,
      steps: 4,
      cfg: 7,
      sampler_name: 'euler',
      scheduler: 'normal',
      denoise: 1,
      model: ['2', 0],
      positive: ['3', 0],
      negative: ['4', 0],
      latent_image: ['5', 0],
    },
  };
}
