import type { FieldFault } from '../contract/failure';
import { promptKey } from '../prompts/promptList';
import { plannedImages } from './planCounts';
import { serverKey } from './serverKey';
import { MAX_IMAGES, type Setup, weightsOf } from './setup';

/**
 * What keeps a set-up from being started, found without the server: one sentence beside each field.
 * Out: an empty list when it can be started.
 */
export function setupFaults(setup: Setup): FieldFault[] {
  const faults: FieldFault[] = [];
  const say = (field: string, message: string) => faults.push({ field: `setup.${field}`, message });
  setup.servers.forEach((address, index) => {
    if (address.trim() === '')
      say(`servers[${index}]`, 'This server has no address. Type one, or remove it.');
  });
  repeats(setup.servers.map(serverKey), (index, first) => {
    if (setup.servers[index]?.trim() !== '')
      say(`servers[${index}]`, `The same as server ${first + 1}. Change it or remove it.`);
  });
  if (setup.loras.length === 0 || setup.loras.every((name) => name.trim() === '')) {
    say('loras', 'No LoRA is chosen. Choose one from the list, or type its file name.');
  } else {
    repeats(setup.loras, (index, first) => {
      if (setup.loras[index]?.trim() !== '')
        say(`loras[${index}]`, `The same file as LoRA ${first + 1}. Change it or remove it.`);
    });
    setup.loras.forEach((name, index) => {
      if (name.trim() === '') say(`loras[${index}]`, 'This file has no name. Choose one, or remove it.');
    });
  }
  if (weightsOf(setup).length === 0) {
    say(
      setup.weights === null ? 'weight_range' : 'weights',
      'No weight is left: 0 is the baseline. Give at least one other weight.',
    );
  }
  if (setup.prompt_pairs.length === 0) say('prompt_pairs', 'There is no prompt yet. Add at least one.');
  setup.prompt_pairs.forEach((pair, index) => {
    if (pair.positive.trim() === '')
      say(`prompt_pairs[${index}].positive`, 'This prompt is empty. Write it, or remove it.');
  });
  repeats(setup.prompt_pairs.map(promptKey), (index, first) =>
    say(`prompt_pairs[${index}].positive`, `The same as prompt ${first + 1}. Change it or remove it.`),
  );
  if (setup.metrics.length === 0)
    say('metrics', 'There is no metric yet. Add at least one question to ask, such as Quality.');
  setup.metrics.forEach((name, index) => {
    if (name.trim() === '') say(`metrics[${index}]`, 'This metric has no name.');
  });
  repeats(
    setup.metrics.map((name) => name.trim().toLowerCase()),
    (index, first) => say(`metrics[${index}]`, `The same as metric ${first + 1}. Change it or remove it.`),
  );
  // With a seed of its own for every pair the list only waits for the day when it is wanted again.
  if (setup.own_seeds === null) {
    if (setup.seeds.length === 0)
      say('seeds', 'There is no seed yet. Add at least one, or press Add random.');
    repeats(setup.seeds, (index, first) =>
      say(`seeds[${index}]`, `The same as seed ${first + 1}. Change it or remove it.`),
    );
  }
  const images = plannedImages(setup);
  if (images > MAX_IMAGES) {
    say(
      'plan',
      `${images.toLocaleString('en-US')} images are more than one evaluation can hold (${MAX_IMAGES.toLocaleString('en-US')}). Use fewer prompts, weights or ${setup.own_seeds === null ? 'seeds' : 'pairs of each'}.`,
    );
  }
  return faults;
}

function repeats<T>(items: readonly T[], say: (index: number, first: number) => void): void {
  const seen = new Map<T, number>();
  items.forEach((item, index) => {
    const first = seen.get(item);
    if (first === undefined) seen.set(item, index);
    else say(index, first);
  });
}
