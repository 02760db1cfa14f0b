import { type JsonValue, stringifyJson } from '../../../core/session/json';
import { isObject, type JsonObject } from '../graph';

/** Values that differ from run to run: ms since the epoch. */
const TIMES = ['timestamp', 'create_time', 'execution_start_time', 'execution_end_time'];
/** Explanations, which are each server's own words. */
const PROSE = ['tooltip', 'description'];
/** Lists whose order hangs on how Python's sets fall. */
const UNORDERED = ['nodes', 'executed', 'current_outputs', 'errors'];
/** What /system_stats says of the machine and not of ComfyUI. */
const OF_THE_MACHINE = [
  'os',
  'name',
  'argv',
  'required_frontend_version',
  'required_templates_version',
  'installed_templates_version',
  'comfy_package_versions',
  'python_version',
  'pytorch_version',
  'deploy_environment',
];

/** Brings what a server says to a form in which two runs can be compared. All that is blanked is named here. */
export class Normaliser {
  private readonly names = new Map<string, string>();
  /** The recorded server's folders lay elsewhere; null for the demo's own words. */
  private readonly folder: { readonly from: string; readonly to: string } | null;

  constructor(folder: { from: string; to: string } | null) {
    this.folder = folder;
  }

  /** Prompt ids are called by the order in which they were given. */
  name(promptId: string): void {
    if (!this.names.has(promptId)) this.names.set(promptId, `prompt ${this.names.size + 1}`);
  }

  message(message: JsonObject): JsonValue {
    return this.value(message, null);
  }

  reply(path: string, reply: JsonObject): JsonValue {
    const shown = { ...reply };
    // The metadata of a LoRA is its trainer's; that all of it is text is ComfyUI's.
    if (path.startsWith('/view_metadata') && isObject(shown.body)) {
      shown.body = Object.values(shown.body).every((value) => typeof value === 'string')
        ? '<texts>'
        : '<other>';
    }
    if (path === '/system_stats' && isObject(shown.body)) shown.body = withoutMachine(shown.body);
    if (isObject(shown.headers)) shown.headers = stableHeaders(shown.headers);
    return this.value(shown, null);
  }

  private value(value: JsonValue, key: string | null): JsonValue {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return this.list(value, key);
    if (!isObject(value)) return value;
    const result: JsonObject = {};
    for (const [name, entry] of Object.entries(value)) {
      const shown = this.names.get(name) ?? name;
      if (TIMES.includes(name) && Number.isInteger(entry)) result[shown] = '<time>';
      else if (PROSE.includes(name) && typeof entry === 'string') result[shown] = '<prose>';
      else if (name === 'traceback' && isTexts(entry)) result[shown] = '<lines>';
      // Search words and the like are said by some nodes and are no part of the protocol.
      else if (name === 'search_aliases' && isTexts(entry)) result[shown] = '<texts>';
      else result[shown] = this.value(entry, name);
    }
    return result;
  }

  private list(list: readonly JsonValue[], key: string | null): JsonValue {
    const shown = list.map((entry) => this.value(entry, null));
    if (key !== null && UNORDERED.includes(key)) return sorted(shown);
    // A prompt as queue and history show it ends with its output nodes, which come out of a set, too.
    const [number, id, graph, extra, outputs] = shown;
    const isPrompt =
      shown.length === 5 && typeof number === 'number' && isObject(graph) && Array.isArray(outputs);
    return isPrompt ? [number, id ?? null, graph, extra ?? null, sorted(outputs)] : shown;
  }

  private text(text: string): string {
    const name = this.names.get(text);
    if (name !== undefined) return name;
    if (/^[0-9a-f]{32}$/.test(text)) return '<sid>';
    if (text.startsWith('tensor')) return '<tensor>';
    return (this.folder === null ? text : text.replaceAll(this.folder.from, this.folder.to))
      .replace(/^(<[\w.]+ object at 0x)[0-9a-f]+>$/, '$1…>')
      .replace(/^(ComfyUI_temp_)[a-z]{5}(_\d{5}_\.png)$/, '$1<letters>$2');
  }
}

function sorted(list: readonly JsonValue[]): JsonValue[] {
  return list
    .map((entry): [string, JsonValue] => [sortedText(entry), entry])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, entry]) => entry);
}

function isTexts(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** Figures become their type, names of the machine's parts a word. */
function withoutMachine(value: JsonValue): JsonValue {
  if (typeof value === 'number') return '<number>';
  if (Array.isArray(value)) return value.map(withoutMachine);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      OF_THE_MACHINE.includes(name) ? '<machine>' : withoutMachine(entry),
    ]),
  );
}

/** A date and a mark of the bytes, each in its form. */
function stableHeaders(headers: JsonObject): JsonObject {
  const shown: JsonObject = {};
  for (const [name, value] of Object.entries(headers)) {
    const text = String(value);
    if (name === 'Etag' && /^"[0-9a-f]+-[0-9a-f]+"$/.test(text)) shown[name] = '<etag>';
    else if (name === 'Last-Modified' && new Date(text).toUTCString() === text) shown[name] = '<date>';
    else shown[name] = value;
  }
  return shown;
}

/** Text that does not hang on the order of fields. */
function sortedText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`;
  if (!isObject(value)) return stringifyJson(value);
  const entries = Object.entries(value).map(([name, entry]) => `${name}:${sortedText(entry)}`);
  return `{${entries.sort().join(',')}}`;
}
