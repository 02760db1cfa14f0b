import type { PlanSummary } from '../contract/sessionView';
import { extensionFaults, wayOfMaking, withinReach } from '../plan/extension';
import { planSummary } from '../plan/planSummary';
import { stringifyJson } from './json';
import { PACK_REFUSAL } from './packs';
import type { Setup } from './setup';
import { effectiveSetup, type SessionState, type StartedPlan } from './state';

/** Why a begun session cannot be extended, in a sentence; null when it can. */
export function whyNotExtended({ started, sample, pack }: SessionState): string | null {
  if (sample) return 'This is the sample session. Save it as a copy to change it.';
  if (pack !== null) return PACK_REFUSAL;
  if (started?.as_found !== true) return null;
  return 'The images of this session were made elsewhere, so others cannot be made to match them. Begin a new session with the same set-up.';
}

export function canExtend(state: SessionState): boolean {
  return state.started !== null && whyNotExtended(state) === null;
}

/**
 * The set-up as it stands to be edited: before the start the draft, after it that of the next extension. A draft that is
 * no extension (another tool edited the file) does not count.
 */
export function draftOf(state: SessionState): Setup {
  const { started, setup } = state;
  if (started === null) return setup;
  return canExtend(state) && extensionFaults(started.setup, setup).length === 0 ? setup : started.setup;
}

/** The set-up of a begun plan, made where and how the draft says. */
export function setupToGoOnWith(state: SessionState): Setup {
  return { ...effectiveSetup(state), ...wayOfMaking(draftOf(state)) };
}

/** How many images and pairs a draft adds to a begun plan; null when it adds none, or nothing was begun. */
export function extensionOf(state: SessionState): Pick<PlanSummary, 'images' | 'pairs'> | null {
  const { started } = state;
  if (started === null) return null;
  const draft = draftOf(state);
  if (stringifyJson(draft) === stringifyJson(started.setup)) return null;
  const [before, after] = [planSummary(started.setup), planSummary(draft)];
  const added = { images: after.images - before.images, pairs: after.pairs - before.pairs };
  return added.pairs > 0 ? added : null;
}

const late = new WeakMap<StartedPlan, ReadonlySet<string>>();

/**
 * Images that are shown nowhere but in their trials before the reveal, by file name: those that an extension adds to
 * baselines which were there before it. Whatever is made there is a candidate, which a picture beside its number would tell.
 */
export function hiddenPictures({ started, pairs, revealed }: SessionState): ReadonlySet<string> {
  if (started === null || revealed !== null || started.extensions.length === 0) return NONE;
  let files = late.get(started);
  if (files === undefined) {
    files = new Set(lateOf(started, pairs));
    late.set(started, files);
  }
  return files;
}

const NONE: ReadonlySet<string> = new Set();

function lateOf({ setup, extensions }: StartedPlan, pairs: SessionState['pairs']): string[] {
  const stages = extensions.map(({ before }) => withinReach(setup, before));
  const stageOf = (pair: Parameters<(typeof stages)[number]>[0]) => {
    const stage = stages.findIndex((isWithin) => isWithin(pair));
    return stage < 0 ? stages.length : stage;
  };
  const first = new Map<string, number>();
  const all = [...pairs.values()];
  for (const pair of all) {
    const stage = stageOf(pair);
    first.set(pair.baseline, Math.min(stage, first.get(pair.baseline) ?? stage));
  }
  return all.filter((pair) => stageOf(pair) > (first.get(pair.baseline) ?? 0)).map(({ lora }) => lora);
}
