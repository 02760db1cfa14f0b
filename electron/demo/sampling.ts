import sharp from 'sharp';
import type { AppliedLora } from './models';
import {
  integerOf,
  linked,
  type NodeDefinition,
  numberOf,
  type Raster,
  type RunContext,
  type RunResult,
  type ShownPicture,
  type ValueOf,
} from './nodeTypes';

export const SAMPLERS = [
  'euler',
  'euler_cfg_pp',
  'euler_ancestral',
  'euler_ancestral_cfg_pp',
  'heun',
  'heunpp2',
  'exp_heun_2_x0',
  'exp_heun_2_x0_sde',
  'dpm_2',
  'dpm_2_ancestral',
  'lms',
  'dpm_fast',
  'dpm_adaptive',
  'dpmpp_2s_ancestral',
  'dpmpp_2s_ancestral_cfg_pp',
  'dpmpp_sde',
  'dpmpp_sde_gpu',
  'dpmpp_2m',
  'dpmpp_2m_cfg_pp',
  'dpmpp_2m_sde',
  'dpmpp_2m_sde_gpu',
  'dpmpp_2m_sde_heun',
  'dpmpp_2m_sde_heun_gpu',
  'dpmpp_3m_sde',
  'dpmpp_3m_sde_gpu',
  'ddpm',
  'lcm',
  'ipndm',
  'ipndm_v',
  'deis',
  'res_multistep',
  'res_multistep_cfg_pp',
  'res_multistep_ancestral',
  'res_multistep_ancestral_cfg_pp',
  'gradient_estimation',
  'gradient_estimation_cfg_pp',
  'er_sde',
  'seeds_2',
  'seeds_3',
  'sa_solver',
  'sa_solver_pece',
  'ddim',
  'uni_pc',
  'uni_pc_bh2',
];

export const SCHEDULERS = [
  'simple',
  'sgm_uniform',
  'karras',
  'exponential',
  'ddim_uniform',
  'beta',
  'normal',
  'linear_quadratic',
  'kl_optimal',
];

/** ComfyUI's largest seed, 2^64 - 1. */
export const MAX_SEED = 18446744073709551615n;

const PREVIEW_SIDE = 512;

interface SamplingRequest {
  readonly model: ValueOf<'MODEL'>;
  readonly positive: ValueOf<'CONDITIONING'>;
  readonly negative: ValueOf<'CONDITIONING'> | null;
  readonly latent: ValueOf<'LATENT'>;
  readonly seed: number | bigint;
  readonly steps: number;
}

/** Paints while the steps tick by, so that a picture takes `imageMs` and not `imageMs` plus painting and saving. */
export async function sample(request: SamplingRequest, context: RunContext): Promise<RunResult> {
  const before = context.now();
  await context.samplingStarts();
  const begun = context.pictureBegan() + (context.now() - before);
  const { latent, steps } = request;
  const { width, height } = context.size ?? latent;
  const pictures: Promise<Raster>[] = [];
  for (let index = 0; index < latent.batch; index += 1) {
    const picture = context.paint({
      checkpoint: request.model.checkpoint,
      positive: request.positive.text,
      negative: request.negative?.text ?? '',
      seed: index === 0 ? request.seed : batchSeed(request.seed, index),
      steps,
      loras: feltLoras(request.model.loras, request.positive.loras),
      width,
      height,
    });
    // An interrupted prompt never asks for its picture; its failure must not end the process.
    picture.catch(() => undefined);
    pictures.push(picture);
  }
  for (let step = 1; step <= steps; step += 1) {
    context.checkInterrupt();
    // Towards a fixed time, so that the timers' lateness does not add up.
    await context.wait(Math.max(0, begun + (context.imageMs * step) / steps - context.now()));
    context.checkInterrupt();
    const shown = context.previews ? await preview(pictures[0], steps - step) : undefined;
    context.progress(step, steps, shown);
    await context.stepDone(step);
  }
  context.sampled();
  return { outputs: [{ ...latent, width, height, pictures }] };
}

/** The picture as it stands some steps before its end: its longest side as ComfyUI has it by default, the less done the softer. */
async function preview(
  picture: Promise<Raster> | undefined,
  stepsLeft: number,
): Promise<ShownPicture | undefined> {
  if (picture === undefined) return undefined;
  const { rgb, width, height } = await picture;
  const shown = sharp(rgb, { raw: { width, height, channels: 3 } });
  shown.resize(PREVIEW_SIDE, PREVIEW_SIDE, { fit: 'inside' });
  if (stepsLeft > 0) shown.blur(Math.min(40, 2 + 2 * stepsLeft));
  return { format: 'jpeg', bytes: await shown.jpeg().toBuffer() };
}

