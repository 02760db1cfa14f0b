import { describe, expect, it } from 'vitest';
import { flux } from '../testing/sampleGraphs';
import { inspectWorkflow } from './inspect';

describe('inspectWorkflow', () => {
  it('shows each role with its node, or why there is none', () => {
    const view = inspectWorkflow(flux);
    expect(view.roles.every((role) => role.found)).toBe(true);
    expect(view.roles.find((role) => role.role === 'seed')?.text).toBe('RandomNoise node 25');
    expect(view.roles.find((role) => role.role === 'negative')?.text).toBe('None in this workflow');
    expect(view.bindings['output']).toBe('9');
    const broken = inspectWorkflow({ ...flux, '13': { class_type: 'Nothing', inputs: {} } });
    const seed = broken.roles.find((role) => role.role === 'seed');
    expect(seed?.found).toBe(false);
    expect(seed?.text).toContain('No sampler was found');
  });
});
