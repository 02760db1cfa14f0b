import { describe, expect, it } from 'vitest';
import { failureOf } from '../testing/sampleGraphs';
import { parseCorrections } from './bindings';
import { builtinWorkflow } from './builtin';
import { findRoles } from './graph';

describe('parseCorrections', () => {
  it('keeps what is given and adds nothing', () => {
    expect(parseCorrections({ lora: null, sampler: '3', unknown: 1 })).toEqual({ lora: null, sampler: '3' });
    const graph = builtinWorkflow({ checkpoint: 'a' });
    const roles = findRoles(graph);
    expect(parseCorrections(parseCorrections({ ...roles }))).toEqual(roles);
  });

  it('names the role that cannot be read', () => {
    expect(failureOf(() => parseCorrections({ seed: 'x' })).field).toBe('setup.bindings.seed');
  });
});
