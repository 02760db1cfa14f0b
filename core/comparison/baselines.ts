import { AppFailure } from '../contract/failure';
import { formatWeight } from '../plan/weights';
import { listText } from '../report/figureText';
import type { Setup } from '../session/setup';
import { readOwnWorkflow } from '../workflow/ownWorkflow';
import { patchWorkflow } from '../workflow/patch';
import type { SessionNames } from './names';
import type { ComparedInput } from './sharedPart';

/** Something of a set-up that makes its baseline what it is; null where the set-up does not say. */
const OF_BASELINE: readonly { name: string; textOf: (setup: Setup) => string | null }[] = [
  { name: 'checkpoint', textOf: ({ checkpoint }) => checkpoint },
  { name: 'size', textOf: ({ size }) => (size === null ? null : `${size[0]} x ${size[1]}`) },
  {
    name: 'sampler',
    textOf: ({ sampling }) =>
      sampling === null ? null : `${sampling.sampler_name} with ${sampling.scheduler}`,
  },
  { name: 'steps', textOf: ({ sampling }) => (sampling === null ? null : String(sampling.steps)) },
  { name: 'CFG', textOf: ({ sampling }) => (sampling === null ? null : String(sampling.cfg)) },
];

/** In what the baselines of the sessions differ, in sentences; and what that means. */
export function baselineRemarks(sessions: readonly ComparedInput[], names: SessionNames): string[] {
  const out: string[] = [];
  for (const { name, textOf } of OF_BASELINE) {
    const told = differences(
      sessions.map(({ setup }) => textOf(setup)),
      names,
    );
    if (told !== null) out.push(`Different ${name}: ${told}.`);
  }
  if (new Set(sessions.map(({ setup }) => workflowKey(setup))).size > 1) {
    out.push('The workflows differ in more than the LoRA.');
  }
  if (out.length > 0) {
    out.push(
      'So the baselines differ: ahead means further ahead of its own baseline, not that the pictures are better.',
    );
  }
  const encoders = differences(
    sessions.map(({ setup }) => encoderText(setup)),
    names,
  );
  if (encoders !== null) out.push(`The text encoder gets the LoRA differently: ${encoders}.`);
  return out;
}

/** `a in X and Y, b in Z`; null where all that is known is the same. */
function differences(texts: readonly (string | null)[], names: SessionNames): string | null {
  const places = new Map<string, number[]>();
  texts.forEach((text, place) => {
    if (text !== null) places.set(text, [...(places.get(text) ?? []), place]);
  });
  if (places.size < 2) return null;
  return [...places].map(([text, own]) => `${text} in ${listText(own.map(names))}`).join(', ');
}

function encoderText({ text_encoder }: Setup): string {
  if (text_encoder.mode === 'follows') return 'at the same weight';
  if (text_encoder.mode === 'left_out') return 'not at all';
  return `at ${formatWeight(text_encoder.weight)}`;
}

/** A workflow as its baseline: without the LoRA, and with what every picture gets anew left empty. */
function workflowKey(setup: Setup): string {
  if (setup.workflow === null) return 'built-in';
  try {
    const { graph, bindings } = readOwnWorkflow(setup);
    const job = { positive: '', negative: '', seed: 0, lora: null, filename_prefix: '' };
    return sortedText(patchWorkflow(graph, bindings, job));
  } catch (error) {
    // An older session may hold a workflow that could not be started today: then it is compared as it stands.
    if (!(error instanceof AppFailure)) throw error;
    return sortedText(setup.workflow);
  }
}

function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === 'bigint') return String(one);
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
