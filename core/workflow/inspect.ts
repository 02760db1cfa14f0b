import type { RoleView, WorkflowRole, WorkflowView } from '../contract/workflowView';
import { type JsonValue, stringifyJson } from '../session/json';
import { parseCorrections, type WorkflowBindings } from './bindings';
import { choicesOf, keyInForce } from './choices';
import { drawWorkflow } from './drawing';
import { type FoundRoles, lookForRoles, parseWorkflow } from './graph';
import { loraSlotsOf } from './loraSlots';
import { type ComfyGraph, fileNameIn, nodeLabel } from './nodes';
import { loraWords, seedWords, textWords } from './roleWords';
import { literalAt } from './values';

/**
 * What a person sees of their own workflow: each role with the node that was found for it or why there is none, what
 * stands there, what else it could be pointed at, and the graph as a drawing.
 * In: the workflow; the LoRA files under test; the roles that were set by hand, as the set-up keeps them.
 * Throws AppFailure bad_request for `setup.workflow` when it is not a workflow in API format, for `setup.bindings` when
 * what was set by hand cannot be read.
 */
export function inspectWorkflow(
  workflow: unknown,
  loras: readonly string[] = [],
  corrections: { [role: string]: JsonValue } = {},
): WorkflowView {
  const graph = parseWorkflow(workflow);
  const byHand = parseCorrections(corrections);
  const own = lookForRoles(graph, { loras });
  const roles = Object.keys(byHand).length === 0 ? own : lookForRoles(graph, { loras, corrections: byHand });
  const bindings: { [role: string]: JsonValue } = {};
  for (const [role, value] of Object.entries(roles.found)) if (value !== undefined) bindings[role] = value;
  const isByHand = (role: WorkflowRole) =>
    Object.hasOwn(byHand, role) &&
    (!isEqual(own.found[role], byHand[role]) ||
      (role === 'lora' && !isEqual(own.found.lora_entry, roles.found.lora_entry)));
  return {
    bindings,
    roles: describeRoles(graph, roles, loras, isByHand),
    graph: drawWorkflow(graph, roles.found.output, rolesByNode(roles.found)),
  };
}

function isEqual(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return stringifyJson(a ?? null) === stringifyJson(b ?? null);
}

function describeRoles(
  graph: ComfyGraph,
  roles: FoundRoles,
  loras: readonly string[],
  isByHand: (role: WorkflowRole) => boolean,
): RoleView[] {
  const { found, faults } = roles;
  const why = (...names: (keyof WorkflowBindings)[]) =>
    faults.find(({ field }) => names.some((name) => field === `setup.bindings.${name}`))?.message;
  // What is wrong with the whole graph is told at its end, where everything leads.
  const whole = faults.find(({ field }) => field === 'setup.workflow')?.message;
  const awaited = `Known once the ${found.output === undefined ? 'output' : 'sampler'} is found`;
  const label = (id: string | null | undefined) =>
    id === null || id === undefined ? null : nodeLabel(graph, id);
  const role = (name: WorkflowRole, text: string | null, missing: string | undefined): RoleView => ({
    role: name,
    found: missing === undefined && text !== null,
    by_hand: isByHand(name),
    text: missing ?? text ?? awaited,
    value: shownValue(graph, found, name),
    chosen: keyInForce(graph, found, name),
    choices: choicesOf(graph, roles, name).map((choice) => withValue(graph, name, choice)),
  });
  const isKnown = found.model_source !== undefined;
  return [
    role('output', label(found.output), why('output') ?? whole),
    role(
      'sampler',
      label(found.sampler),
      found.sampler === undefined ? why('sampler', 'seed') : why('sampler'),
    ),
    role('lora', isKnown ? loraWords(graph, found, loras) : null, why('lora', 'model_source')),
    role('seed', seedWords(graph, found), why('seed', 'sampler')),
    role('positive', textWords(graph, found.positive), why('positive')),
    role(
      'negative',
      textWords(graph, found.negative) ?? (found.positive ? 'None in this workflow' : null),
      why('negative'),
    ),
    role(
      'checkpoint',
      label(found.checkpoint?.node) ?? (isKnown ? 'Loaded by a node of another kind' : null),
      why('checkpoint'),
    ),
    role(
      'size',
      label(found.size) ?? (found.sampler === undefined ? null : 'As the workflow has it'),
      why('size'),
    ),
  ];
}

