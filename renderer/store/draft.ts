import type { ComfyServer, ComfyState } from '../../core/contract/comfyView';
import { AppFailure, type FieldFault } from '../../core/contract/failure';
import { blankSetup, parseSetupPatch, type Setup, type SetupField } from '../../core/session/setup';
import { setupFaults } from '../../core/session/setupFaults';
import { nearNames } from '../../core/workflow/names';
import type { HeardServer } from './otherServers';
import { canDoWithoutFirst, otherServerFaults } from './serverFaults';
import { workflowFaults } from './workflowFaults';

/** The window's set-up: what is on the screen, and what of it the backend does not hold yet. */
export interface Draft {
  setup: Setup;
  /** Edited here, not yet kept by the backend. */
  dirty: ReadonlySet<SetupField>;
  /** What the backend said about fields as they stand now. */
  refused: readonly FieldFault[];
  /** Text that cannot be read as its field's number, by field. */
  unreadable: Readonly<Record<string, string>>;
}

/** A fault as the screen shows it. What is only missing is said quietly until somebody wants to start. */
export interface DraftFault extends FieldFault {
  isMissing: boolean;
  /** Names to put in its place. */
  suggestions: readonly string[];
}

/** A draft of a blank set-up. */
export function blankDraft(servers: readonly string[]): Draft {
  return { setup: blankSetup(servers), dirty: new Set(), refused: [], unreadable: {} };
}

