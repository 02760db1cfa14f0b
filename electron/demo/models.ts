import type { Integer } from '../../core/session/json';

/** What the demo server has on its pretended disk. */
export interface ModelLists {
  readonly checkpoints: readonly string[];
  readonly loras: readonly string[];
  /** Names in the other folders; a folder that is not here is empty. */
  readonly folders: Readonly<Record<string, readonly string[]>>;
  /** False: no packs of nodes by others are installed. */
  readonly packs?: boolean;
}

export const DEMO_CHECKPOINTS: readonly string[] = [
  'demo_painter_15.safetensors',
  'demo_painter_xl.safetensors',
];

export const DEMO_LORAS: readonly string[] = [
  'demo/inkwash_v1-000004.safetensors',
  'demo/inkwash_v1-000008.safetensors',
  'demo/inkwash_v1-000012.safetensors',
  'demo/overcooked_v2.safetensors',
];

/** What graphs in the manner of Flux and SD3 load, and what steers pictures by others. */
export const DEMO_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  diffusion_models: ['demo_painter_flux.safetensors'],
  text_encoders: ['demo_clip_g.safetensors', 'demo_clip_l.safetensors', 'demo_t5xxl.safetensors'],
  vae: ['demo_ae.safetensors'],
  controlnet: ['demo_depth.safetensors'],
  clip_vision: ['demo_vision.safetensors'],
  gligen: ['demo_boxes.safetensors'],
  ipadapter: ['demo_adapter.safetensors'],
};

/** A LoRA whose name starts with this is listed, passes validation and cannot be loaded. */
export const CORRUPT_LORA_NAME = 'corrupt';

/** ComfyUI lists names sorted by code point. */
export function sortedNames(names: readonly string[]): string[] {
  return [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Model folders in the order in which GET /models names them. */
export const MODEL_FOLDERS: readonly string[] = [
  'checkpoints',
  'configs',
  'loras',
  'vae',
  'text_encoders',
  'diffusion_models',
  'clip_vision',
  'style_models',
  'embeddings',
  'diffusers',
  'vae_approx',
  'controlnet',
  'gligen',
  'upscale_models',
  'latent_upscale_models',
  'custom_nodes',
  'datasets',
  'hypernetworks',
  'photomaker',
  'classifiers',
  'model_patches',
  'audio_encoders',
  'background_removal',
  'frame_interpolation',
  'geometry_estimation',
  'optical_flow',
  'detection',
];

/** The names in one model folder, or undefined when there is no such folder. */
export function modelsIn(lists: ModelLists, folder: string): string[] | undefined {
  if (folder === 'checkpoints') return sortedNames(lists.checkpoints);
  if (folder === 'loras') return sortedNames(lists.loras);
  const names = lists.folders[folder];
  // Packs bring folders of their own.
  return names !== undefined || MODEL_FOLDERS.includes(folder) ? sortedNames(names ?? []) : undefined;
}

/**
 * The safetensors metadata of a LoRA, all values strings as ComfyUI gives them; undefined when the file
 * is not there or has none.
 */
export function loraMetadata(lists: ModelLists, name: string): Record<string, string> | undefined {
  if (!lists.loras.includes(name) || name.startsWith(CORRUPT_LORA_NAME)) return undefined;
  const epoch = /-(\d{6})\.safetensors$/.exec(name)?.[1];
  const outputName = name.replace(/^.*\//, '').replace(/\.safetensors$/, '');
  const overcooked = name.includes('overcooked');
  const trigger = overcooked ? 'overcooked poster' : 'inkwash';
  return {
    ss_network_module: 'networks.lora',
    ss_network_dim: overcooked ? '128' : '16',
    ss_network_alpha: overcooked ? '128' : '8',
    ss_output_name: outputName,
    ss_base_model_version: overcooked ? 'sdxl_base_v1-0' : 'sd_v1',
    ss_resolution: overcooked ? '(1024, 1024)' : '(512, 512)',
    ss_epoch: epoch === undefined ? '40' : String(Number(epoch)),
    ss_num_epochs: overcooked ? '40' : '12',
    ss_steps: String((overcooked ? 40 : Number(epoch ?? 12)) * (overcooked ? 120 : 240)),
    ss_learning_rate: overcooked ? '0.001' : '0.0001',
    ss_dataset_dirs: overcooked
      ? '{"40_poster": {"n_repeats": 40, "img_count": 12}}'
      : '{"10_inkwash": {"n_repeats": 10, "img_count": 48}}',
    ss_num_train_images: overcooked ? '12' : '48',
    ss_tag_frequency: overcooked
      ? '{"40_poster": {"overcooked poster": 12, "bold colors": 9, "harsh light": 7}}'
      : '{"10_inkwash": {"inkwash": 48, "ink outlines": 31, "watercolor paper": 22, "fox": 6, "lighthouse": 5}}',
    'modelspec.title': outputName,
    'modelspec.trigger_phrase': trigger,
  };
}

/** A LoRA in force on a model or a text encoder. Weights are as given, 0 has no effect. */
export interface AppliedLora {
  readonly name: string;
  readonly weight: number;
}

/** All that decides a picture; equal requests give equal pixels. */
export interface PictureRequest {
  readonly checkpoint: string;
  readonly positive: string;
  readonly negative: string;
  readonly seed: Integer;
  readonly steps: number;
  readonly loras: readonly AppliedLora[];
  readonly width: number;
  readonly height: number;
}