/** The noise of a batch comes from one stream: picture k is not the picture of seed + k. */
function batchSeed(seed: number | bigint, index: number): bigint {
  return BigInt.asUintN(64, (BigInt(seed) + 0x9e3779b97f4a7c15n) * (2n * BigInt(index) + 1n));
}

/** A LoRA is felt through the model; on the text encoder alone it is felt a little. */
function feltLoras(model: readonly AppliedLora[], text: readonly AppliedLora[]): AppliedLora[] {
  const felt = model.map(({ name, weight }) => ({ name, weight }));
  for (const { name, weight } of text) {
    if (!model.some((lora) => lora.name === name)) felt.push({ name, weight: weight * 0.3 });
  }
  return felt;
}

const KSAMPLER: NodeDefinition = {
  generation: 'classic',
  displayName: 'KSampler',
  description: 'Turns an empty latent into a picture, step by step.',
  category: 'model/sampling',
  module: 'nodes',
  output: false,
  returns: [['LATENT', 'LATENT']],
  inputs: () => ({
    required: {
      model: ['MODEL', { tooltip: 'The model that paints.' }],
      seed: [
        'INT',
        { default: 0, min: 0, max: MAX_SEED, control_after_generate: true, tooltip: 'Decides the noise.' },
      ],
      steps: ['INT', { default: 20, min: 1, max: 10000, tooltip: 'How many steps are taken.' }],
      cfg: [
        'FLOAT',
        {
          default: 8,
          min: 0,
          max: 100,
          step: 0.1,
          round: 0.01,
          tooltip: 'How closely the prompt is followed.',
        },
      ],
      sampler_name: [SAMPLERS, { tooltip: 'The method of sampling.' }],
      scheduler: [SCHEDULERS, { tooltip: 'How the noise goes down over the steps.' }],
      positive: ['CONDITIONING', { tooltip: 'What the picture should show.' }],
      negative: ['CONDITIONING', { tooltip: 'What the picture should not show.' }],
      latent_image: ['LATENT', { tooltip: 'Where sampling starts.' }],
      denoise: [
        'FLOAT',
        { default: 1, min: 0, max: 1, step: 0.01, tooltip: 'How much of the start is painted over.' },
      ],
    },
  }),
  run: (inputs, context) =>
    sample(
      {
        model: linked(inputs, 'model', 'MODEL'),
        positive: linked(inputs, 'positive', 'CONDITIONING'),
        negative: linked(inputs, 'negative', 'CONDITIONING'),
        latent: linked(inputs, 'latent_image', 'LATENT'),
        seed: integerOf(inputs, 'seed'),
        steps: numberOf(inputs, 'steps'),
      },
      context,
    ),
};

const KSAMPLER_ADVANCED: NodeDefinition = {
  generation: 'classic',
  displayName: 'KSampler (Advanced)',
  description: '',
  category: 'model/sampling',
  module: 'nodes',
  output: false,
  returns: [['LATENT', 'LATENT']],
  inputs: () => ({
    required: {
      model: ['MODEL'],
      add_noise: [['enable', 'disable'], { advanced: true }],
      noise_seed: ['INT', { default: 0, min: 0, max: MAX_SEED, control_after_generate: true }],
      steps: ['INT', { default: 20, min: 1, max: 10000 }],
      cfg: ['FLOAT', { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }],
      sampler_name: [SAMPLERS],
      scheduler: [SCHEDULERS],
      positive: ['CONDITIONING'],
      negative: ['CONDITIONING'],
      latent_image: ['LATENT'],
      start_at_step: ['INT', { default: 0, min: 0, max: 10000, advanced: true }],
      end_at_step: ['INT', { default: 10000, min: 0, max: 10000, advanced: true }],
      return_with_leftover_noise: [['disable', 'enable'], { advanced: true }],
    },
  }),
  run: (inputs, context) => {
    const latent = linked(inputs, 'latent_image', 'LATENT');
    // A second stage finishes what the first has composed.
    if (inputs.add_noise === 'disable' && latent.pictures !== undefined) return { outputs: [latent] };
    return sample(
      {
        model: linked(inputs, 'model', 'MODEL'),
        positive: linked(inputs, 'positive', 'CONDITIONING'),
        negative: linked(inputs, 'negative', 'CONDITIONING'),
        latent,
        seed: integerOf(inputs, 'noise_seed'),
        steps: numberOf(inputs, 'steps'),
      },
      context,
    );
  },
};

/** The sampler nodes that do it all by themselves. */
export const SAMPLING_NODES: Readonly<Record<string, NodeDefinition>> = {
  KSampler: KSAMPLER,
  KSamplerAdvanced: KSAMPLER_ADVANCED,
};
