import { ADAPTER_NODES } from './adapterNodes';
import { CUSTOM_SAMPLING_NODES } from './customSampling';
import { IMAGE_NODES } from './imageNodes';
import { LATER_NODES } from './laterNodes';
import { LORA_NODES } from './loraNodes';
import { type ModelLists, sortedNames } from './models';
import {
  type InputShape,
  linked,
  type NodeDefinition,
  numberOf,
  type Raster,
  type RunInputs,
  solid,
  textOf,
} from './nodeTypes';
import { PART_NODES } from './partNodes';
import { SAMPLING_NODES } from './sampling';
import { SD3_NODES } from './sd3Nodes';
import { STACK_NODES } from './stackNodes';
import { VALUE_NODES } from './valueNodes';

const CLASSIC = { generation: 'classic', module: 'nodes', output: false } as const;

const LATENT_SIZE: InputShape = [
  'INT',
  { default: 512, min: 16, max: 16384, step: 8, tooltip: 'The picture, in pixels.' },
];

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
    run: async (inputs, context) => {
      await context.loading();
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
};

/** Every node that the demo knows: what /object_info shows, validation checks and the worker runs. */
export const NODES: ReadonlyMap<string, NodeDefinition> = new Map(
  Object.entries({
    ...CORE_NODES,
    ...LORA_NODES,
    ...IMAGE_NODES,
    ...SAMPLING_NODES,
    ...CUSTOM_SAMPLING_NODES,
    ...PART_NODES,
    ...SD3_NODES,
    ...ADAPTER_NODES,
    ...LATER_NODES,
    ...STACK_NODES,
    ...VALUE_NODES,
  }),
);

/** The node of that class, where it is installed. */
export function installedNode(classType: string, lists: ModelLists): NodeDefinition | undefined {
  const definition = NODES.get(classType);
  return definition !== undefined && isInstalled(definition, lists) ? definition : undefined;
}

/** False for a node of a pack where there are none; the one pack that ComfyUI brings along is always there. */
export function isInstalled({ module }: NodeDefinition, lists: ModelLists): boolean {
  return lists.packs !== false || !/^custom_nodes\.(?!websocket_image_save)/.test(module);
}
