import type { GenerationView } from '../contract/generationView';
import type { RunError, SessionState } from './state';

/**
 * Stands for all words that a server chose itself, whatever they say: were only those kept back that name a LoRA, keeping
 * them back would tell that the image is a candidate.
 */
const KEPT_BACK = 'ComfyUI could not make it. Its own words are shown after the reveal.';

/** Our own sentences, which fit a baseline as well as a candidate. */
const OWN_WORDS = [
  'ComfyUI ran out of memory',
  'ComfyUI may not write its output',
  'ComfyUI could not load a model file',
  'ComfyUI could not make the image and does not say why',
  'ComfyUI lost this image',
  'ComfyUI made the image, but',
  'ComfyUI did not answer as it should',
  'ComfyUI ended the workflow and saved no image',
  'The disk of the ComfyUI server is full',
  'The image arrived damaged',
  'This image was interrupted',
  'This image came out with',
];
const OF_THE_CONNECTION =
  /^(ComfyUI at )?\S+ (answered, but it is not|answered with a web page|answered \(\d+\) that|has a certificate|refused the call|points to|failed inside|did not answer|does not answer|cannot be reached)/;

/** Words that tell a baseline from a candidate when they stand beside one image. */
const TELLING = /lora|baseline|strength|\bweights? -?\d|_w-?\d/i;

/**
 * What may be said of one image before the reveal. In: the session and a message about the image, which may hold a server's own
 * words. Out: the message if the words are ours, else a neutral one.
 */
export function sayOfImage(state: SessionState, message: string): string {
  return state.revealed !== null || (isOurs(message) && !tells(state, message)) ? message : KEPT_BACK;
}

function isOurs(message: string): boolean {
  return OWN_WORDS.some((words) => message.startsWith(words)) || OF_THE_CONNECTION.test(message);
}

/** Three failures end a run with the words of the last, which are about one image. */
const FAILURES = /^(Paused after three failures in a row: )(.*?)( at image \d+\..*)$/s;

/** The same for a message about the whole run: it may name a LoRA file, but not beside the number of an image. */
export function sayOfRun(state: SessionState, message: string): string {
  const [, start, words, end] = FAILURES.exec(message) ?? [];
  if (start !== undefined && words !== undefined && end !== undefined) {
    const isKept = sayOfImage(state, words) !== words;
    return isKept ? `${start}ComfyUI could not make it,${end}` : message;
  }
  const isOfImage = /\bimages? \d/i.test(message) || /baseline|_w-?\d/i.test(message);
  return isOfImage && state.revealed === null && tells(state, message) ? KEPT_BACK : message;
}

/** What may be said of an error of the session's runs. */
export function sayOfError(state: SessionState, error: Pick<RunError, 'message' | 'of_image'>): string {
  return error.of_image ? sayOfImage(state, error.message) : sayOfRun(state, error.message);
}

function tells(state: SessionState, message: string): boolean {
  if (TELLING.test(message)) return true;
  const lower = message.toLowerCase();
  return (state.started?.setup.loras ?? []).some((name) => {
    const stem = (name.split(/[\\/]/).at(-1) ?? '').replace(/\.\w+$/, '').toLowerCase();
    return stem.length >= 3 && lower.includes(stem);
  });
}

/** How the run stands, as it may be shown: numbers instead of files, and no words that tell one image from another. */
export function blindGeneration(state: SessionState, view: GenerationView): GenerationView {
  return {
    ...view,
    failed: view.failed.map(({ number, message }) => ({ number, message: sayOfImage(state, message) })),
    reason: view.reason === null ? null : sayOfRun(state, view.reason),
    servers: view.servers.map((server) => ({
      ...server,
      message: server.message === null ? null : sayOfRun(state, server.message),
    })),
  };
}
