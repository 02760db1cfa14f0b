import { CUSTOM_SAMPLING_NODES } from './customSampling';
import type { FileStore } from './files';
import { type AppliedLora, CORRUPT_LORA_NAME, type ModelLists, sortedNames } from './models';
import {
  type InputShape,
  linked,
  type NodeDefinition,
  NodeFailure,
  numberOf,
  type Raster,
  type RunInputs,
  textOf,
} from './nodeTypes';
import { PART_NODES } from './partNodes';
import { SAMPLING_NODES } from './sampling';
import { previewImages, saveImages } from './saving';

const CLASSIC = { generation: 'classic', module: 'nodes', output: false } as const;

const LATENT_SIZE: InputShape = [
  'INT',
  { default: 512, min: 16, max: 16384, step: 8, tooltip: 'The picture, in pixels.' },
];

function strength(tooltip: string | null): InputShape {
  const range = { default: 1, min: -100, max: 100, step: 0.01 };
  return ['FLOAT', tooltip === null ? range : { ...range, tooltip }];
}

/** Weight 0 leaves the model untouched without opening the file, so that even a broken file does no harm. */
function withLora(
  loras: readonly AppliedLora[],
  inputs: RunInputs,
  strengthName: string,
  lists: ModelLists,
): readonly AppliedLora[] {
  const weight = numberOf(inputs, strengthName);
  return weight === 0
    ? loras
    : [...loras, { name: loadableLora(textOf(inputs, 'lora_name'), lists), weight }];
}

function loadableLora(name: string, lists: ModelLists): string {
  if (!lists.loras.includes(name)) {
    throw new NodeFailure(
      'FileNotFoundError',
      `Model in folder 'loras' with filename '${name}' not found.\n`,
    );
  }
  if (name.startsWith(CORRUPT_LORA_NAME)) {
    throw new NodeFailure(
      'ValueError',
      `Error while deserializing header: header too large\n\nFile path: /demo/models/loras/${name}\n\nThis is not a whole safetensors file.\n`,
    );
  }
  return name;
}

function uploadedNames(files: FileStore): string[] {
  return sortedNames(
    files
      .list('input')
      .map(({ filename, subfolder }) => (subfolder === '' ? filename : `${subfolder}/${filename}`)),
  );
}

function solid(width: number, height: number, color: number): Raster {
  const rgb = Buffer.alloc(width * height * 3);
  for (let at = 0; at < rgb.length; at += 3) rgb.writeUIntBE(color, at, 3);
  return { width, height, rgb };
}

async function decoded(inputs: RunInputs): Promise<Raster[]> {
  const latent = linked(inputs, 'samples', 'LATENT');
  if (latent.pictures !== undefined) return Promise.all(latent.pictures);
  // An empty latent that nothing sampled decodes to plain grey.
  return Array.from({ length: latent.batch }, () => solid(latent.width, latent.height, 0x808080));
}

