import { describe, expect, it } from 'vitest';
import { AppFailure } from '../contract/failure';
import { blankSetup, parseSetupPatch, type Setup, weightsOf } from './setup';
import { setupFaults } from './setupFaults';

function faultsOf(patch: unknown): { field: string; message: string }[] {
  try {
    parseSetupPatch(patch);
  } catch (error) {
    expect(error).toBeInstanceOf(AppFailure);
    expect((error as AppFailure).code).toBe('bad_request');
    return [...((error as AppFailure).details ?? [])];
  }
  return [];
}

const READY: Setup = {
  ...blankSetup(),
  loras: ['fox.safetensors'],
  seeds: [42],
  prompt_pairs: [{ positive: 'a fox', negative: '' }],
};

describe('parseSetupPatch', () => {
  it.each([
    [{ weight_range: [0.4, 0.8, 0] }, 'setup.weight_range', 'Weight step must be greater than 0.'],
    [
      { weight_range: [1, 0.4, 0.2] },
      'setup.weight_range',
      'The smallest weight (1) is above the largest (0.4).',
    ],
    [{ weight_range: [Number.NaN, 1, 0.1] }, 'setup.weight_range', 'A weight is a number.'],
    [{ weight_range: [0.0001, 1, 0.0001] }, 'setup.weight_range', 'more than 100 weights'],
    [
      { weights: Array.from({ length: 10_000 }, (_, i) => i / 1000) },
      'setup.weights',
      'At most 100 weights.',
    ],
    [{ weights: [0.5, 101] }, 'setup.weights[1]', 'between -100 and 100'],
    [{ seeds: [1, -1] }, 'setup.seeds[1]', '-1 does not'],
    [{ seeds: [1.5] }, 'setup.seeds[0]', 'whole number'],
    [{ seeds: [18_446_744_073_709_551_616n] }, 'setup.seeds[0]', '18446744073709551616 does not'],
    [{ seeds: ['7'] }, 'setup.seeds[0]', 'whole number'],
    [{ metrics: ['a', 'b', 'c', 'd', 'e', 'f'] }, 'setup.metrics', 'At most 5 metrics.'],
    [{ prompt_pairs: [{ positive: 3 }] }, 'setup.prompt_pairs[0].positive', ''],
    [{ size: [512] }, 'setup.size', ''],
    [
      { sampling: { steps: 0, cfg: 7, sampler_name: 'euler', scheduler: 'normal' } },
      'setup.sampling.steps',
      '',
    ],
    [{ colour: 'red' }, 'setup.colour', 'no set-up field named colour'],
    [
      { sampling: { steps: 20, cfg: 101, sampler_name: 'euler', scheduler: 'normal' } },
      'setup.sampling.cfg',
      'CFG lies between',
    ],
    [{ sampling: 5 }, 'setup.sampling', 'Sampling is'],
    [{ size: [8, 512] }, 'setup.size', 'from 16 to 16,384'],
    [{ loras: 'a' }, 'setup.loras', 'LoRA files are a list.'],
    [{ loras: [5] }, 'setup.loras[0]', 'A name is a text.'],
    [{ prompt_pairs: ['a fox'] }, 'setup.prompt_pairs[0]', 'A prompt pair is'],
    [{ workflow: [] }, 'setup.workflow', 'object of fields'],
    [{ text_encoder: 'fixed' }, 'setup.text_encoder', 'text encoder'],
    [[], 'setup', 'object'],
    [null, 'setup', 'object'],
  ])('refuses bad input beside its field: case %#', (patch, field, words) => {
    const faults = faultsOf(patch);
    expect(faults[0]?.field).toBe(field);
    expect(faults[0]?.message).toContain(words);
  });

  it('names every fault at once', () => {
    expect(faultsOf({ seeds: [-1, 0.5], weight_range: [0, 1, 0] }).map((fault) => fault.field)).toEqual([
      'setup.seeds[0]',
      'setup.seeds[1]',
      'setup.weight_range',
    ]);
  });

  it('keeps the largest seed digit for digit', () => {
    expect(parseSetupPatch({ seeds: [18_446_744_073_709_551_615n, 7n] }).seeds).toEqual([
      18_446_744_073_709_551_615n,
      7,
    ]);
  });

  it('reads lora_filename as the one LoRA, and lets a range and a list exclude each other', () => {
    expect(parseSetupPatch({ lora_filename: 'a.safetensors' })).toEqual({ loras: ['a.safetensors'] });
    expect(parseSetupPatch({ weights: [0.5] })).toEqual({ weights: [0.5], weight_range: null });
    expect(parseSetupPatch({ weight_range: [0.4, 0.8, 0.2] })).toEqual({
      weight_range: [0.4, 0.8, 0.2],
      weights: null,
    });
  });

  it('accepts what is only incomplete', () => {
    expect(faultsOf({ prompt_pairs: [], seeds: [], metrics: [], loras: [] })).toEqual([]);
  });
});

describe('setupFaults', () => {
  it('finds nothing wrong with a set-up that can be started', () => {
    expect(setupFaults(READY)).toEqual([]);
  });

  it.each<[Partial<Setup>, string]>([
    [{ prompt_pairs: [] }, 'setup.prompt_pairs'],
    [{ prompt_pairs: [{ positive: '  ', negative: 'x' }] }, 'setup.prompt_pairs[0].positive'],
    [
      {
        prompt_pairs: [
          { positive: 'a', negative: '' },
          { positive: 'a ', negative: '' },
        ],
      },
      'setup.prompt_pairs[1].positive',
    ],
    [{ seeds: [] }, 'setup.seeds'],
    [{ seeds: [5, 5] }, 'setup.seeds[1]'],
    [{ metrics: [] }, 'setup.metrics'],
    [{ metrics: ['Style', 'style'] }, 'setup.metrics[1]'],
    [{ loras: [] }, 'setup.loras'],
    [{ loras: ['a', 'a'] }, 'setup.loras[1]'],
    [{ weights: [0], weight_range: null }, 'setup.weights'],
    [{ weight_range: null }, 'setup.weight_range'],
    [
      {
        seeds: Array.from({ length: 1000 }, (_, i) => i),
        prompt_pairs: Array.from({ length: 10 }, (_, i) => ({ positive: `${i}`, negative: '' })),
      },
      'setup.plan',
    ],
  ])('says what is missing: %#', (changes, field) => {
    expect(setupFaults({ ...READY, ...changes }).map((fault) => fault.field)).toContain(field);
  });

  it('gives the weights that will be compared', () => {
    expect(weightsOf({ weight_range: [0, 0.6, 0.2], weights: null })).toEqual([0.2, 0.4, 0.6]);
    expect(weightsOf({ weight_range: null, weights: [1, 0, 0.5] })).toEqual([1, 0.5]);
  });
});