const SHOWN_LETTERS = 80;
const LABEL_LETTERS = 40;

/** A choice whose label says what stands there now, so that two nodes of one class can be told apart. */
function withValue(graph: ComfyGraph, role: WorkflowRole, choice: RoleView['choices'][number]) {
  // A LoRA's label names its file already.
  const value = role === 'lora' ? null : shownValue(graph, parseCorrections(choice.bindings), role);
  return value === null || value === ''
    ? choice
    : { ...choice, label: `${choice.label}: ${cut(value, LABEL_LETTERS)}` };
}

/** What stands there now, as a person reads it; null when there is nothing that shows. */
function shownValue(graph: ComfyGraph, found: Partial<WorkflowBindings>, role: WorkflowRole): string | null {
  const text = (value: JsonValue | null) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
      ? cut(String(value))
      : null;
  const at = (place: { node: string; input: string } | null | undefined) =>
    place === null || place === undefined ? null : literalAt(graph, place.node, place.input);
  if (role === 'seed') return text(at(found.seed));
  if (role === 'positive' || role === 'negative') {
    const place = found[role];
    const words = (place?.inputs ?? []).map(
      (input) => text(literalAt(graph, place?.node ?? '', input)) ?? '',
    );
    // Encoders with several inputs often hold a few keywords in one and the sentence in another.
    return words.reduce((longest, one) => (one.length > longest.length ? one : longest), '') || null;
  }
  if (role === 'checkpoint') return fileNameIn(at(found.checkpoint) ?? undefined);
  if (role === 'lora') {
    const slots = found.lora == null ? [] : loraSlotsOf(graph, found.lora);
    return slots.find(({ entry }) => entry === (found.lora_entry ?? null))?.file ?? null;
  }
  if (role === 'size') {
    const id = found.size ?? null;
    const [width, height] = ['width', 'height'].map((input) =>
      id === null ? null : literalAt(graph, id, input),
    );
    return typeof width === 'number' && typeof height === 'number' ? `${width} x ${height}` : null;
  }
  if (role === 'sampler')
    return text(found.sampler === undefined ? null : literalAt(graph, found.sampler, 'sampler_name'));
  return text(found.output === undefined ? null : literalAt(graph, found.output, 'filename_prefix'));
}

function cut(text: string, letters = SHOWN_LETTERS): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > letters ? `${line.slice(0, letters - 1)}…` : line;
}

/** Which roles each node plays. */
function rolesByNode(found: Partial<WorkflowBindings>): Map<string, WorkflowRole[]> {
  const map = new Map<string, WorkflowRole[]>();
  const add = (role: WorkflowRole, ids: readonly (string | null | undefined)[]) => {
    for (const id of ids) {
      if (id === null || id === undefined) continue;
      const roles = map.get(id) ?? [];
      if (!roles.includes(role)) roles.push(role);
      map.set(id, roles);
    }
  };
  add('output', [found.output]);
  add('sampler', [found.sampler]);
  add('lora', [found.lora]);
  add(
    'seed',
    [found.seed, ...(found.more_seeds ?? [])].map((place) => place?.node),
  );
  add(
    'positive',
    [found.positive, ...(found.more_positive ?? [])].map((text) => text?.node),
  );
  add(
    'negative',
    [found.negative, ...(found.more_negative ?? [])].map((text) => text?.node),
  );
  add('checkpoint', [found.checkpoint?.node]);
  add('size', [found.size]);
  return map;
}
