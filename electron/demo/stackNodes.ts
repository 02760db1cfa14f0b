import { isObject } from './graph';
import { applyLora } from './loraNodes';
import { type ModelLists, sortedNames } from './models';
import {
  type InputShape,
  type InputShapes,
  isNodeValue,
  linked,
  type NodeDefinition,
  numberOf,
  type RunContext,
  type RunInputs,
  textOf,
  type ValueOf,
} from './nodeTypes';

const CLASSIC = { generation: 'classic', output: false, description: '' } as const;
const COMFYROLL = {
  ...CLASSIC,
  module: 'custom_nodes.ComfyUI_Comfyroll_CustomNodes',
  category: 'Comfyroll/Essential/LoRA',
} as const;
const WEIGHT: InputShape = ['FLOAT', { default: 1, min: -10, max: 10, step: 0.01 }];
const MODEL_AND_CLIP = [
  ['MODEL', 'MODEL'],
  ['CLIP', 'CLIP'],
] as const;
/** Places of a stack that shows as many as it is told to. */
const MAX_COUNT = 49;

type Entry = ValueOf<'LORA_STACK'>['entries'][number];

function withNone(lists: ModelLists): string[] {
  return ['None', ...sortedNames(lists.loras)];
}

/** LoRAs put onto a model and a text encoder, one after the other; without a text encoder onto the model alone. */
function applied(
  model: ValueOf<'MODEL'>,
  clip: ValueOf<'CLIP'> | null,
  entries: readonly Entry[],
  context: RunContext,
) {
  let [onModel, onClip] = [model.loras, clip?.loras ?? []];
  for (const entry of entries) {
    onModel = applyLora(onModel, entry.name, entry.model, context.lists);
    onClip = applyLora(onClip, entry.name, entry.clip, context.lists);
  }
  const outputs = [{ ...model, loras: onModel }, ...(clip === null ? [] : [{ ...clip, loras: onClip }])];
  return { outputs };
}

function clipOf(inputs: RunInputs): ValueOf<'CLIP'> | null {
  return isNodeValue(inputs['clip']) ? linked(inputs, 'clip', 'CLIP') : null;
}

function stackBefore(inputs: RunInputs): readonly Entry[] {
  return isNodeValue(inputs['lora_stack']) ? linked(inputs, 'lora_stack', 'LORA_STACK').entries : [];
}

/** The entries of a Power Lora Loader that are on; a file that is not there is skipped without a word. */
function powerEntries(inputs: RunInputs, lists: ModelLists): Entry[] {
  return Object.entries(inputs).flatMap(([name, value]): Entry[] => {
    if (!/^lora_/i.test(name) || value === undefined || isNodeValue(value) || !isObject(value)) return [];
    const { on, lora, strength, strengthTwo } = value;
    if (on !== true || typeof lora !== 'string' || typeof strength !== 'number') return [];
    if (!lists.loras.includes(lora)) return [];
    return [{ name: lora, model: strength, clip: typeof strengthTwo === 'number' ? strengthTwo : strength }];
  });
}

function numbered(
  count: number,
  shapes: (number: number) => InputShapes['required'],
): InputShapes['required'] {
  return Object.assign({}, ...Array.from({ length: count }, (_, index) => shapes(index + 1)));
}

/** Nodes of other packs that hold several LoRAs. */
export const STACK_NODES: Readonly<Record<string, NodeDefinition>> = {
  // Its entries come under any name, which its description does not tell of.
  'Power Lora Loader (rgthree)': {
    ...CLASSIC,
    displayName: 'Power Lora Loader (rgthree)',
    module: 'custom_nodes.rgthree-comfy',
    category: 'rgthree',
    returns: MODEL_AND_CLIP,
    inputs: () => ({ required: {}, optional: { model: ['MODEL'], clip: ['CLIP'] } }),
    run: (inputs, context) =>
      applied(linked(inputs, 'model', 'MODEL'), clipOf(inputs), powerEntries(inputs, context.lists), context),
  },
  'CR LoRA Stack': {
    ...COMFYROLL,
    displayName: 'CR LoRA Stack',
    returns: [
      ['LORA_STACK', 'LORA_STACK'],
      ['STRING', 'show_help'],
    ],
    inputs: (lists) => ({
      required: numbered(3, (number) => ({
        [`switch_${number}`]: [['Off', 'On']],
        [`lora_name_${number}`]: [withNone(lists)],
        [`model_weight_${number}`]: WEIGHT,
        [`clip_weight_${number}`]: WEIGHT,
      })),
      optional: { lora_stack: ['LORA_STACK'] },
    }),
    run: (inputs) => {
      const own = [1, 2, 3].flatMap((number): Entry[] => {
        const name = textOf(inputs, `lora_name_${number}`);
        if (name === 'None' || inputs[`switch_${number}`] !== 'On') return [];
        const [model, clip] = [
          numberOf(inputs, `model_weight_${number}`),
          numberOf(inputs, `clip_weight_${number}`),
        ];
        return [{ name, model, clip }];
      });
      const entries = [...stackBefore(inputs), ...own];
      return {
        outputs: [
          { kind: 'LORA_STACK', entries },
          { kind: 'STRING', value: '' },
        ],
      };
    },
  },
  'CR Apply LoRA Stack': {
    ...COMFYROLL,
    displayName: 'CR Apply LoRA Stack',
    returns: [...MODEL_AND_CLIP, ['STRING', 'show_help']],
    inputs: () => ({
      required: { model: ['MODEL'], clip: ['CLIP'] },
      optional: { lora_stack: ['LORA_STACK'] },
    }),
    run: (inputs, context) => {
      const [model, clip] = [linked(inputs, 'model', 'MODEL'), linked(inputs, 'clip', 'CLIP')];
      const { outputs } = applied(model, clip, stackBefore(inputs), context);
      return { outputs: [...outputs, { kind: 'STRING', value: '' }] };
    },
  },
  'LoRA Stacker': {
    ...CLASSIC,
    displayName: 'LoRA Stacker',
    module: 'custom_nodes.efficiency-nodes-comfyui',
    category: 'Efficiency Nodes/Stackers',
    returns: [['LORA_STACK', 'LORA_STACK']],
    // Every place but the first ones is left out of most files; the real node asks for them all the same.
    inputs: (lists) => ({
      required: {
        input_mode: [['simple', 'advanced']],
        lora_count: ['INT', { default: 3, min: 0, max: MAX_COUNT, step: 1 }],
      },
      optional: {
        ...numbered(MAX_COUNT, (number) => ({
          [`lora_name_${number}`]: [withNone(lists)],
          [`lora_wt_${number}`]: WEIGHT,
          [`model_str_${number}`]: WEIGHT,
          [`clip_str_${number}`]: WEIGHT,
        })),
        lora_stack: ['LORA_STACK'],
      },
    }),
    run: (inputs) => {
      const places = Array.from({ length: numberOf(inputs, 'lora_count') }, (_, index) => index + 1);
      const own = places.flatMap((number): Entry[] => {
        const name = inputs[`lora_name_${number}`];
        if (typeof name !== 'string' || name === 'None') return [];
        const isSimple = inputs['input_mode'] === 'simple';
        const [model, clip] = ['model_str', 'clip_str'].map((input) =>
          numberOf(inputs, `${isSimple ? 'lora_wt' : input}_${number}`),
        );
        return [{ name, model: model ?? 0, clip: clip ?? 0 }];
      });
      return { outputs: [{ kind: 'LORA_STACK', entries: [...own, ...stackBefore(inputs)] }] };
    },
  },
};
