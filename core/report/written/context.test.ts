import { describe, expect, it } from 'vitest';
import { generationEvents, sampleSetup, sampleState, voteEvent } from '../../session/sampleJournal';
import { reportContext } from './context';

const MADE = { version: '1.2.3', now: '2024-02-01T10:00:00.000Z' };

describe('reportContext', () => {
  it('tells how the pictures were made, of the built-in workflow by its own settings', () => {
    const setup = sampleSetup({ workflow: null, sampling: null });
    const state = sampleState([
      ...generationEvents(setup),
      voteEvent(0, 'Quality', 'A'),
      voteEvent(1, 'Style', 'B'),
    ]);
    const context = reportContext(state, MADE);
    expect(context).toMatchObject({
      version: '1.2.3',
      checkpoint: 'base.safetensors',
      own_workflow: false,
      sampling: { steps: 24, sampler_name: 'dpmpp_2m', scheduler: 'karras' },
      size: [512, 768],
      pairs: 4,
      self_check: null,
    });
    expect(context.seeds).toEqual([18_446_744_073_709_551_615n]);
    expect(context.first_vote_at).not.toBeNull();
    expect(context.first_vote_at?.localeCompare(context.last_vote_at ?? '')).toBe(-1);
    expect(
      JSON.stringify(context, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toMatch(/127\.0\.0\.1|8188/);
  });

  it('takes from a workflow of its own what it says, and what was set by hand before that', () => {
    const workflow = {
      '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: '/models/own.safetensors' } },
      '2': { class_type: 'CLIPTextEncode', inputs: { text: 'a', clip: ['1', 1] } },
      '3': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
      '4': {
        class_type: 'KSampler',
        inputs: {
          ...{ seed: 1, steps: 7, cfg: 3.5, sampler_name: 'euler', scheduler: 'simple', denoise: 1 },
          ...{ model: ['1', 0], positive: ['2', 0], negative: ['2', 0], latent_image: ['3', 0] },
        },
      },
      '5': { class_type: 'VAEDecode', inputs: { samples: ['4', 0], vae: ['1', 2] } },
      '6': { class_type: 'SaveImage', inputs: { images: ['5', 0], filename_prefix: 'x' } },
    };
    const contextOf = (changes: Parameters<typeof sampleSetup>[0]) =>
      reportContext(
        sampleState(generationEvents(sampleSetup({ checkpoint: null, workflow, ...changes }))),
        MADE,
      );
    expect(contextOf({})).toMatchObject({
      own_workflow: true,
      checkpoint: 'own.safetensors',
      sampling: { steps: 7, cfg: 3.5, sampler_name: 'euler' },
    });
    const sampling = { steps: 9, cfg: 2, sampler_name: 'heun', scheduler: 'simple' };
    expect(contextOf({ sampling }).sampling).toEqual(sampling);
  });
});
