import { type JsonValue, stringifyJson } from '../../../core/session/json';
import { isObject, type JsonObject } from '../graph';

/** Values that differ from run to run. */
const TIMES = ['timestamp', 'create_time', 'execution_start_time', 'execution_end_time'];
/** Words that are each server's own. */
const PROSE = ['tooltip', 'description', 'exception_message', 'display_name', 'category', 'python_module'];
/** Lists without a fixed order. */
const UNORDERED = ['nodes', 'executed', 'current_outputs', 'errors', 'queue_pending', 'jobs'];
/** Search words and the like, which the demo leaves out. */
const LEFT_OUT = ['search_aliases', 'essentials_category', 'output_tooltips'];
const LONG_LIST = 7;

/** True for the sampler's steps between the first and the last, which are told or not as time goes by. */
export function isBetweenSteps(message: JsonObject): boolean {
  const { type, data } = message;
  if (!isObject(data)) return false;
  if (type === 'progress') return isBetween(data.value, data.max);
  if (type !== 'progress_state' || !isObject(data.nodes)) return false;
  return Object.values(data.nodes).some(
    (node) => isObject(node) && node.state === 'running' && isBetween(node.value, node.max),
  );
}

function isBetween(value: JsonValue | undefined, max: JsonValue | undefined): boolean {
  return typeof value === 'number' && typeof max === 'number' && value > 1 && value < max;
}

/** A `progress_state` in the short form of the transcripts; throws when a node lacks a field or has one too many. */
export function compactState(message: JsonObject): JsonObject {
  const { data } = message;
  if (message.type !== 'progress_state' || !isObject(data) || !isObject(data.nodes)) return message;
  const nodes: JsonObject = {};
  for (const [id, node] of Object.entries(data.nodes)) {
    if (!isObject(node)) throw new Error(`progress_state of ${id} is no object.`);
    const fields = Object.keys(node).sort().join(' ');
    if (fields !== 'display_node_id max node_id parent_node_id prompt_id real_node_id state value') {
      throw new Error(`progress_state of ${id} has the fields ${fields}.`);
    }
    nodes[id] = [node.value ?? null, node.max ?? null, node.state ?? null];
  }
  return { ...message, data: { ...data, nodes } };
}

/** Brings what a server says to a form in which two runs can be compared. */
export class Normaliser {
  private readonly names = new Map<string, string>();

  /** Prompt ids are called by the order in which they were given. */
  name(promptId: string): void {
    this.names.set(promptId, `prompt ${this.names.size + 1}`);
  }

  message(message: JsonObject): JsonValue {
    return this.value(message, null);
  }

  reply(path: string, reply: JsonObject): JsonValue {
    const shown = { ...reply };
    if (path.startsWith('/view_metadata') && isObject(shown.body)) {
      shown.body = Object.values(shown.body).every((value) => typeof value === 'string') ? 'texts' : 'other';
    }
    if (path === '/system_stats' && isObject(shown.body)) shown.body = fieldsOnly(shown.body);
    return this.value(shown, null);
  }

  private value(value: JsonValue, key: string | null): JsonValue {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return this.list(value, key);
    if (!isObject(value)) return value;
    const result: JsonObject = {};
    for (const [name, entry] of Object.entries(value)) {
      if (LEFT_OUT.includes(name)) continue;
      const shown = this.names.get(name) ?? name;
      if (TIMES.includes(name)) result[shown] = typeof entry === 'number' ? 0 : entry;
      else if (PROSE.includes(name) && !isObject(entry)) result[shown] = '';
      else if (name === 'traceback') result[shown] = Array.isArray(entry) ? [] : entry;
      else if (name === 'current_inputs' && isObject(entry)) result[shown] = fieldsOnly(entry);
      else result[shown] = this.value(entry, name);
    }
    return result;
  }

  private list(list: readonly JsonValue[], key: string | null): JsonValue {
    const isCombo = (key === null || key === 'options') && list.every((entry) => typeof entry === 'string');
    if (isCombo && (list.length > LONG_LIST || list[0] === '<options>')) return ['<options>'];
    const shown = list.map((entry) => this.value(entry, null));
    if (key === null || !UNORDERED.includes(key)) return shown;
    return shown
      .map((entry): [string, JsonValue] => [sortedText(entry), entry])
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([, entry]) => entry);
  }

  private text(text: string): string {
    if (/^[0-9a-f]{32}$/.test(text)) return '<sid>';
    return this.names.get(text) ?? text;
  }
}

function fieldsOnly(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.some(isObject) ? value.map(fieldsOnly) : null;
  if (!isObject(value)) return null;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      isObject(entry) || isObjects(entry) ? fieldsOnly(entry) : null,
    ]),
  );
}

function isObjects(value: JsonValue): boolean {
  return Array.isArray(value) && value.some(isObject);
}

/** Text that does not hang on the order of fields. */
function sortedText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`;
  if (!isObject(value)) return stringifyJson(value);
  const entries = Object.entries(value).map(([name, entry]) => `${name}:${sortedText(entry)}`);
  return `{${entries.sort().join(',')}}`;
}
