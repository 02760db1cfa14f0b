import { integerOf, linked, type NodeDefinition, numberOf } from './nodeTypes';
import { MAX_SEED, SAMPLERS, SCHEDULERS, sample } from './sampling';

const NEWER = {
  generation: 'newer',
  description: '',
  module: 'comfy_extras.nodes_custom_sampler',
  output: false,
} as const;

/** The parts that Flux-style graphs put a sampler together from. */
export const CUSTOM_SAMPLING_NODES: Readonly<Record<string, NodeDefinition>> = {
  RandomNoise: {
    ...NEWER,
    displayName: null,
    category: 'model/sampling/noise',
    returns: [['NOISE', 'NOISE']],
    inputs: () => ({
      required: { noise_seed: ['INT', { default: 0, min: 0, max: MAX_SEED, control_after_generate: true }] },
    }),
    run: (inputs) => ({ outputs: [{ kind: 'NOISE', seed: integerOf(inputs, 'noise_seed') }] }),
  },
  BasicGuider: {
    ...NEWER,
    displayName: 'Basic Guider',
    category: 'model/sampling/guiders',
    returns: [['GUIDER', 'GUIDER']],
    inputs: () => ({ required: { model: ['MODEL', {}], conditioning: ['CONDITIONING', {}] } }),
    run: (inputs) => ({
      outputs: [
        {
          kind: 'GUIDER',
          model: linked(inputs, 'model', 'MODEL'),
          positive: linked(inputs, 'conditioning', 'CONDITIONING'),
          negative: null,
        },
      ],
    }),
  },
  CFGGuider: {
    ...NEWER,
    displayName: 'CFG Guider',
    category: 'model/sampling/guiders',
    returns: [['GUIDER', 'GUIDER']],
    inputs: () => ({
      required: {
        model: ['MODEL', {}],
        positive: ['CONDITIONING', {}],
        negative: ['CONDITIONING', {}],
        cfg: ['FLOAT', { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }],
      },
    }),
    run: (inputs) => ({
      outputs: [
        {
          kind: 'GUIDER',
          model: linked(inputs, 'model', 'MODEL'),
          positive: linked(inputs, 'positive', 'CONDITIONING'),
          negative: linked(inputs, 'negative', 'CONDITIONING'),
        },
      ],
    }),
  },
  KSamplerSelect: {
    ...NEWER,
    displayName: null,
    category: 'model/sampling/samplers',
    returns: [['SAMPLER', 'SAMPLER']],
    inputs: () => ({ required: { sampler_name: ['COMBO', { multiselect: false, options: SAMPLERS }] } }),
    run: () => ({ outputs: [{ kind: 'SAMPLER' }] }),
  },
  BasicScheduler: {
    ...NEWER,
    displayName: null,
    category: 'model/sampling/schedulers',
    returns: [['SIGMAS', 'SIGMAS']],
    inputs: () => ({
      required: {
        model: ['MODEL', {}],
        scheduler: ['COMBO', { multiselect: false, options: SCHEDULERS }],
        steps: ['INT', { default: 20, min: 1, max: 10000 }],
        denoise: ['FLOAT', { default: 1, min: 0, max: 1, step: 0.01 }],
      },
    }),
    run: (inputs) => ({ outputs: [{ kind: 'SIGMAS', steps: numberOf(inputs, 'steps') }] }),
  },
  SamplerCustom: {
    ...NEWER,
    displayName: null,
    category: 'model/sampling/custom',
    returns: [
      ['LATENT', 'output'],
      ['LATENT', 'denoised_output'],
    ],
    inputs: () => ({
      required: {
        model: ['MODEL', {}],
        add_noise: ['BOOLEAN', { advanced: true, default: true }],
        noise_seed: ['INT', { default: 0, min: 0, max: MAX_SEED, control_after_generate: true }],
        cfg: ['FLOAT', { default: 8, min: 0, max: 100, step: 0.1, round: 0.01 }],
        positive: ['CONDITIONING', {}],
        negative: ['CONDITIONING', {}],
        sampler: ['SAMPLER', {}],
        sigmas: ['SIGMAS', {}],
        latent_image: ['LATENT', {}],
      },
    }),
    run: async (inputs, context) => {
      const { outputs } = await sample(
        {
          model: linked(inputs, 'model', 'MODEL'),
          positive: linked(inputs, 'positive', 'CONDITIONING'),
          negative: linked(inputs, 'negative', 'CONDITIONING'),
          latent: linked(inputs, 'latent_image', 'LATENT'),
          seed: integerOf(inputs, 'noise_seed'),
          steps: linked(inputs, 'sigmas', 'SIGMAS').steps,
        },
        context,
      );
      return { outputs: [...outputs, ...outputs] };
    },
  },
  SamplerCustomAdvanced: {
    ...NEWER,
    displayName: null,
    category: 'model/sampling/custom',
    returns: [
      ['LATENT', 'output'],
      ['LATENT', 'denoised_output'],
    ],
    inputs: () => ({
      required: {
        noise: ['NOISE', {}],
        guider: ['GUIDER', {}],
        sampler: ['SAMPLER', {}],
        sigmas: ['SIGMAS', {}],
        latent_image: ['LATENT', {}],
      },
    }),
    run: async (inputs, context) => {
      const guider = linked(inputs, 'guider', 'GUIDER');
      const { outputs } = await sample(
        {
          model: guider.model,
          positive: guider.positive,
          negative: guider.negative,
          latent: linked(inputs, 'latent_image', 'LATENT'),
          seed: linked(inputs, 'noise', 'NOISE').seed,
          steps: linked(inputs, 'sigmas', 'SIGMAS').steps,
        },
        context,
      );
      return { outputs: [...outputs, ...outputs] };
    },
  },
};
