import type { JsonValue } from '../../core/session/json';
import type { FileStore } from './files';
import { type Graph, isObject, type JsonObject } from './graph';
import type { ModelLists } from './models';
import { NODES } from './nodes';
import type { InputShape, NodeDefinition } from './nodeTypes';
import { pythonBool, pythonFloat, pythonInt, pythonRepr, pythonStr, toPythonFloat } from './pythonText';
import type { VersionTraits } from './versions';

/** What a graph is checked against. */
export interface ValidationWorld {
  readonly lists: ModelLists;
  readonly files: FileStore;
  readonly traits: VersionTraits;
}

export interface NodeError {
  type: string;
  message: string;
  details: string;
  extra_info: JsonObject;
}

/** Longer option lists are not repeated in the answer. */
const LONGEST_LISTED = 20;

/** What Python would raise while ComfyUI walks a link. */
class WalkError extends Error {
  readonly exceptionType: string;
  constructor(exceptionType: string, message: string) {
    super(message);
    this.exceptionType = exceptionType;
  }
}

/** Checks the inputs of a graph's nodes, each node once, following the links. */
export class InputValidator {
  private readonly graph: Graph;
  private readonly world: ValidationWorld;
  private readonly results = new Map<string, { valid: boolean; errors: NodeError[] }>();
  private readonly visiting: string[] = [];

  constructor(graph: Graph, world: ValidationWorld) {
    this.graph = graph;
    this.world = world;
  }

  /** True when an output node and all that leads to it can run. */
  output(id: string): boolean {
    try {
      return this.node(id);
    } catch (error) {
      if (!(error instanceof WalkError)) throw error;
      this.visiting.length = 0;
      this.fail(id, [
        {
          type: 'exception_during_validation',
          message: 'Exception when validating node',
          details: error.message,
          extra_info: exceptionInfo(error),
        },
      ]);
      return false;
    }
  }

  errorsOf(id: string): readonly NodeError[] {
    return this.results.get(id)?.errors ?? [];
  }

  /** Nodes with errors of their own. */
  *failures(): Generator<[string, readonly NodeError[]]> {
    for (const [id, { valid, errors }] of this.results) if (!valid && errors.length > 0) yield [id, errors];
  }

  private fail(id: string, errors: NodeError[]): void {
    this.results.set(id, { valid: false, errors });
  }

  private node(id: string): boolean {
    const known = this.results.get(id);
    if (known !== undefined) return known.valid;
    if (this.visiting.includes(id)) {
      this.cycle(this.visiting.slice(this.visiting.indexOf(id)));
      return false;
    }
    const node = this.graph[id];
    const definition = node === undefined ? undefined : NODES.get(node.class_type);
    if (node === undefined || definition === undefined) throw new WalkError('KeyError', `'${id}'`);
    if (!isObject(node.inputs)) throw new WalkError('KeyError', "'inputs'");
    this.visiting.push(id);
    const errors: NodeError[] = [];
    let valid = true;
    const shapes = definition.inputs(this.world.lists, this.world.files.uploads());
    for (const [name, shape] of Object.entries({ ...shapes.required, ...shapes.optional })) {
      if (!(name in node.inputs)) {
        if (name in shapes.required) {
          errors.push({
            type: 'required_input_missing',
            message: 'Required input is missing',
            details: name,
            extra_info: { input_name: name },
          });
        }
        continue;
      }
      const value = node.inputs[name] ?? null;
      if (Array.isArray(value)) valid = this.link(name, shape, value, errors) && valid;
      else this.literal(name, shape, node.inputs, definition, errors);
    }
    this.visiting.pop();
    const good = valid && errors.length === 0;
    // A cycle has marked its nodes already, with the error that names it.
    if (!this.results.has(id)) this.results.set(id, { valid: good, errors });
    return this.results.get(id)?.valid ?? good;
  }

  private cycle(ids: string[]): void {
    const named = [...ids, ids[0] ?? ''].map((id) => `${id} (${this.graph[id]?.class_type ?? ''})`);
    const details = named.join(' -> ');
    for (const id of ids) {
      this.fail(id, [
        {
          type: 'dependency_cycle',
          message: 'Dependency cycle detected',
          details,
          extra_info: { node_id: id, cycle_nodes: ids },
        },
      ]);
    }
  }

