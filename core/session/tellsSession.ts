import { isJsonObject } from './json';
import type { JsonObject } from './state';

/** The parts of a saved state that say anything of its own, with the keys that other tools write; ours is told by any key. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  step_1_setup: ['lora_filename', 'weight_range', 'seeds', 'metrics', 'prompt_pairs'],
  step_2_generation: [
    'generation_complete',
    'generating',
    'results',
    'shuffled_results',
    'lora_filename',
    'weight_range',
    'prompt_pairs_for_generation',
    'metrics_for_evaluation',
    'seeds_for_generation',
  ],
  step_3_evaluation: ['evaluation_complete', 'scores'],
};

/** True when a readable document says something that belongs to a session, whichever tool wrote it. */
export function tellsSession(document: JsonObject): boolean {
  if (isJsonObject(document['blindfold']) && Object.keys(document['blindfold']).length > 0) return true;
  return Object.entries(PARTS).some(([part, keys]) => {
    const value = Object.hasOwn(document, part) ? document[part] : undefined;
    return isJsonObject(value) && keys.some((key) => Object.hasOwn(value, key) && value[key] !== null);
  });
}
