import { AppFailure, type FieldFault } from '../../core/contract/failure';
import type { Setup } from '../../core/session/setup';
import { parseCorrections } from '../../core/workflow/bindings';
import { findRoles, lookForRoles, parseWorkflow } from '../../core/workflow/graph';
import { otherLoraUses } from '../../core/workflow/loraChoice';

type Asked = Pick<Setup, 'workflow' | 'bindings' | 'loras'>;

/** Answers by workflow, since each key that is typed elsewhere asks again. */
const known = new WeakMap<object, { asked: Asked; faults: readonly FieldFault[] }>();

/**
 * What keeps the person's own workflow from being used: roles that are missing or unclear, nodes that would act in the
 * baseline. In: a set-up. Out: faults beside `setup.workflow` and `setup.bindings.<role>`; none for the built-in one.
 */
export function workflowFaults({ workflow, bindings, loras }: Asked): readonly FieldFault[] {
  if (workflow === null) return [];
  const answer = known.get(workflow);
  if (answer !== undefined && answer.asked.bindings === bindings && answer.asked.loras === loras)
    return answer.faults;
  const faults = findFaults(workflow, bindings, loras);
  known.set(workflow, { asked: { workflow, bindings, loras }, faults });
  return faults;
}

function findFaults(
  workflow: NonNullable<Setup['workflow']>,
  bindings: Setup['bindings'],
  loras: readonly string[],
): FieldFault[] {
  try {
    const graph = parseWorkflow(workflow);
    const options = { loras, corrections: parseCorrections(bindings ?? {}) };
    const { found, faults } = lookForRoles(graph, options);
    if (faults.length === 0) return otherLoraUses(graph, findRoles(graph, options), loras);
    // Which sampler is meant is chosen at the sampler; its seed is found then.
    return faults.map((fault) =>
      found.sampler === undefined && fault.field === 'setup.bindings.seed'
        ? { ...fault, field: 'setup.bindings.sampler' }
        : fault,
    );
  } catch (error) {
    if (error instanceof AppFailure)
      return [{ field: error.field ?? 'setup.workflow', message: error.message }];
    throw error;
  }
}
