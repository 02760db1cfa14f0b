import {
  integerOf,
  linked,
  type NodeDefinition,
  numberOf,
  type Raster,
  type RunContext,
  type RunInputs,
} from './nodeTypes';
import { MAX_SEED, SAMPLERS, SCHEDULERS, sample } from './sampling';

const CLASSIC = { generation: 'classic', module: 'nodes', output: false, description: '' } as const;
const IMPACT = { ...CLASSIC, module: 'custom_nodes.comfyui-impact-pack' } as const;
const METHODS = ['nearest-exact', 'bilinear', 'area', 'bicubic', 'bislerp'];
const PART = { min: 0, max: 1, step: 0.01 };

/** The middle of a picture painted anew in half its size, where a detailer would find a face. */
async function detailed(inputs: RunInputs, context: RunContext): Promise<Raster[]> {
  const { rasters } = linked(inputs, 'image', 'IMAGE');
  return Promise.all(rasters.map((raster) => detailedOne(raster, inputs, context)));
}

async function detailedOne(raster: Raster, inputs: RunInputs, context: RunContext): Promise<Raster> {
  const latent = {
    kind: 'LATENT' as const,
    width: Math.max(16, Math.floor(raster.width / 2)),
    height: Math.max(16, Math.floor(raster.height / 2)),
    batch: 1,
  };
  const { outputs } = await sample(
    {
      model: linked(inputs, 'model', 'MODEL'),
      positive: linked(inputs, 'positive', 'CONDITIONING'),
      negative: linked(inputs, 'negative', 'CONDITIONING'),
      latent,
      seed: integerOf(inputs, 'seed'),
      steps: numberOf(inputs, 'steps'),
    },
    // A size that is forced on all pictures is the whole picture's, not that of a part.
    { ...context, size: null },
  );
  const [made] = outputs;
  const part = made?.kind === 'LATENT' ? await made.pictures?.[0] : undefined;
  return part === undefined ? raster : pasted(raster, part);
}

/** A picture with a smaller one in its middle. */
function pasted(raster: Raster, part: Raster): Raster {
  const rgb = Buffer.from(raster.rgb);
  const left = Math.floor((raster.width - part.width) / 2);
  const top = Math.floor((raster.height - part.height) / 2);
  if (left < 0 || top < 0) return raster;
  for (let row = 0; row < part.height; row += 1) {
    const from = row * part.width * 3;
    part.rgb.copy(rgb, ((top + row) * raster.width + left) * 3, from, from + part.width * 3);
  }
  return { width: raster.width, height: raster.height, rgb };
}

/** Nodes that start from a picture, or go on with one: image to image, a second pass, a detailer. */
export const LATER_NODES: Readonly<Record<string, NodeDefinition>> = {
  VAEEncode: {
    ...CLASSIC,
    displayName: 'VAE Encode',
    category: 'model/latent',
    returns: [['LATENT', 'LATENT']],
    inputs: () => ({ required: { pixels: ['IMAGE'], vae: ['VAE'] } }),
    run: (inputs) => {
      const { rasters } = linked(inputs, 'pixels', 'IMAGE');
      const [first] = rasters;
      return {
        outputs: [
          {
            kind: 'LATENT',
            width: first?.width ?? 16,
            height: first?.height ?? 16,
            batch: rasters.length,
            pictures: rasters.map((raster) => Promise.resolve(raster)),
          },
        ],
      };
    },
  },
  RepeatLatentBatch: {
    ...CLASSIC,
    displayName: 'Repeat Latent Batch',
    category: 'latent/batch',
    returns: [['LATENT', 'LATENT']],
    inputs: () => ({
      required: { samples: ['LATENT'], amount: ['INT', { default: 1, min: 1, max: 64 }] },
    }),
    run: (inputs) => {
      const latent = linked(inputs, 'samples', 'LATENT');
      const amount = numberOf(inputs, 'amount');
      const pictures =
        latent.pictures === undefined ? {} : { pictures: Array(amount).fill(latent.pictures).flat() };
      return { outputs: [{ ...latent, batch: latent.batch * amount, ...pictures }] };
    },
  },
  LatentUpscale: {
    ...CLASSIC,
    displayName: 'Upscale Latent',
    category: 'latent',
    returns: [['LATENT', 'LATENT']],
    inputs: () => ({
      required: {
        samples: ['LATENT'],
        upscale_method: [METHODS],
        width: ['INT', { default: 512, min: 0, max: 16384, step: 8 }],
        height: ['INT', { default: 512, min: 0, max: 16384, step: 8 }],
        crop: [['disabled', 'center']],
      },
    }),
    run: (inputs) => {
      const { batch } = linked(inputs, 'samples', 'LATENT');
      const [width, height] = [numberOf(inputs, 'width'), numberOf(inputs, 'height')];
      return { outputs: [{ kind: 'LATENT', width, height, batch }] };
    },
  },
  UltralyticsDetectorProvider: {
    ...IMPACT,
    displayName: 'UltralyticsDetectorProvider',
    module: 'custom_nodes.comfyui-impact-subpack',
    category: 'ImpactPack',
    returns: [
      ['BBOX_DETECTOR', 'BBOX_DETECTOR'],
      ['SEGM_DETECTOR', 'SEGM_DETECTOR'],
    ],
    inputs: () => ({ required: { model_name: [['bbox/face_yolov8m.pt']] } }),
    run: () => ({ outputs: [{ kind: 'AID' }, { kind: 'AID' }] }),
  },
  FaceDetailer: {
    ...IMPACT,
    displayName: 'FaceDetailer',
    category: 'ImpactPack/Simple',
    returns: [['IMAGE', 'image']],
    inputs: () => ({
      required: {
        image: ['IMAGE'],
        model: ['MODEL'],
        clip: ['CLIP'],
        vae: ['VAE'],
        guide_size: ['FLOAT', { default: 512, min: 64, max: 16384, step: 8 }],
        guide_size_for: ['BOOLEAN', { default: true }],
        max_size: ['FLOAT', { default: 1024, min: 64, max: 16384, step: 8 }],
        seed: ['INT', { default: 0, min: 0, max: MAX_SEED }],
        steps: ['INT', { default: 20, min: 1, max: 10000 }],
        cfg: ['FLOAT', { default: 8, min: 0, max: 100 }],
        sampler_name: [SAMPLERS],
        scheduler: [SCHEDULERS],
        positive: ['CONDITIONING'],
        negative: ['CONDITIONING'],
        denoise: ['FLOAT', { ...PART, default: 0.5 }],
        feather: ['INT', { default: 5, min: 0, max: 100 }],
        noise_mask: ['BOOLEAN', { default: true }],
        force_inpaint: ['BOOLEAN', { default: true }],
        bbox_threshold: ['FLOAT', { ...PART, default: 0.5 }],
        bbox_detector: ['BBOX_DETECTOR'],
        wildcard: ['STRING', { multiline: true, dynamicPrompts: false }],
        cycle: ['INT', { default: 1, min: 1, max: 10 }],
      },
    }),
    run: async (inputs, context) => ({
      outputs: [{ kind: 'IMAGE', rasters: await detailed(inputs, context) }],
    }),
  },
};
