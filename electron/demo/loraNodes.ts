import { BASE_FOLDER } from './files';
import { type AppliedLora, CORRUPT_LORA_NAME, type ModelLists, sortedNames } from './models';
import {
  type InputShape,
  linked,
  type NodeDefinition,
  NodeFailure,
  numberOf,
  type RunInputs,
  textOf,
} from './nodeTypes';

const CLASSIC = { generation: 'classic', module: 'nodes', output: false } as const;

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
  return applyLora(loras, textOf(inputs, 'lora_name'), numberOf(inputs, strengthName), lists);
}

/** The LoRAs with one more on top. Throws NodeFailure when its weight is not 0 and the file cannot be loaded. */
export function applyLora(
  loras: readonly AppliedLora[],
  name: string,
  weight: number,
  lists: ModelLists,
): readonly AppliedLora[] {
  return weight === 0 ? loras : [...loras, { name: loadableLora(name, lists), weight }];
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
      `Error while deserializing header: HeaderTooLarge\n\nFile path: ${BASE_FOLDER}/models/loras/${name}\n\nThe safetensors file is corrupt or invalid. Make sure this is actually a safetensors file and not a ckpt or pt or other filetype.\n`,
    );
  }
  return name;
}

const LORA_LOADER: NodeDefinition = {
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
};

/** The nodes that apply a LoRA. */
export const LORA_NODES: Readonly<Record<string, NodeDefinition>> = {
  LoraLoader: LORA_LOADER,
  LoraLoaderBypass: {
    ...LORA_LOADER,
    displayName: 'Load LoRA (Bypass) (For debugging)',
    description: 'Applies a LoRA without changing the weights of the model.',
    module: 'comfy_extras.nodes_lora_debug',
    experimental: true,
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
};