const CORE_NODES: Readonly<Record<string, NodeDefinition>> = {
  CheckpointLoaderSimple: {
    ...CLASSIC,
    displayName: 'Load Checkpoint',
    description: 'Loads a painter of the demo.',
    category: 'model/loaders',
    returns: [
      ['MODEL', 'MODEL'],
      ['CLIP', 'CLIP'],
      ['VAE', 'VAE'],
    ],
    inputs: (lists) => ({
      required: { ckpt_name: [sortedNames(lists.checkpoints), { tooltip: 'The painter to load.' }] },
    }),
    run: (inputs) => {
      const checkpoint = textOf(inputs, 'ckpt_name');
      return {
        outputs: [
          { kind: 'MODEL', checkpoint, loras: [] },
          { kind: 'CLIP', checkpoint, loras: [] },
          { kind: 'VAE' },
        ],
      };
    },
  },
  LoraLoader: {
    ...CLASSIC,
    displayName: 'Load LoRA (Model and CLIP)',
    description: 'Applies a LoRA to the model and to the text encoder.',
    category: 'model/loaders',
    returns: [
      ['MODEL', 'MODEL'],
      ['CLIP', 'CLIP'],
    ],
    inputs: (lists) => ({
      required: {
        model: ['MODEL', { tooltip: 'The model that the LoRA changes.' }],
        clip: ['CLIP', { tooltip: 'The text encoder that the LoRA changes.' }],
        lora_name: [sortedNames(lists.loras), { tooltip: 'The LoRA file.' }],
        strength_model: strength('How strongly the model is changed; may be negative.'),
        strength_clip: strength('How strongly the text encoder is changed; may be negative.'),
      },
    }),
    run: (inputs, context) => {
      const model = linked(inputs, 'model', 'MODEL');
      const clip = linked(inputs, 'clip', 'CLIP');
      return {
        outputs: [
          { ...model, loras: withLora(model.loras, inputs, 'strength_model', context.lists) },
          { ...clip, loras: withLora(clip.loras, inputs, 'strength_clip', context.lists) },
        ],
      };
    },
  },
  LoraLoaderModelOnly: {
    ...CLASSIC,
    displayName: 'Load LoRA',
    description: 'Applies a LoRA to the model.',
    category: 'model/loaders',
    returns: [['MODEL', 'MODEL']],
    inputs: (lists) => ({
      required: { model: ['MODEL'], lora_name: [sortedNames(lists.loras)], strength_model: strength(null) },
    }),
    run: (inputs, context) => {
      const model = linked(inputs, 'model', 'MODEL');
      return {
        outputs: [{ ...model, loras: withLora(model.loras, inputs, 'strength_model', context.lists) }],
      };
    },
  },
  CLIPTextEncode: {
    ...CLASSIC,
    displayName: 'CLIP Text Encode (Prompt)',
    description: 'Turns a prompt into a conditioning.',
    category: 'model/conditioning',
    returns: [['CONDITIONING', 'CONDITIONING']],
    inputs: () => ({
      required: {
        text: ['STRING', { multiline: true, dynamicPrompts: true, tooltip: 'The prompt.' }],
        clip: ['CLIP', { tooltip: 'The text encoder.' }],
      },
    }),
    run: (inputs) => {
      const clip = linked(inputs, 'clip', 'CLIP');
      return { outputs: [{ kind: 'CONDITIONING', text: textOf(inputs, 'text'), loras: clip.loras }] };
    },
  },
  EmptyLatentImage: {
    ...CLASSIC,
    displayName: 'Empty Latent Image',
    description: 'A blank latent to sample on.',
    category: 'model/latent',
    returns: [['LATENT', 'LATENT']],
    inputs: () => ({
      required: {
        width: LATENT_SIZE,
        height: LATENT_SIZE,
        batch_size: ['INT', { default: 1, min: 1, max: 4096, tooltip: 'How many latents.' }],
      },
    }),
    run: (inputs) => ({
      outputs: [
        {
          kind: 'LATENT',
          width: numberOf(inputs, 'width'),
          height: numberOf(inputs, 'height'),
          batch: numberOf(inputs, 'batch_size'),
        },
      ],
    }),
  },
  VAEDecode: {
    ...CLASSIC,
    displayName: 'VAE Decode',
    description: 'Turns latents into pictures.',
    category: 'model/latent',
    returns: [['IMAGE', 'IMAGE']],
    inputs: () => ({
      required: {
        samples: ['LATENT', { tooltip: 'The latent.' }],
        vae: ['VAE', { tooltip: 'The VAE.' }],
      },
    }),
    run: async (inputs) => ({ outputs: [{ kind: 'IMAGE', rasters: await decoded(inputs) }] }),
  },
  SaveImage: {
    ...CLASSIC,
    displayName: 'Save Image',
    description: 'Saves the pictures in the output folder.',
    category: 'image',
    output: true,
    returns: [['IMAGE', 'images']],
    inputs: () => ({
      required: {
        images: ['IMAGE', { tooltip: 'The pictures.' }],
        filename_prefix: ['STRING', { default: 'ComfyUI', tooltip: 'How the file names begin.' }],
      },
      hidden: { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' },
    }),
    run: saveImages,
  },
  PreviewImage: {
    ...CLASSIC,
    displayName: 'Preview Image',
    description: 'Keeps the pictures in the temporary folder.',
    category: 'image',
    output: true,
    returns: [['IMAGE', 'images']],
    inputs: () => ({
      required: { images: ['IMAGE'] },
      hidden: { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' },
    }),
    run: previewImages,
  },
  EmptyImage: {
    ...CLASSIC,
    displayName: 'Empty Image',
    description: '',
    category: 'image',
    returns: [['IMAGE', 'IMAGE']],
    inputs: () => ({
      required: {
        width: ['INT', { default: 512, min: 1, max: 16384, step: 1 }],
        height: ['INT', { default: 512, min: 1, max: 16384, step: 1 }],
        batch_size: ['INT', { default: 1, min: 1, max: 4096 }],
        color: ['INT', { default: 0, min: 0, max: 0xffffff, step: 1, display: 'color' }],
      },
    }),
    run: (inputs) => {
      const raster = solid(numberOf(inputs, 'width'), numberOf(inputs, 'height'), numberOf(inputs, 'color'));
      return {
        outputs: [
          { kind: 'IMAGE', rasters: Array.from({ length: numberOf(inputs, 'batch_size') }, () => raster) },
        ],
      };
    },
  },
  ImageInvert: {
    ...CLASSIC,
    displayName: 'Invert Image Colors',
    description: '',
    category: 'image/color',
    returns: [['IMAGE', 'IMAGE']],
    inputs: () => ({ required: { image: ['IMAGE'] } }),
    run: (inputs) => ({
      outputs: [
        {
          kind: 'IMAGE',
          rasters: linked(inputs, 'image', 'IMAGE').rasters.map(({ width, height, rgb }) => ({
            width,
            height,
            rgb: Buffer.from(rgb.map((value) => 255 - value)),
          })),
        },
      ],
    }),
  },
  LoadImage: {
    ...CLASSIC,
    displayName: 'Load Image',
    description: '',
    category: 'image',
    returns: [['IMAGE', 'IMAGE']],
    inputs: () => ({ required: { image: [[], { image_upload: true }] } }),
    refuses: (_input, value, files) =>
      uploadedNames(files).includes(String(value)) ? undefined : `Invalid image file: ${String(value)}`,
    run: () => {
      throw new NodeFailure('NotImplementedError', 'The demo does not read uploaded pictures.\n');
    },
  },
};

/** Every node that the demo knows: what /object_info shows, validation checks and the worker runs. */
export const NODES: ReadonlyMap<string, NodeDefinition> = new Map(
  Object.entries({ ...CORE_NODES, ...SAMPLING_NODES, ...CUSTOM_SAMPLING_NODES, ...PART_NODES }),
);
