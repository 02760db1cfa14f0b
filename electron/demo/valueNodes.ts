import {
  type InputShape,
  integerOf,
  isNodeValue,
  type NodeDefinition,
  NodeFailure,
  type NodeValue,
  type RunInputs,
  textOf,
} from './nodeTypes';
import { MAX_SEED } from './sampling';

const CLASSIC = { generation: 'classic', output: false, description: '' } as const;
const NEWER = {
  generation: 'newer',
  output: false,
  description: '',
  module: 'comfy_extras.nodes_primitive',
  category: 'utilities/primitive',
} as const;

/** The largest seed of packs that hand their seeds through a web page. */
const PAGE_SEED = 1125899906842624;

function seedNode(
  more: Pick<NodeDefinition, 'displayName' | 'module' | 'category' | 'returns'>,
  seed: InputShape,
): NodeDefinition {
  return {
    ...CLASSIC,
    ...more,
    inputs: () => ({ required: { seed } }),
    run: (inputs) => {
      const value = integerOf(inputs, 'seed');
      return { outputs: more.returns.map(([type]) => asValue(type, value)) };
    },
  };
}

function asValue(type: string, value: number | bigint): NodeValue {
  return type === 'INT' ? { kind: 'INT', value } : { kind: 'STRING', value: '' };
}

/** The first thing that came through a link, as nodes of any type hand it on. */
function first(inputs: RunInputs): NodeValue {
  const value = Object.values(inputs).find(isNodeValue);
  if (value === undefined) throw new NodeFailure('TypeError', 'nothing is connected');
  return value;
}

function stringNode(displayName: string, multiline: boolean): NodeDefinition {
  return {
    ...NEWER,
    displayName,
    returns: [['STRING', 'STRING']],
    inputs: () => ({ required: { value: ['STRING', { multiline }] } }),
    run: (inputs) => ({ outputs: [{ kind: 'STRING', value: textOf(inputs, 'value') }] }),
  };
}

/** Nodes that hold one value, and nodes that hand on what they are given. */
export const VALUE_NODES: Readonly<Record<string, NodeDefinition>> = {
  PrimitiveInt: {
    ...NEWER,
    displayName: 'Int',
    returns: [['INT', 'INT']],
    inputs: () => ({
      required: {
        value: [
          'INT',
          { min: -9223372036854775807n, max: 9223372036854775807n, control_after_generate: 'fixed' },
        ],
      },
    }),
    run: (inputs) => ({ outputs: [{ kind: 'INT', value: integerOf(inputs, 'value') }] }),
  },
  PrimitiveString: stringNode('String', false),
  PrimitiveStringMultiline: stringNode('String (Multiline)', true),
  'Seed (rgthree)': seedNode(
    {
      displayName: 'Seed (rgthree)',
      module: 'custom_nodes.rgthree-comfy',
      category: 'rgthree',
      returns: [['INT', 'SEED']],
    },
    ['INT', { default: 0, min: -PAGE_SEED, max: PAGE_SEED }],
  ),
  'easy seed': seedNode(
    {
      displayName: 'EasySeed',
      module: 'custom_nodes.ComfyUI-Easy-Use',
      category: 'EasyUse/Seed',
      returns: [['INT', 'seed']],
    },
    ['INT', { default: 0, min: 0, max: PAGE_SEED }],
  ),
  'CR Seed': seedNode(
    {
      displayName: 'CR Seed',
      module: 'custom_nodes.ComfyUI_Comfyroll_CustomNodes',
      category: 'Comfyroll/Essential/Core',
      returns: [
        ['INT', 'seed'],
        ['STRING', 'show_help'],
      ],
    },
    ['INT', { default: 0, min: 0, max: MAX_SEED }],
  ),
  Reroute: {
    ...CLASSIC,
    displayName: 'Reroute',
    module: 'nodes',
    category: 'utils',
    returns: [['*', '']],
    inputs: () => ({ required: { '': ['*'] } }),
    run: (inputs) => ({ outputs: [first(inputs)] }),
  },
  // Takes any number of inputs, which its description does not tell of.
  'Any Switch (rgthree)': {
    ...CLASSIC,
    displayName: 'Any Switch (rgthree)',
    module: 'custom_nodes.rgthree-comfy',
    category: 'rgthree',
    returns: [['*', '*']],
    inputs: () => ({ required: {}, optional: {} }),
    run: (inputs) => ({ outputs: [first(inputs)] }),
  },
};
