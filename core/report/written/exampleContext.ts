import type { ReportInput } from '../report';
import type { ReportContext } from './context';

/** What is known beside the figures, for tests: the prompts of an evaluation, every second with a negative one. */
export function exampleContext(
  { prompts }: Pick<ReportInput, 'prompts'>,
  changes: Partial<ReportContext> = {},
): ReportContext {
  return {
    version: '1.2.3',
    written_at: '2024-02-01T10:00:00.000Z',
    created_at: '2024-01-15T14:30:22.000Z',
    first_vote_at: '2024-01-15T15:00:00.000Z',
    last_vote_at: '2024-01-16T15:00:00.000Z',
    revealed_at: '2024-01-16T15:01:00.000Z',
    checkpoint: 'base.safetensors',
    own_workflow: false,
    sampling: { steps: 24, cfg: 6.5, sampler_name: 'dpmpp_2m', scheduler: 'karras' },
    size: [512, 768],
    text_encoder: { mode: 'follows' },
    prompts: prompts.map((positive, index) => ({ positive, negative: index % 2 === 0 ? positive : '' })),
    seeds: [42, 18_446_744_073_709_551_615n],
    own_seeds: null,
    metric_mode: 'in_turn',
    pairs: 40,
    self_check: null,
    notes: prompts.join('\n'),
    ...changes,
  };
}