/** The set-up field that a fault's path belongs to: `setup.seeds[1]` is `seeds`. */
export function rootField(path: string): string {
  return path.replace(/^setup\./, '').split(/[.[]/)[0] ?? '';
}

/** The draft after an edit; what the backend said about the edited fields no longer holds. */
export function editedDraft(draft: Draft, patch: Partial<Setup>): Draft {
  const keys = Object.keys(patch) as SetupField[];
  return {
    setup: { ...draft.setup, ...patch },
    dirty: new Set([...draft.dirty, ...keys]),
    refused: draft.refused.filter((fault) => !keys.includes(rootField(fault.field) as SetupField)),
    unreadable: draft.unreadable,
  };
}

/** The draft after the backend told its set-up: it wins wherever nothing is edited here. */
export function adoptedDraft(draft: Draft, setup: Setup): Draft {
  const merged = { ...setup };
  for (const key of draft.dirty) Object.assign(merged, { [key]: draft.setup[key] });
  return { ...draft, setup: merged };
}

/** The draft after the backend kept `sent`: fields edited again meanwhile stay dirty. */
export function keptDraft(draft: Draft, sent: Partial<Setup>): Draft {
  const dirty = new Set([...draft.dirty].filter((key) => !(key in sent) || sent[key] !== draft.setup[key]));
  return { ...draft, dirty };
}

/** What can be sent of the edits: fields whose value cannot be stored wait here until they are corrected. */
export function sendablePatch(draft: Draft): Partial<Setup> {
  const patch: Partial<Setup> = {};
  for (const key of draft.dirty) {
    const isRefused = draft.refused.some((fault) => rootField(fault.field) === key);
    if (!isRefused && storeFaults(draft.setup, key).length === 0)
      Object.assign(patch, { [key]: draft.setup[key] });
  }
  return patch;
}

/** Why a field's value cannot be stored at all: wrong types and ranges. */
function storeFaults(setup: Setup, key: SetupField): readonly FieldFault[] {
  try {
    parseSetupPatch({ [key]: setup[key] });
    return [];
  } catch (error) {
    if (error instanceof AppFailure)
      return error.details ?? [{ field: `setup.${key}`, message: error.message }];
    throw error;
  }
}

function unstorableFields(setup: Setup): Map<SetupField, readonly FieldFault[]> {
  const found = new Map<SetupField, readonly FieldFault[]>();
  for (const key of Object.keys(setup) as SetupField[]) {
    const faults = storeFaults(setup, key);
    if (faults.length > 0) found.set(key, faults);
  }
  return found;
}

/** The set-up with blank values where a value could not be stored, so that plans and rules can be asked about it. */
export function soundSetup(setup: Setup): Setup {
  const blank = blankSetup();
  const sound: Setup = { ...setup };
  for (const key of unstorableFields(setup).keys()) Object.assign(sound, { [key]: blank[key] });
  return sound;
}

const SCREEN_ORDER = [
  'servers',
  'checkpoint',
  'workflow',
  'bindings',
  'size',
  'sampling',
  'loras',
  'weight_range',
  'weights',
  'text_encoder',
  'self_check',
  'prompt_pairs',
  'metrics',
  'metric_mode',
  'seeds',
  'own_seeds',
  'quality_control',
  'plan',
];

/** Everything that keeps the draft from being started, in the order of the screen; one fault for a place. */
export function draftFaults(
  draft: Draft,
  server: ComfyServer | null,
  offers: Omit<ComfyState, 'servers'> | null,
  others: readonly HeardServer[] = [],
  isFirstAddressWrong = false,
): DraftFault[] {
  const { setup } = draft;
  const unreadable = Object.keys(draft.unreadable);
  // While a part of a field cannot be read, its stored value is the one from before: nothing is said about that.
  const isOfBefore = ({ field }: FieldFault) =>
    unreadable.some((part) => part.startsWith(`${field}.`) || part.startsWith(`${field}[`));
  const unstorable = unstorableFields(setup);
  const sound = soundSetup(setup);
  const found: DraftFault[] = [
    ...Object.entries(draft.unreadable).map(([field, text]) =>
      wrong({ field, message: unreadableMessage(field, text) }),
    ),
    ...[...unstorable.values()]
      .flat()
      .filter((fault) => !isOfBefore(fault))
      .map((fault) => wrong(fault)),
    ...setupFaults(sound)
      .filter((fault) => !unstorable.has(rootField(fault.field) as SetupField) && !isOfBefore(fault))
      .map((fault) => ({ ...fault, isMissing: isMissing(setup, fault), suggestions: [] })),
    ...workflowFaults(sound).map((fault) => wrong(fault)),
    ...draft.refused.map((fault) => wrong(fault)),
    ...(!isFirstAddressWrong && canDoWithoutFirst(server, others) ? [] : serverFaults(setup, server, offers)),
    ...otherServerFaults(setup, others),
  ];
  const order = (fault: FieldFault) => SCREEN_ORDER.indexOf(rootField(fault.field));
  const seen = new Set<string>();
  return found
    .filter(({ field }) => !seen.has(field) && seen.add(field))
    .sort((a, b) => order(a) - order(b) || a.field.localeCompare(b.field, 'en', { numeric: true }));
}

/** More of what was typed is not repeated in a sentence about it. */
const TOLD_LETTERS = 24;

const WHOLE_EXAMPLES = [
  ['size', '512'],
  ['own_seeds', '4'],
  ['catches', '3'],
] as const;

function unreadableMessage(field: string, text: string): string {
  if (field === 'setup.weights') {
    const word = text.split(/[\s,;]+/).find((part) => part !== '' && !Number.isFinite(Number(part)));
    return `${told(word ?? text)} is not a number. Write the weights like 0.4, 0.6, 1.`;
  }
  const { noun, example } = /size|steps|own_seeds|catches/.test(field)
    ? { noun: 'a whole number', example: WHOLE_EXAMPLES.find(([part]) => field.includes(part))?.[1] ?? '24' }
    : { noun: 'a number', example: field.endsWith('repeats') ? '10' : '0.25' };
  return text.trim() === ''
    ? `Write ${noun} here, like ${example}.`
    : `${told(text)} is not ${noun}. Write it like ${example}.`;
}

function told(text: string): string {
  const letters = [...text.trim()];
  return letters.length <= TOLD_LETTERS
    ? `“${letters.join('')}”`
    : `“${letters.slice(0, TOLD_LETTERS).join('')}…”`;
}

function wrong(fault: FieldFault): DraftFault {
  return { ...fault, isMissing: false, suggestions: [] };
}

/** Nothing was entered there yet, as against something wrong. */
function isMissing(setup: Setup, { field }: FieldFault): boolean {
  if (field === 'setup.loras') return setup.loras.every((name) => name.trim() === '');
  const lora = /^setup\.loras\[(\d+)\]$/.exec(field)?.[1];
  if (lora !== undefined) return (setup.loras[Number(lora)] ?? '').trim() === '';
  if (field === 'setup.weights') return setup.weights !== null && setup.weights.length === 0;
  const server = /^setup\.servers\[(\d+)\]$/.exec(field)?.[1];
  if (server !== undefined) return (setup.servers[Number(server)] ?? '').trim() === '';
  return field === 'setup.prompt_pairs' || field === 'setup.metrics' || field === 'setup.seeds';
}

/** What the server in use lacks. Nothing is said while it was not heard. */
function serverFaults(
  setup: Setup,
  server: ComfyServer | null,
  offers: Omit<ComfyState, 'servers'> | null,
): DraftFault[] {
  if (server === null) return [];
  if (server.state !== 'ok') {
    return [wrong({ field: 'setup.servers', message: server.message ?? `No ComfyUI at ${server.url}.` })];
  }
  if (offers === null) return [];
  const faults: DraftFault[] = [];
  const check = (field: string, name: string, names: readonly string[], noun: string) => {
    if (name.trim() === '' || names.includes(name)) return;
    const suggestions = nearNames(name, names).slice(0, 2);
    faults.push({
      field,
      message: `This server has no ${noun} of that name.`,
      isMissing: false,
      suggestions,
    });
  };
  for (const [index, name] of setup.loras.entries())
    check(`setup.loras[${index}]`, name, offers.loras, 'LoRA');
  if (setup.checkpoint !== null && setup.workflow === null) {
    check('setup.checkpoint', setup.checkpoint, offers.checkpoints, 'checkpoint');
  }
  return faults;
}
