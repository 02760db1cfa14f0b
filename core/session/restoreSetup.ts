import { rangeOfList } from '../plan/weights';
import type { JsonValue } from './json';
import { blankSetup, type Setup, setupSchema } from './setup';
import type { JsonObject, SessionState } from './state';

type ListKeys = { seeds: string; metrics: string; prompt_pairs: string };
/** Where the draft's lists stand in `step_1_setup`. */
export const STEP_1_KEYS: ListKeys = { seeds: 'seeds', metrics: 'metrics', prompt_pairs: 'prompt_pairs' };
/** Where those of the started plan stand in `step_2_generation`. */
export const STEP_2_KEYS: ListKeys = {
  seeds: 'seeds_for_generation',
  metrics: 'metrics_for_evaluation',
  prompt_pairs: 'prompt_pairs_for_generation',
};

/** A set-up from a step's older fields and our own rest, field by field. */
export function readSetup(
  step: JsonObject,
  keys: ListKeys,
  rest: JsonObject | Record<string, unknown>,
  repairs: string[],
): Setup {
  const setup: Setup = { ...blankSetup(), weight_range: null, metrics: [] };
  const found: Record<string, unknown> = { ...rest };
  for (const [field, key] of Object.entries(keys))
    if (step[key] !== undefined && step[key] !== null) found[field] = step[key];
  if (!Array.isArray(found['loras']) && typeof step['lora_filename'] === 'string')
    found['loras'] = [step['lora_filename']];
  for (const field of Object.keys(setupSchema.shape) as (keyof Setup)[]) {
    if (field === 'weight_range' || found[field] === undefined) continue;
    const parsed = setupSchema.shape[field].safeParse(found[field]);
    if (parsed.success) Object.assign(setup, { [field]: parsed.data });
    else repairs.push(`The field ${field} of the set-up makes no sense and was left out.`);
  }
  readWeights(setup, step['weight_range'], 'weights' in rest);
  return setup;
}

/**
 * In a file of another tool three numbers with 0 < step <= max - min are a range, anything else a list. Our own files say
 * whether they mean a list; it wins while the range beside it is the one that we would write for it.
 */
function readWeights(setup: Setup, written: JsonValue | undefined, isOurs: boolean): void {
  const numbers = Array.isArray(written)
    ? written.filter((item): item is number => typeof item === 'number')
    : [];
  if (setup.weights !== null) {
    const ours = rangeOfList(setup.weights);
    if (numbers.length === 0 || ours?.every((value, index) => value === numbers[index])) return;
  }
  const meansRange = isOurs && setup.weights === null;
  setup.weights = null;
  if (numbers.length === 0) return;
  const [min, max, step] = numbers as [number, number, number];
  const range = setupSchema.shape.weight_range.safeParse(numbers);
  // The slack is for decimal steps, whose difference in binary can fall short of the step by a hair.
  const isRange = numbers.length === 3 && (meansRange || (step > 0 && step <= max - min + 1e-9));
  if (isRange && range.success) setup.weight_range = range.data;
  else setup.weights = setupSchema.shape.weights.catch(null).parse(numbers);
}

/** The set-up that another tool began its images with, as far as it says so; the draft for the rest. */
export function readBegun({ setup }: SessionState, step2: JsonObject): Setup {
  const begun = readSetup(step2, STEP_2_KEYS, {}, []);
  const hasWeights = begun.weight_range !== null || begun.weights !== null;
  return {
    ...begun,
    prompt_pairs: begun.prompt_pairs.length > 0 ? begun.prompt_pairs : setup.prompt_pairs,
    seeds: begun.seeds.length > 0 ? begun.seeds : setup.seeds,
    weight_range: hasWeights ? begun.weight_range : setup.weight_range,
    weights: hasWeights ? begun.weights : setup.weights,
  };
}
