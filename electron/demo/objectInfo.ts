import type { FileStore } from './files';
import type { JsonObject } from './graph';
import type { ModelLists } from './models';
import { isInstalled, NODES } from './nodes';
import type { InputShapes, NodeDefinition } from './nodeTypes';

/** GET /object_info: all nodes, or the one asked for; an unknown class gives an empty object. */
export function objectInfo(lists: ModelLists, files: FileStore, classType: string | null): JsonObject {
  const info: JsonObject = {};
  for (const [name, definition] of NODES) {
    if ((classType !== null && classType !== name) || !isInstalled(definition, lists)) continue;
    info[name] = describe(name, definition, definition.inputs(lists, files.uploads()));
  }
  return info;
}

function describe(name: string, definition: NodeDefinition, shapes: InputShapes): JsonObject {
  const base: JsonObject = {
    input: inputsOnWire(shapes),
    input_order: inputOrder(shapes),
    is_input_list: false,
    output: definition.returns.map(([type]) => type),
    output_is_list: definition.returns.map(() => false),
    output_name: definition.returns.map(([, shown]) => shown),
    name,
    display_name: definition.displayName ?? (definition.generation === 'classic' ? name : null),
    description: definition.description,
    python_module: definition.module,
    category: definition.category,
    output_node: definition.output,
    has_intermediate_output: false,
  };
  const experimental = definition.experimental === true;
  if (definition.generation === 'classic') {
    return { ...base, ...(experimental ? { experimental } : {}), search_aliases: [] };
  }
  return {
    ...base,
    output_tooltips: definition.returns.map(() => null),
    output_matchtypes: null,
    deprecated: false,
    experimental,
    dev_only: false,
    api_node: false,
    price_badge: null,
    search_aliases: null,
    essentials_category: null,
  };
}

function inputsOnWire(shapes: InputShapes): JsonObject {
  return {
    required: { ...shapes.required },
    ...(shapes.optional === undefined ? {} : { optional: { ...shapes.optional } }),
    ...(shapes.hidden === undefined ? {} : { hidden: { ...shapes.hidden } }),
  };
}

function inputOrder(shapes: InputShapes): JsonObject {
  const order: JsonObject = {};
  for (const [group, inputs] of Object.entries(shapes)) order[group] = Object.keys(inputs);
  return order;
}
