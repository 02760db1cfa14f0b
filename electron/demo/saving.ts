import { posix } from 'node:path';
import { stringifyJson } from '../../core/session/json';
import { type FileReference, type FileType, insideRoot, OUTPUT_FOLDER } from './files';
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
function target(
  prefix: string,
  raster: Raster,
  now: number,
  tellsCommonPath: boolean,
): { subfolder: string; name: string } {
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
  // A slash at the end leads to no folder: ComfyUI normalises the path before it parts it.
  const path = posix.normalize(filled).replace(/\/+$/, '');
  const name = posix.basename(path);
  const folder = posix.dirname(path);
  const subfolder = insideRoot(folder);
  if (subfolder === undefined) throw outsideFailure(folder, tellsCommonPath);
  return { subfolder, name };
}

function outsideFailure(folder: string, tellsCommonPath: boolean): NodeFailure {
  const full = posix.resolve(OUTPUT_FOLDER, folder);
  const common = commonPath(full, OUTPUT_FOLDER);
  return new NodeFailure(
    'Exception',
    `**** ERROR: Saving image outside the output folder is not allowed.\n full_output_folder: ${full}\n         output_dir: ${OUTPUT_FOLDER}\n${tellsCommonPath ? `         commonpath: ${common}\n` : ''}`,
  );
}

/** The folder that two absolute paths lie in. */
function commonPath(one: string, two: string): string {
  const others = two.split('/');
  const parts = one.split('/');
  const end = parts.findIndex((part, index) => part !== others[index]);
  return parts.slice(0, end < 0 ? parts.length : end).join('/') || '/';
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
  const { subfolder, name } = target(prefix, first, context.now(), context.traits.tellsCommonPath);
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

/** SaveImageWebsocket: whole pictures through the socket, in the frames of previews; nothing is kept. */
export async function sendImages(inputs: RunInputs, context: RunContext): Promise<RunResult> {
  const { rasters } = linked(inputs, 'images', 'IMAGE');
  for (const [index, raster] of rasters.entries()) {
    const bytes = raster.png ?? (await encodePng(raster));
    context.progress(index, rasters.length, { format: 'png', bytes });
  }
  return { outputs: [] };
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
