import type { ComfyState } from '../../core/contract/comfyView';
import type { Setup } from '../../core/session/setup';

/**
 * A set-up for a demo server that is made and judged in about two minutes: 16 pairs, one question. One weight shows
 * the LoRA at its best, the other far too much of it, so that the report has something to say.
 */
export function demoSetup(
  address: string,
  offers: Pick<ComfyState, 'loras' | 'checkpoints'>,
): Partial<Setup> {
  return {
    servers: [address],
    loras: offers.loras.filter((name) => name.includes('-000008')).slice(0, 1),
    checkpoint: offers.checkpoints[0] ?? null,
    weight_range: [0.7, 1.4, 0.7],
    weights: null,
    prompt_pairs: [
      'an old lighthouse on a cliff at dusk, warm beam over a calm sea',
      'a red fox sitting in fresh snow at the edge of a pine forest',
      'a white cottage with a smoking chimney in an autumn wood',
      'a barn owl on a branch under a full moon, night sky with stars',
    ].map((positive) => ({ positive, negative: 'blurry, low quality' })),
    metrics: ['Style'],
    seeds: [42, 1337],
  };
}