  private link(name: string, shape: InputShape, value: JsonValue[], errors: NodeError[]): boolean {
    const config = inputConfig(shape);
    if (value.length !== 2) {
      errors.push({
        type: 'bad_linked_input',
        message: 'Bad linked input, must be a length-2 list of [node_id, slot_index]',
        details: name,
        extra_info: { input_name: name, input_config: config, received_value: value },
      });
      return true;
    }
    const source = String(value[0]);
    const definition = NODES.get(this.graph[source]?.class_type ?? '');
    if (definition === undefined) throw new WalkError('KeyError', `'${source}'`);
    const received = definition.returns[Number(value[1])]?.[0];
    if (received === undefined) throw new WalkError('IndexError', 'tuple index out of range');
    if (!accepts(shape[0], received)) {
      errors.push({
        type: 'return_type_mismatch',
        message: 'Return type mismatch between linked nodes',
        details: `${name}, received_type(${received}) mismatch input_type(${pythonStr(shape[0])})`,
        extra_info: { input_name: name, input_config: config, received_type: received, linked_node: value },
      });
      return true;
    }
    const depth = this.visiting.length;
    try {
      return this.node(source);
    } catch (error) {
      if (!(error instanceof WalkError)) throw error;
      this.visiting.length = depth;
      this.fail(source, [
        {
          type: 'exception_during_inner_validation',
          message: 'Exception when validating inner node',
          details: error.message,
          extra_info: { input_name: name, input_config: config, ...exceptionInfo(error), linked_node: value },
        },
      ]);
      return false;
    }
  }

  private literal(
    name: string,
    shape: InputShape,
    inputs: JsonObject,
    definition: NodeDefinition,
    errors: NodeError[],
  ): void {
    const config = inputConfig(shape);
    const wrapped = inputs[name] ?? null;
    const given = isObject(wrapped) && '__value__' in wrapped ? (wrapped.__value__ ?? null) : wrapped;
    let value: JsonValue;
    try {
      value = converted(shape[0], given);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      errors.push({
        type: 'invalid_input_type',
        message: `Failed to convert an input value to a ${String(shape[0])} value`,
        details: `${name}, ${pythonStr(given)}, ${message}`,
        extra_info: {
          input_name: name,
          input_config: config,
          received_value: given,
          exception_message: message,
        },
      });
      return;
    }
    inputs[name] = value;
    if (definition.refuses !== undefined) {
      const sentence = definition.refuses(name, value, this.world.files);
      if (sentence === undefined) return;
      errors.push({
        type: 'custom_validation_failed',
        message: 'Custom validation failed for node',
        details: `${name} - ${sentence}`,
        extra_info: { input_name: name },
      });
      return;
    }
    const range = outOfRange(shape, value);
    if (range !== undefined) {
      errors.push({
        ...range,
        details: name,
        extra_info: { input_name: name, input_config: config, received_value: value },
      });
      return;
    }
    const options = optionsOf(shape);
    if (options === null || (typeof value === 'string' && options.includes(value))) return;
    const long = options.length > LONGEST_LISTED;
    errors.push({
      type: 'value_not_in_list',
      message: 'Value not in list',
      details: `${name}: ${this.quoted(value)} not in ${long ? `(list of length ${options.length})` : pythonRepr(options)}`,
      extra_info: { input_name: name, input_config: long ? null : config, received_value: value },
    });
  }

  private quoted(value: JsonValue): string {
    return this.world.traits.quotesWithRepr ? pythonRepr(value) : `'${pythonStr(value)}'`;
  }
}

/** The options of a combo in either of its two forms; null for other inputs. */
export function optionsOf(shape: InputShape): string[] | null {
  if (Array.isArray(shape[0])) return shape[0];
  if (shape[0] !== 'COMBO') return null;
  const options = shape[1]?.options;
  return Array.isArray(options) ? options.filter((option) => typeof option === 'string') : [];
}

function inputConfig(shape: InputShape): JsonValue[] {
  return [shape[0], shape[1] ?? {}];
}

function accepts(expected: string | string[], received: string): boolean {
  if (Array.isArray(expected)) return received === 'COMBO' || received === '*';
  return expected === '*' || received === '*' || expected.split(',').includes(received);
}

function converted(type: string | string[], value: JsonValue): JsonValue {
  if (type === 'INT') return pythonInt(value);
  if (type === 'FLOAT') return toPythonFloat(value);
  if (type === 'STRING') return pythonStr(value);
  if (type === 'BOOLEAN') return pythonBool(value);
  return value;
}

function outOfRange(shape: InputShape, value: JsonValue): { type: string; message: string } | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  const say = (number: JsonValue | undefined) =>
    shape[0] === 'FLOAT' && typeof number === 'number' ? pythonFloat(number) : String(number);
  const min = shape[1]?.min;
  const max = shape[1]?.max;
  if ((typeof min === 'number' || typeof min === 'bigint') && value < min) {
    return { type: 'value_smaller_than_min', message: `Value ${say(value)} smaller than min of ${say(min)}` };
  }
  if ((typeof max === 'number' || typeof max === 'bigint') && value > max) {
    return { type: 'value_bigger_than_max', message: `Value ${say(value)} bigger than max of ${say(max)}` };
  }
  return undefined;
}

function exceptionInfo(error: WalkError): JsonObject {
  return {
    exception_message: error.message,
    exception_type: error.exceptionType,
    traceback: ['  File "/demo/execution.py", in validate_inputs\n'],
  };
}
