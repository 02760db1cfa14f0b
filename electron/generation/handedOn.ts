import { AppFailure } from '../../core/contract/failure';
import type { PlannedPair } from '../../core/plan/jobs';
import { formatWeight } from '../../core/plan/weights';
import { stringifyJson } from '../../core/session/json';
import { baseName } from '../../core/session/paths';
import { effectiveSetup, type SessionState } from '../../core/session/state';
import { inputOf, nodeAt } from '../../core/workflow/nodes';
import { readOwnWorkflow } from '../../core/workflow/ownWorkflow';
import { uncheckedRun } from './preflight';

/** ComfyUI's own beginning of a file's name. */
const PLAIN_PREFIX = 'ComfyUI';
/** Letters of a LoRA's name that a file's name takes over. */
const MAX_NAME = 80;

/** The LoRA and the weight of a candidate. */
type NamedCandidate = Pick<PlannedPair, 'lora_filename' | 'weight'>;

/**
 * The workflow of one candidate to go on with elsewhere: in API format, as the run sends it for the first prompt and the first seed, but
 * that it saves where the person's own workflow does. Out: a file's name, and its text with every digit of the seed.
 * Throws AppFailure `not_found` for a candidate that is not planned, and `not_possible` where nothing tells how the images were made.
 */
export function handedOnWorkflow(
  state: SessionState,
  wanted: NamedCandidate,
): { name: string; text: string } {
  const pair = firstPairOf(state, wanted);
  if (pair === undefined) {
    throw new AppFailure(
      'not_found',
      `This session did not compare ${wanted.lora_filename} at weight ${formatWeight(wanted.weight)}.`,
      { field: 'lora_filename' },
    );
  }
  // Also where the run left nothing on the server: who goes on with it wants to keep the image.
  const setup = { ...effectiveSetup(state), leave_nothing_on_server: false };
  if (setup.workflow === null && !setup.checkpoint?.trim()) {
    throw new AppFailure(
      'not_possible',
      'This session does not hold the workflow that its images were made with.',
    );
  }
  const words = { ...pair, positive: pair.prompt, negative: pair.negative_prompt };
  const graph = uncheckedRun(setup).graphOf(words, ownPrefix(setup));
  return { name: fileName(wanted), text: `${stringifyJson(graph, 2)}\n` };
}

/** The candidate's pair of the first prompt and, of its seeds, the first. */
function firstPairOf({ pairs }: SessionState, wanted: NamedCandidate): PlannedPair | undefined {
  let first: PlannedPair | undefined;
  for (const pair of pairs.values()) {
    if (pair.lora_filename !== wanted.lora_filename || pair.weight !== wanted.weight) continue;
    const before =
      first === undefined ? -1 : pair.prompt_index - first.prompt_index || pair.seed_index - first.seed_index;
    if (before < 0) first = pair;
  }
  return first;
}

/** Where the person's own workflow saves its image. */
function ownPrefix(setup: Parameters<typeof readOwnWorkflow>[0]): string {
  if (setup.workflow === null) return PLAIN_PREFIX;
  const { graph, bindings } = readOwnWorkflow(setup);
  const output = nodeAt(graph, bindings.output);
  const prefix = output === undefined ? undefined : inputOf(output, 'filename_prefix');
  return typeof prefix === 'string' && prefix !== '' ? prefix : PLAIN_PREFIX;
}

/** `inkwash_v1-0.8.json`: a name that every system takes. */
function fileName({ lora_filename, weight }: NamedCandidate): string {
  const plain = baseName(lora_filename)
    .replace(/\.\w+$/, '')
    .normalize('NFKD')
    .replaceAll(/[^\w-]+/g, '-')
    .slice(0, MAX_NAME)
    .replaceAll(/^-+|-+$/g, '');
  return `${plain === '' ? 'lora' : plain}-${formatWeight(weight)}.json`;
}
