import { stringifyJson } from '../../core/session/json';
import { type FileReference, type FileType, insideRoot } from './files';
import {
  linked,
  NodeFailure,
  type Raster,
  type RunContext,
  type RunInputs,
  type RunResult,
  textOf,
} from './nodeTypes';
import { encodePng } from './painter';
import { asciiJson, withTextChunks } from './pngText';

/** Where a prefix such as `folder/name` leads: ComfyUI's tokens filled in, the last part the file's name. */
function target(prefix: string, raster: Raster, now: number): { subfolder: string; name: string } {
  const date = new Date(now);
  const two = (value: number) => String(value).padStart(2, '0');
  const tokens: Record<string, string> = {
    '%width%': String(raster.width),
    '%height%': String(raster.height),
    '%year%': String(date.getFullYear()),
    '%month%': two(date.getMonth() + 1),
    '%day%': two(date.getDate()),
    '%hour%': two(date.getHours()),
    '%minute%': two(date.getMinutes()),
    '%second%': two(date.getSeconds()),
  };
  const filled = prefix.replace(
    /%(?:width|height|year|month|day|hour|minute|second)%/g,
    (token) => tokens[token] ?? token,
  );
  const slash = filled.lastIndexOf('/');
  const folder = slash < 0 ? '' : filled.slice(0, slash === 0 ? 1 : slash);
  const subfolder = insideRoot(folder);
  const name = filled.slice(slash + 1);
  if (subfolder === undefined || name === '..') {
    throw new NodeFailure(
      'Exception',
      `**** ERROR: Saving image outside the output folder is not allowed.\n full_output_folder: ${folder}\n         output_dir: /demo/output\n`,
    );
  }
  return { subfolder, name };
}

async function saveAll(
  images: readonly Raster[],
  prefix: string,
  type: FileType,
  context: RunContext,
): Promise<FileReference[]> {
  const references: FileReference[] = [];
  const first = images[0];
  if (first === undefined) return references;
  const { subfolder, name } = target(prefix, first, context.now());
  let counter = context.files.nextCounter(type, subfolder, name);
  for (const [index, raster] of images.entries()) {
    const stem = name.replaceAll('%batch_num%', String(index));
    const filename = `${stem}_${String(counter).padStart(5, '0')}_.png`;
    const texts: Record<string, string> = { prompt: asciiJson(stringifyJson(context.graph)) };
    for (const [key, value] of Object.entries(context.extraPnginfo ?? {})) {
      texts[key] = asciiJson(stringifyJson(value));
    }
    const png = withTextChunks(raster.png ?? (await encodePng(raster)), texts);
    const reference: FileReference = { filename, subfolder, type };
    context.files.put(reference, png, context.now());
    references.push(reference);
    counter += 1;
  }
  return references;
}

/** SaveImage: files under the output folder, counted up, never overwritten. */
export async function saveImages(inputs: RunInputs, context: RunContext): Promise<RunResult> {
  const image = linked(inputs, 'images', 'IMAGE');
  const images = await saveAll(image.rasters, textOf(inputs, 'filename_prefix'), 'output', context);
  return { outputs: [image], images };
}

/** PreviewImage: files in the temporary folder, under a name that nobody chose. */
export async function previewImages(inputs: RunInputs, context: RunContext): Promise<RunResult> {
  const image = linked(inputs, 'images', 'IMAGE');
  const letters = temporaryLetters(context.files.list('temp').length);
  const images = await saveAll(image.rasters, `ComfyUI_temp_${letters}`, 'temp', context);
  return { outputs: [image], images };
}

function temporaryLetters(count: number): string {
  let rest = (count + 1) * 7919 * 31;
  let letters = '';
  for (let index = 0; index < 5; index += 1) {
    letters += String.fromCharCode(97 + (rest % 26));
    rest = Math.floor(rest / 26) + 17 * (index + 1);
  }
  return letters;
}
