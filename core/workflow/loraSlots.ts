import { isJsonObject, type JsonValue } from '../session/json';
import { asLink, type ComfyGraph, type ComfyNode, fileNameIn, inputOf, linksOf, nodeAt } from './nodes';

/** One place of a workflow that takes a LoRA. */
export interface LoraSlot {
  node: string;
  /** The input that holds it, in a node of several LoRAs; null for a loader of one, which can be taken out whole. */
  entry: string | null;
  /** The file it names; null when it is free, or when the name comes through a link. */
  file: string | null;
  /** False when it is switched off, free, or of no strength. */
  isOn: boolean;
  /** False for a place that the node's own count of LoRAs leaves out. */
  isCounted: boolean;
  /** Strengths on the model and on the text encoder where they are plain numbers. */
  weight: number | null;
  clip: number | null;
}

/** What a node makes of its LoRAs: one and a strength; entries that are objects; numbered names, strengths and switches. */
export type LoraNodeKind = 'loader' | 'power' | 'numbered';

type JsonObject = { [name: string]: JsonValue };

/** How a node takes LoRAs; null when it takes none, or in a way that is not understood. */
export function loraKindOf(node: ComfyNode): LoraNodeKind | null {
  const name = inputOf(node, 'lora_name');
  const hasName = fileNameIn(name) !== null || asLink(name) !== null;
  if (hasName && inputOf(node, 'strength_model') !== undefined) return 'loader';
  if (/power lora loader/i.test(node.class_type)) return 'power';
  const names = Object.keys(node.inputs);
  if (names.some((input) => isPowerEntry(input, node.inputs[input]))) return 'power';
  return names.some((input) => numberedEntry(node, input) !== null) ? 'numbered' : null;
}

function isPowerEntry(input: string, value: JsonValue | undefined): value is JsonObject {
  return (
    /^lora_/i.test(input) && isJsonObject(value) && typeof value['lora'] === 'string' && 'strength' in value
  );
}

/** The places of one node that take a LoRA, in the order of the file. */
export function loraSlotsOf(graph: ComfyGraph, id: string): LoraSlot[] {
  const node = nodeAt(graph, id);
  const kind = node === undefined ? null : loraKindOf(node);
  if (node === undefined || kind === null) return [];
  if (kind === 'loader') return [loaderSlot(id, node)];
  const slots: LoraSlot[] = [];
  for (const input of Object.keys(node.inputs)) {
    if (kind === 'power') {
      const value = node.inputs[input];
      if (isPowerEntry(input, value)) slots.push(powerSlot(id, input, value));
    } else {
      const entry = numberedEntry(node, input);
      if (entry !== null) slots.push(numberedSlot(id, node, entry));
    }
  }
  return slots;
}

function loaderSlot(id: string, node: ComfyNode): LoraSlot {
  const [weight, clip] = [plainNumber(node, 'strength_model'), plainNumber(node, 'strength_clip')];
  const isFree = isNone(inputOf(node, 'lora_name'));
  const isZero = weight === 0 && (clip === 0 || inputOf(node, 'strength_clip') === undefined);
  return {
    node: id,
    entry: null,
    file: isFree ? null : fileNameIn(inputOf(node, 'lora_name')),
    isOn: !isFree && !isZero && !isOff(inputOf(node, 'switch')),
    isCounted: true,
    weight,
    clip,
  };
}

function powerSlot(id: string, entry: string, value: JsonObject): LoraSlot {
  const { on, lora, strength, strengthTwo } = value;
  const file = isNone(lora) || typeof lora !== 'string' ? null : lora;
  const isZero = strength === 0 && (strengthTwo === 0 || strengthTwo === null || strengthTwo === undefined);
  return {
    node: id,
    entry,
    file,
    isOn: on !== false && file !== null && !isZero,
    isCounted: true,
    weight: typeof strength === 'number' ? strength : null,
    clip: typeof strengthTwo === 'number' ? strengthTwo : null,
  };
}

/** The inputs that belong to one numbered LoRA of a stack. */
export interface NumberedEntry {
  name: string;
  /** Strength of both model and text encoder, where it counts. */
  both: string | null;
  model: string | null;
  clip: string | null;
  toggle: string | null;
  /** False when the node's own count leaves it out. */
  isCounted: boolean;
}

const NUMBERED = /^lora(?:_name)?_?(\d{1,3})$|^lora_(\d{1,3})_name$/i;
const MODEL = [
  'model_weight_#',
  'model_str_#',
  'strength_model_#',
  'model_strength_#',
  'lora_#_model_strength',
  'lora_model_strength_#',
];
const BOTH = ['lora_wt_#', 'lora_weight_#', 'lora_strength_#', 'strength_#', 'weight_#', 'lora_#_strength'];
const TOGGLE = ['switch_#', 'enabled_#', 'on_#', 'toggle_#', 'lora_#_on', 'lora_#'];

