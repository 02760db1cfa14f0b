import type { GenerationView } from '../contract/sessionView';
import type { RunError, SessionState } from './state';

const KEPT_BACK =
  'ComfyUI could not make it. Its own words are kept back until the reveal, because they tell what the image is.';

/** Words that tell a baseline from a candidate when they stand beside one image. */
const TELLING = /lora|baseline|strength|\bweights? -?\d|_w-?\d/i;

/**
 * What may be said of one image before the reveal. In: the session and a message about the image, which may hold a server's own
 * words. Out: the message, or a neutral one when it tells what the image is.
 */
export function sayOfImage(state: SessionState, message: string): string {
  return state.revealed === null && tells(state, message) ? KEPT_BACK : message;
}

/** The same for a message about the whole run: it may name a LoRA file, but not beside the number of an image. */
export function sayOfRun(state: SessionState, message: string): string {
  const isOfImage = /\bimages? \d/i.test(message) || /baseline|_w-?\d/i.test(message);
  return isOfImage ? sayOfImage(state, message) : message;
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
  };
}
