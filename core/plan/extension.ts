import type { FieldFault } from '../contract/failure';
import { stringifyJson } from '../session/json';
import { type PromptPair, type Setup, type SetupField, weightsOf } from '../session/setup';
import { candidatesOf, type PlannedPair } from './jobs';

/**
 * How far a plan reached. Everything is only ever appended to a begun plan, so the lengths of its lists tell which of the
 * later pairs were in it.
 */
export interface PlanReach {
  readonly prompts: number;
  /** Seeds of one prompt. */
  readonly seeds: number;
  readonly loras: number;
  readonly weights: number;
}

export function reachOf(setup: Setup): PlanReach {
  return {
    prompts: setup.prompt_pairs.length,
    seeds: setup.own_seeds === null ? setup.seeds.length : setup.own_seeds * candidatesOf(setup).length,
    loras: setup.loras.length,
    weights: weightsOf(setup).length,
  };
}

/** Tells of the pairs of a set-up whether an earlier plan of it reached so far. */
export function withinReach(setup: Setup, reach: PlanReach): (pair: PlannedPair) => boolean {
  const loras = new Set(setup.loras.slice(0, reach.loras));
  const weights = new Set(weightsOf(setup).slice(0, reach.weights));
  return (pair) =>
    pair.prompt_index < reach.prompts &&
    pair.seed_index < reach.seeds &&
    loras.has(pair.lora_filename) &&
    weights.has(pair.weight);
}

/** True when a draft has more prompts, seeds, weights or LoRA files than the begun set-up, however unfinished they are. */
export function addsTo(begun: Setup, draft: Setup): boolean {
  const [before, after] = [reachOf(begun), reachOf(draft)];
  return (
    after.prompts > before.prompts ||
    after.seeds > before.seeds ||
    after.loras > before.loras ||
    after.weights > before.weights
  );
}

/** Where and how images are made, not what they show: this may change at any time. */
const FREE_FIELDS = ['servers', 'leave_nothing_on_server', 'self_check'] as const;

/** The fields of a set-up that a begun session may change at will. */
export function wayOfMaking(setup: Setup): Pick<Setup, (typeof FREE_FIELDS)[number]> {
  const { servers, leave_nothing_on_server, self_check } = setup;
  return { servers, leave_nothing_on_server, self_check };
}

const BEGIN_NEW = 'begin a new session';

/**
 * What keeps a set-up from being an extension of one that images were made with, as a sentence beside each field that says
 * what can be done instead. Out: an empty list when it only adds to it, or is the same.
 */
export function extensionFaults(begun: Setup, draft: Setup): FieldFault[] {
  const faults: FieldFault[] = [];
  const say = (field: SetupField, message: string) => faults.push({ field: `setup.${field}`, message });
  const appended = (field: 'seeds' | 'loras', what: string) => {
    if (!beginsWith(draft[field], begun[field]))
      say(field, `${what} cannot be changed once images exist. Add new ones, or ${BEGIN_NEW}.`);
  };
  if (!beginsWith(draft.prompt_pairs.map(wordsOf), begun.prompt_pairs.map(wordsOf)))
    say('prompt_pairs', `Prompts cannot be changed once images exist. Add new ones, or ${BEGIN_NEW}.`);
  appended('seeds', 'Seeds');
  appended('loras', 'LoRA files');
  const field = draft.weights === null ? 'weight_range' : 'weights';
  if (!beginsWith(weightsOf(draft), weightsOf(begun)))
    say(field, `Weights cannot be taken away once images exist. Add new ones, or ${BEGIN_NEW}.`);
  if (begun.own_seeds !== null) {
    const why = 'Every pair has a seed of its own here, so';
    const instead = `Add prompts or more pairs, or ${BEGIN_NEW}.`;
    if (draft.seeds.length > begun.seeds.length) say('seeds', `${why} seeds are not shared. ${instead}`);
    if (draft.loras.length > begun.loras.length)
      say('loras', `${why} LoRA files cannot be added. ${instead}`);
    if (weightsOf(draft).length > weightsOf(begun).length)
      say(field, `${why} weights cannot be added. ${instead}`);
  }
  if (!isOwnSeedsKept(begun, draft)) {
    say(
      'own_seeds',
      begun.own_seeds === null
        ? `The seeds are shared by all weights; that cannot be changed once images exist. Add seeds, or ${BEGIN_NEW}.`
        : `Pairs with a seed of their own can only become more once images exist. Use ${begun.own_seeds} or more, or ${BEGIN_NEW}.`,
    );
  }
  if (!isSame(begun.metrics, draft.metrics))
    say('metrics', `Metrics cannot be changed once images exist. To ask something else, ${BEGIN_NEW}.`);
  for (const [name, what, otherwise] of ORDER_FIELDS) {
    if (!isSame(begun[name], draft[name])) {
      const why = 'once images exist: every order of showing is drawn for it';
      say(name, `${what} cannot be changed ${why}. To ${otherwise}, ${BEGIN_NEW}.`);
    }
  }
  for (const [name, what] of FIXED_FIELDS) {
    if (!isSame(begun[name], draft[name])) {
      const why = 'once images exist: old and new ones would not be made alike';
      say(name, `${what} cannot be changed ${why}. To try another one, ${BEGIN_NEW}.`);
    }
  }
  return faults;
}

const FIXED_FIELDS: readonly (readonly [SetupField, string])[] = [
  ['text_encoder', 'The text encoder'],
  ['checkpoint', 'The checkpoint'],
  ['workflow', 'The workflow'],
  ['bindings', 'The node of a role'],
  ['size', 'The size'],
  ['sampling', 'The sampling'],
];

/** What orders of showing are drawn for, which stand from the start on. */
const ORDER_FIELDS: readonly (readonly [SetupField, string, string])[] = [
  ['metric_mode', 'The way of asking', 'ask in another way'],
  ['quality_control', 'Quality control', 'check otherwise'],
];

function isOwnSeedsKept(begun: Setup, draft: Setup): boolean {
  if (begun.own_seeds === null || draft.own_seeds === null) return begun.own_seeds === draft.own_seeds;
  return draft.own_seeds >= begun.own_seeds;
}

/** What images are made of: who wrote the words is none of it. */
function wordsOf({ positive, negative }: PromptPair): readonly [string, string] {
  return [positive, negative];
}

function isSame(a: unknown, b: unknown): boolean {
  return stringifyJson(a) === stringifyJson(b);
}

function beginsWith(list: readonly unknown[], first: readonly unknown[]): boolean {
  return isSame(list.slice(0, first.length), first);
}

/**
 * A set-up with its weights in the order of an extension: those that images were made with first, so that candidates stay
 * what they are. A range whose new weights do not come last becomes a list; the same weights keep their first form.
 */
export function inBegunOrder(begun: Setup, draft: Setup): Setup {
  const old = weightsOf(begun);
  const weights = weightsOf(draft);
  const added = weights.filter((weight) => !old.includes(weight));
  const isWhole = old.every((weight) => weights.includes(weight));
  if (!isWhole) return draft;
  if (added.length === 0) return { ...draft, weights: begun.weights, weight_range: begun.weight_range };
  if (draft.weights === null && beginsWith(weights, old)) return draft;
  return { ...draft, weights: [...old, ...added], weight_range: null };
}
