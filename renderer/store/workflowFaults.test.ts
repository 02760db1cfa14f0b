import { describe, expect, it } from 'vitest';
import { twoSamplers, withLora } from '../../core/testing/exampleWorkflows';
import { workflowFaults } from './workflowFaults';

const LORAS = ['fox.safetensors'];

describe('the faults of a workflow', () => {
  it('has none for the built-in one, nor for one in which everything is found', () => {
    expect(workflowFaults({ workflow: null, bindings: null, loras: LORAS })).toEqual([]);
    expect(workflowFaults({ workflow: withLora(), bindings: null, loras: LORAS })).toEqual([]);
  });

  it('asks at the sampler which one is meant, until one is chosen', () => {
    const workflow = twoSamplers();
    const faults = workflowFaults({ workflow, bindings: null, loras: LORAS });
    expect(faults.map(({ field }) => field)).toEqual(['setup.bindings.sampler']);
    expect(workflowFaults({ workflow, bindings: { sampler: '6' }, loras: LORAS })).toEqual([]);
    expect(workflowFaults({ workflow, bindings: null, loras: LORAS })).toEqual(faults);
  });

  it('names a node that the workflow does not have', () => {
    const faults = workflowFaults({ workflow: withLora(), bindings: { sampler: '99' }, loras: LORAS });
    expect(faults[0]?.field).toBe('setup.bindings.sampler');
    expect(faults[0]?.message).toContain('no node 99');
  });

  it('says which other node would act in the baseline', () => {
    const workflow = withLora();
    const faults = workflowFaults({ workflow, bindings: { lora: null }, loras: ['old.safetensors'] });
    expect(faults).toMatchObject([{ field: 'setup.workflow' }]);
  });

  it('is beside the field when what was chosen by hand cannot be read', () => {
    const faults = workflowFaults({ workflow: withLora(), bindings: { seed: 7 }, loras: LORAS });
    expect(faults).toMatchObject([{ field: 'setup.bindings.seed' }]);
  });
});
