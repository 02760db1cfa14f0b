import { AppFailure, type FieldFault } from '../contract/failure';
import type { Setup } from '../session/setup';
import { parseCorrections, type WorkflowBindings } from './bindings';
import { findRoles, lookForRoles, parseWorkflow } from './graph';
import { otherLoraUses, taggedPrompts } from './loraChoice';
import type { ComfyGraph } from './nodes';

/** What of a set-up says how its workflow is read. */
export type ReadBy = Pick<Setup, 'workflow' | 'bindings' | 'loras'>;

/** A person's own workflow, read. */
export interface OwnWorkflow {
  readonly graph: ComfyGraph;
  readonly bindings: WorkflowBindings;
}

/** What a look at a workflow brought: it is null where it cannot be used, and the faults say why. */
export interface LookedAt {
  readonly own: OwnWorkflow | null;
  readonly faults: readonly FieldFault[];
}

/** Reads the workflow of a set-up that has one. Throws AppFailure `bad_request` at `setup.workflow` or `setup.bindings.<role>`. */
export function readOwnWorkflow({ workflow, bindings, loras }: ReadBy): OwnWorkflow {
  const graph = parseWorkflow(workflow);
  return { graph, bindings: findRoles(graph, { loras, corrections: parseCorrections(bindings ?? {}) }) };
}

/** Finds what is wrong with the workflow of a set-up that has one: roles that are missing or unclear, nodes that would act in the baseline. */
export function lookAtOwnWorkflow(asked: ReadBy): LookedAt {
  const { bindings, loras } = asked;
  try {
    const graph = parseWorkflow(asked.workflow);
    const { found, faults } = lookForRoles(graph, { loras, corrections: parseCorrections(bindings ?? {}) });
    if (faults.length > 0)
      return { own: null, faults: found.sampler === undefined ? faults.map(atSampler) : faults };
    const own = readOwnWorkflow(asked);
    return { own, faults: otherLoraUses(graph, own.bindings, loras) };
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    const faults = error.details ?? [{ field: error.field ?? 'setup.workflow', message: error.message }];
    return { own: null, faults };
  }
}

/** Which sampler is meant is chosen at the sampler; its seed is found then. */
function atSampler(fault: FieldFault): FieldFault {
  return fault.field === 'setup.bindings.seed' ? { ...fault, field: 'setup.bindings.sampler' } : fault;
}

/**
 * What keeps a person's own workflow from being used with a set-up. In: the set-up, and how its workflow is looked at.
 * Out: faults beside `setup.workflow`, `setup.bindings.<role>` and prompts; none for the built-in workflow.
 */
export function ownWorkflowFaults(
  setup: ReadBy & Pick<Setup, 'prompt_pairs'>,
  look: (asked: ReadBy) => LookedAt = lookAtOwnWorkflow,
): FieldFault[] {
  if (setup.workflow === null) return [];
  const { own, faults } = look(setup);
  if (own === null) return [...faults];
  return [...faults, ...taggedPrompts(own.graph, own.bindings, setup.prompt_pairs, setup.loras)];
}