/** True for an input under which nodes choose a LoRA from the server's list. */
export function isLoraInput(input: string): boolean {
  return input === 'lora_name' || NUMBERED.test(input);
}

/** Reads the inputs that go with a name such as `lora_name_2`; null when that is no LoRA's name or its strength is not clear. */
export function numberedEntry(node: ComfyNode, input: string): NumberedEntry | null {
  const [, before, between] = NUMBERED.exec(input) ?? [];
  const number = before ?? between ?? (input === 'lora_name' ? '' : undefined);
  const value = inputOf(node, input);
  if (number === undefined || (typeof value !== 'string' && asLink(value) === null)) return null;
  const named = (patterns: readonly string[], fits: (value: JsonValue) => boolean) => {
    const names = patterns.map((one) => (number === '' ? one.replace('_#', '') : one.replace('#', number)));
    return (
      names.find((one) => {
        const found = one === input ? undefined : inputOf(node, one);
        return found !== undefined && fits(found);
      }) ?? null
    );
  };
  const isStrength = (found: JsonValue) => typeof found === 'number' || asLink(found) !== null;
  const mode = inputOf(node, 'input_mode') ?? inputOf(node, 'mode');
  const both = mode === 'advanced' ? null : named(BOTH, isStrength);
  // In its simple mode a stack looks at the one strength only.
  const isSimple = mode === 'simple' && both !== null;
  const model = isSimple ? null : named(MODEL, isStrength);
  if (both === null && model === null) return null;
  const clip = isSimple
    ? null
    : named(
        MODEL.map((one) => one.replace('model', 'clip')),
        isStrength,
      );
  const toggle = named(TOGGLE, (found) => typeof found === 'boolean' || found === 'On' || found === 'Off');
  const count = inputOf(node, 'lora_count') ?? inputOf(node, 'num_loras');
  const isCounted = typeof count !== 'number' || number === '' || Number(number) <= count;
  return { name: input, both, model, clip, toggle, isCounted };
}

function numberedSlot(id: string, node: ComfyNode, entry: NumberedEntry): LoraSlot {
  const value = inputOf(node, entry.name);
  const file = isNone(value) || typeof value !== 'string' ? null : value;
  const weight = plainNumber(node, entry.model ?? entry.both ?? '');
  const isSwitchedOff = entry.toggle !== null && isOff(inputOf(node, entry.toggle));
  const clip = entry.clip === null ? null : plainNumber(node, entry.clip);
  const isZero = weight === 0 && (clip === null || clip === 0);
  const isOn = !isNone(value) && entry.isCounted && !isSwitchedOff && !isZero;
  return { node: id, entry: entry.name, file, isOn, isCounted: entry.isCounted, weight, clip };
}

/** The word with which a node says that a place holds no LoRA. */
export function isNone(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && /^\s*(\[?none\]?)?\s*$/i.test(value);
}

function isOff(value: JsonValue | undefined): boolean {
  return value === false || value === 'Off';
}

function plainNumber(node: ComfyNode, input: string): number | null {
  const value = inputOf(node, input);
  return typeof value === 'number' ? value : null;
}

/** A place of a node of several LoRAs that another one can take without pushing any out; null when there is none. */
export function freeEntry(graph: ComfyGraph, id: string): string | null {
  const node = nodeAt(graph, id);
  const kind = node === undefined ? null : loraKindOf(node);
  if (node === undefined || kind === null || kind === 'loader') return null;
  if (kind === 'power') {
    const numbers = Object.keys(node.inputs).map((input) =>
      Number(/^lora_(\d{1,6})$/i.exec(input)?.[1] ?? 0),
    );
    return `lora_${Math.max(0, ...numbers) + 1}`;
  }
  return loraSlotsOf(graph, id).find((slot) => !slot.isOn && slot.isCounted)?.entry ?? null;
}

/** The nodes that hand a list of LoRAs to this one, the nearest first. */
export function stacksBehind(graph: ComfyGraph, id: string): string[] {
  const found: string[] = [];
  const open = [id];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const node = nodeAt(graph, next);
    for (const { input, link } of node === undefined ? [] : linksOf(graph, node)) {
      if (!/lora_?stack/i.test(input) || found.includes(link.node) || link.node === id) continue;
      found.push(link.node);
      open.push(link.node);
    }
  }
  return found;
}
