import sharp from 'sharp';
import { type FileStore, type FileType, insideRoot, type StoredFile } from './files';
import { linked, type NodeDefinition, NodeFailure, numberOf, type Raster, solid, textOf } from './nodeTypes';
import { previewImages, saveImages, sendImages } from './saving';

const CLASSIC = { generation: 'classic', module: 'nodes', output: false } as const;

/** The file that LoadImage means: `name`, `folder/name`, either with ` [input]`, ` [output]` or ` [temp]` behind it. */
function loadedFile(files: FileStore, value: string): StoredFile | undefined {
  const [, path = value, type = 'input'] = /^(.*) \[(input|output|temp)\]$/.exec(value) ?? [];
  const slash = path.lastIndexOf('/');
  const folder = insideRoot(path.slice(0, Math.max(0, slash)));
  return folder === undefined ? undefined : files.get(type as FileType, folder, path.slice(slash + 1));
}

async function decodedPicture(bytes: Buffer): Promise<Raster> {
  const picture = sharp(bytes).removeAlpha().toColourspace('srgb').raw();
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

/** Nodes that make, read, change and keep pictures. */
export const IMAGE_NODES: Readonly<Record<string, NodeDefinition>> = {
  SaveImage: {
    ...CLASSIC,
    displayName: 'Save Image',
    description: 'Saves the pictures in the output folder.',
    category: 'image',
    output: true,
    returns: [['IMAGE', 'images']],
    inputs: () => ({
      required: {
        images: ['IMAGE', { tooltip: 'The pictures.' }],
        filename_prefix: ['STRING', { default: 'ComfyUI', tooltip: 'How the file names begin.' }],
      },
      hidden: { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' },
    }),
    run: saveImages,
  },
  PreviewImage: {
    ...CLASSIC,
    displayName: 'Preview Image',
    description: 'Keeps the pictures in the temporary folder.',
    category: 'image',
    output: true,
    returns: [['IMAGE', 'images']],
    inputs: () => ({
      required: { images: ['IMAGE'] },
      hidden: { prompt: 'PROMPT', extra_pnginfo: 'EXTRA_PNGINFO' },
    }),
    run: previewImages,
  },
  SaveImageWebsocket: {
    generation: 'classic',
    module: 'custom_nodes.websocket_image_save',
    displayName: 'Save Image (Websocket)',
    description: '',
    category: 'image',
    output: true,
    alwaysRuns: true,
    returns: [],
    inputs: () => ({ required: { images: ['IMAGE'] } }),
    run: sendImages,
  },
  EmptyImage: {
    ...CLASSIC,
    displayName: 'Empty Image',
    description: '',
    category: 'image',
    returns: [['IMAGE', 'IMAGE']],
    inputs: () => ({
      required: {
        width: ['INT', { default: 512, min: 1, max: 16384, step: 1 }],
        height: ['INT', { default: 512, min: 1, max: 16384, step: 1 }],
        batch_size: ['INT', { default: 1, min: 1, max: 4096 }],
        color: ['INT', { default: 0, min: 0, max: 0xffffff, step: 1, display: 'color' }],
      },
    }),
    run: (inputs) => {
      const raster = solid(numberOf(inputs, 'width'), numberOf(inputs, 'height'), numberOf(inputs, 'color'));
      return {
        outputs: [
          { kind: 'IMAGE', rasters: Array.from({ length: numberOf(inputs, 'batch_size') }, () => raster) },
        ],
      };
    },
  },
  ImageInvert: {
    ...CLASSIC,
    displayName: 'Invert Image Colors',
    description: '',
    category: 'image/color',
    returns: [['IMAGE', 'IMAGE']],
    inputs: () => ({ required: { image: ['IMAGE'] } }),
    run: (inputs) => ({
      outputs: [
        {
          kind: 'IMAGE',
          rasters: linked(inputs, 'image', 'IMAGE').rasters.map(({ width, height, rgb }) => ({
            width,
            height,
            rgb: Buffer.from(rgb.map((value) => 255 - value)),
          })),
        },
      ],
    }),
  },
  LoadImage: {
    ...CLASSIC,
    displayName: 'Load Image',
    description: '',
    category: 'image',
    returns: [
      ['IMAGE', 'IMAGE'],
      ['MASK', 'MASK'],
    ],
    inputs: (_lists, uploads) => ({ required: { image: [[...uploads], { image_upload: true }] } }),
    fingerprint: (inputs, files) => loadedFile(files, String(inputs.image))?.etag ?? '',
    refuses: (_input, value, files) =>
      loadedFile(files, String(value)) === undefined ? `Invalid image file: ${String(value)}` : undefined,
    run: async (inputs, context) => {
      const name = textOf(inputs, 'image');
      const file = loadedFile(context.files, name);
      if (file === undefined) {
        throw new NodeFailure('FileNotFoundError', `[Errno 2] No such file or directory: '${name}'\n`);
      }
      try {
        return {
          outputs: [{ kind: 'IMAGE', rasters: [await decodedPicture(file.bytes)] }, { kind: 'MASK' }],
        };
      } catch {
        throw new NodeFailure('PIL.UnidentifiedImageError', `cannot identify image file '${name}'\n`);
      }
    },
  },
};
