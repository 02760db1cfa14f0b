import { describe, expect, it } from 'vitest';
import { refiner } from '../testing/sampleGraphs';
import { builtinWorkflow } from './builtin';
import { findRoles } from './graph';
import { otherLoraUses, taggedPrompts } from './loraChoice';

describe('otherLoraUses', () => {
  it('names nodes that load the file under test beside the bound loader', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['10'] = {
      class_type: 'LoraLoader',
      inputs: { lora_name: 'x', strength_model: 1, strength_clip: 1, model: ['60', 0], clip: ['60', 1] },
    };
    const entry = { on: true, lora: 'sub\\mine.safetensors', strength: 1 };
    const inputs = { model: ['4', 0], clip: ['4', 1], lora_1: entry, lora_2: { on: true, lora: 'other' } };
    graph['60'] = { class_type: 'Power Lora Loader (rgthree)', inputs };
    const roles = findRoles(graph, { corrections: { lora: '10' } });
    const [fault, ...more] = otherLoraUses(graph, roles, ['sub/mine.safetensors']);
    expect(more).toEqual([]);
    expect(fault?.field).toBe('setup.workflow');
    expect(fault?.message).toContain('node 60');
    graph['60'] = {
      class_type: 'Power Lora Loader (rgthree)',
      inputs: { ...inputs, lora_1: { ...entry, on: false } },
    };
    expect(otherLoraUses(graph, roles, ['sub/mine.safetensors'])).toEqual([]);
  });

  it('names tags in texts that are no prompt, and nodes that hold the file in their own way', () => {
    const graph = builtinWorkflow({ checkpoint: 'a' });
    graph['60'] = {
      class_type: 'LoraTagReader',
      inputs: { model: ['4', 0], clip: ['4', 1], words: 'fox <lora:mine:0.7>' },
    };
    Object.assign(graph['10']?.inputs ?? {}, { model: ['60', 0], clip: ['60', 1] });
    const roles = findRoles(graph);
    const [fault] = otherLoraUses(graph, roles, ['sub/mine.safetensors']);
    expect(fault?.message).toBe(
      'LoraTagReader node 60 names sub/mine.safetensors in a way that cannot be switched off for the baseline. Take it out there, or load it with a LoraLoader node.',
    );
    expect(otherLoraUses(graph, roles, ['other.safetensors', ''])).toEqual([]);
    Object.assign(graph['6']?.inputs ?? {}, { text: '<lora:other:1>' });
    expect(otherLoraUses(graph, roles, ['other.safetensors'])).toEqual([]);
  });
});

describe('taggedPrompts', () => {
  it('looks at the encoders of later stages, too', () => {
    const roles = findRoles(refiner);
    const tagged = [{ positive: 'a fox <lora:mine:0.7>', negative: '' }];
    expect(taggedPrompts(refiner, roles, tagged, ['mine.safetensors'])).toEqual([]);
    const graph = {
      ...refiner,
      '15': { class_type: 'ImpactWildcardEncode', inputs: { text: 'a', clip: ['12', 1] } },
    };
    expect(taggedPrompts(graph, roles, tagged, ['mine.safetensors'])).toMatchObject([
      { field: 'setup.prompt_pairs[0].positive', message: expect.stringContaining('node 15') },
    ]);
  });
});
