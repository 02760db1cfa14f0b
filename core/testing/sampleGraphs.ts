import { AppFailure } from '../contract/failure';
import type { ComfyGraph } from '../workflow/nodes';

/** Workflows that tests of several rooms read, and the failure that they ask for. */

/** Flux: separate noise, guider and scheduler, no negative prompt. */
export const flux: ComfyGraph = {
  '12': { class_type: 'UNETLoader', inputs: { unet_name: 'flux1-dev.safetensors', weight_dtype: 'default' } },
  '11': { class_type: 'DualCLIPLoader', inputs: { clip_name1: 't5', clip_name2: 'l', type: 'flux' } },
  '10': { class_type: 'VAELoader', inputs: { vae_name: 'ae.safetensors' } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a fox', clip: ['11', 0] } },
  '26': { class_type: 'FluxGuidance', inputs: { guidance: 3.5, conditioning: ['6', 0] } },
  '30': {
    class_type: 'ModelSamplingFlux',
    inputs: { max_shift: 1.15, base_shift: 0.5, width: 1024, height: 1024, model: ['12', 0] },
  },
  '22': { class_type: 'BasicGuider', inputs: { model: ['30', 0], conditioning: ['26', 0] } },
  '17': {
    class_type: 'BasicScheduler',
    inputs: { scheduler: 'simple', steps: 20, denoise: 1, model: ['30', 0] },
  },
  '16': { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } },
  '25': { class_type: 'RandomNoise', inputs: { noise_seed: 5 } },
  '27': { class_type: 'EmptySD3LatentImage', inputs: { width: 1024, height: 768, batch_size: 1 } },
  '13': {
    class_type: 'SamplerCustomAdvanced',
    inputs: {
      noise: ['25', 0],
      guider: ['22', 0],
      sampler: ['16', 0],
      sigmas: ['17', 0],
      latent_image: ['27', 0],
    },
  },
  '8': { class_type: 'VAEDecode', inputs: { samples: ['13', 0], vae: ['10', 0] } },
  '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'x', images: ['8', 0] } },
};

/** SDXL base and refiner, each with its own model and text encoders. */
export const refiner: ComfyGraph = {
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'base.safetensors' } },
  '12': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'refiner.safetensors' } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 1024, height: 1024, batch_size: 1 } },
  '6': {
    class_type: 'CLIPTextEncodeSDXL',
    inputs: { text_g: 'a', text_l: 'a', width: 1, height: 1, clip: ['4', 1] },
  },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'b', clip: ['4', 1] } },
  '15': { class_type: 'CLIPTextEncode', inputs: { text: 'a', clip: ['12', 1] } },
  '16': { class_type: 'CLIPTextEncode', inputs: { text: 'b', clip: ['12', 1] } },
  '10': {
    class_type: 'KSamplerAdvanced',
    inputs: {
      add_noise: 'enable',
      noise_seed: 1,
      model: ['4', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    },
  },
  '11': {
    class_type: 'KSamplerAdvanced',
    inputs: {
      add_noise: 'disable',
      noise_seed: 0,
      model: ['12', 0],
      positive: ['15', 0],
      negative: ['16', 0],
      latent_image: ['10', 0],
    },
  },
  '17': { class_type: 'VAEDecode', inputs: { samples: ['11', 0], vae: ['12', 2] } },
  '19': { class_type: 'SaveImage', inputs: { filename_prefix: 'x', images: ['17', 0] } },
};

/** The failure that something ends in. Throws when it ends in none. */
export function failureOf(run: () => unknown): AppFailure {
  try {
    run();
  } catch (error) {
    if (error instanceof AppFailure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
