import { describe, expect, it } from 'vitest';
import { twoSamplers, withLora } from '../../core/testing/exampleWorkflows';
import { parseWorkflow } from '../../core/workflow/graph';
import { workflowFaults } from './workflowFaults';

const LORAS = ['fox.safetensors'];
const PROMPTS = [{ positive: 'a fox', negative: '' }];

type Asked = Parameters<typeof workflowFaults>[0];

const faultsOf = (asked: Pick<Asked, 'workflow'> & Partial<Asked>) =>
  workflowFaults({ bindings: null, loras: LORAS, prompt_pairs: PROMPTS, ...asked });

describe('the faults of a workflow', () => {
  it('has none for the built-in one, nor for one in which everything is found', () => {
    expect(faultsOf({ workflow: null })).toEqual([]);
    expect(faultsOf({ workflow: withLora() })).toEqual([]);
  });

  it('asks at the sampler which one is meant, until one is chosen', () => {
    const workflow = twoSamplers();
    const faults = faultsOf({ workflow });
    expect(faults.map(({ field }) => field)).toEqual(['setup.bindings.sampler']);
    expect(faultsOf({ workflow, bindings: { sampler: '6' } })).toEqual([]);
    expect(faultsOf({ workflow })).toEqual(faults);
  });

  it('names a node that the workflow does not have', () => {
    const faults = faultsOf({ workflow: withLora(), bindings: { sampler: '99' } });
    expect(faults[0]?.field).toBe('setup.bindings.sampler');
    expect(faults[0]?.message).toContain('no node 99');
  });

  it('says which other node would act in the baseline', () => {
    const workflow = withLora();
    const faults = faultsOf({ workflow, bindings: { lora: null }, loras: ['old.safetensors'] });
    expect(faults).toMatchObject([{ field: 'setup.workflow' }]);
  });

  it('is beside the field when what was chosen by hand cannot be read', () => {
    const faults = faultsOf({ workflow: withLora(), bindings: { seed: 7 } });
    expect(faults).toMatchObject([{ field: 'setup.bindings.seed' }]);
  });

  it('stands beside a prompt whose tag another node may read, as soon as the prompt is typed', () => {
    const workflow = parseWorkflow(withLora());
    for (const node of Object.values(workflow))
      if (node.class_type === 'CLIPTextEncode') node.class_type = 'ImpactWildcardEncode';
    expect(faultsOf({ workflow })).toEqual([]);
    const prompt_pairs = [...PROMPTS, { positive: 'a fox <lora:fox:0.7>', negative: '' }];
    expect(faultsOf({ workflow, prompt_pairs })).toMatchObject([
      { field: 'setup.prompt_pairs[1].positive', message: expect.stringContaining('<lora:fox:0.7>') },
    ]);
  });
});
