import { describe, expect, it } from 'vitest';
import { planPairs } from '../../core/plan/jobs';
import { parseSessionId } from '../../core/session/identity';
import { parseJson } from '../../core/session/json';
import { blankSetup, type Setup } from '../../core/session/setup';
import { newSession, type SessionState } from '../../core/session/state';
import { withLora } from '../../core/testing/exampleWorkflows';
import { handedOnWorkflow } from './handedOn';

function started(changes: Partial<Setup>): SessionState {
  const setup: Setup = {
    ...blankSetup(['demo']),
    loras: ['styles\\früh lings/CON?.v2.safetensors', 'b.safetensors'],
    weight_range: null,
    weights: [-0.25, 1],
    seeds: [9007199254740993n, 5],
    metrics: ['Quality'],
    prompt_pairs: [
      { positive: 'the first prompt', negative: 'not this' },
      { positive: 'the second prompt', negative: '' },
    ],
    ...changes,
  };
  const state = newSession(parseSessionId('20240115_143022'), '2024-01-15T14:30:22.000Z');
  state.started = { setup, order_seed: 3, blind_key: 'k', as_found: false, extensions: [] };
  state.pairs = new Map(planPairs(setup, 3).map((pair) => [pair.lora, pair]));
  return state;
}

const FIRST = { lora_filename: 'styles\\früh lings/CON?.v2.safetensors', weight: -0.25 };

describe('the workflow of a candidate', () => {
  it('is the own one with LoRA, weight, first prompt and first seed in it, and saves where that does', () => {
    const { name, text } = handedOnWorkflow(
      started({ workflow: withLora(), leave_nothing_on_server: true }),
      FIRST,
    );
    expect(name).toBe('CON-v2--0.25.json');
    expect(parseJson(text)).toMatchObject({
      '2': { inputs: { lora_name: FIRST.lora_filename, strength_model: -0.25, strength_clip: -0.25 } },
      '3': { inputs: { text: 'the first prompt' } },
      '4': { inputs: { text: 'not this' } },
      '6': { inputs: { seed: 9007199254740993n } },
      '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'fox' } },
    });
    expect(text).toContain('"seed": 9007199254740993,');
  });

  it('takes the first seed of its own where no two pairs share one', () => {
    const state = started({ checkpoint: 'base.safetensors', seeds: [], own_seeds: 2 });
    const wanted = { lora_filename: 'b.safetensors', weight: 1 };
    const [first] = [...state.pairs.values()].filter(
      (pair) => pair.lora_filename === 'b.safetensors' && pair.weight === 1,
    );
    const { name, text } = handedOnWorkflow(state, wanted);
    expect(name).toBe('b-1.json');
    expect(parseJson(text)).toMatchObject({ '3': { inputs: { seed: first?.seed } } });
  });

  it('is not made up where the session does not hold it', () => {
    expect(() => handedOnWorkflow(started({}), FIRST)).toThrow(
      'This session does not hold the workflow that its images were made with.',
    );
  });
});
