import { AppFailure } from '../../core/contract/failure';
import type { ExecutionError } from './messages';

const MAX_WORDS = 300;

/**
 * Puts a failed execution into words that name neither file nor weight, so that they may be read before the reveal.
 * In: the error as ComfyUI tells it; null when it tells nothing.
 */
export function explainExecutionError(error: ExecutionError | null): AppFailure {
  return new AppFailure('server_refuses', sentence(error), { field: 'setup.workflow' });
}

function sentence(error: ExecutionError | null): string {
  if (error === null) return 'ComfyUI could not make the image and does not say why. Its own log may.';
  const { exception_type: type, exception_message: words } = error;
  if (/OutOfMemory/i.test(type) || /out of memory|not enough memory/i.test(words)) {
    return 'ComfyUI ran out of memory. Close what else uses the graphics card, or choose a smaller size.';
  }
  if (/No space left on device|disk full|Errno 28/i.test(words)) {
    return 'The disk of the ComfyUI server is full. Free some space there, then resume.';
  }
  if (/PermissionError/.test(type) || /Permission denied/i.test(words)) {
    return 'ComfyUI may not write its output. Give it the right to, then resume.';
  }
  // One sentence for every kind of model file: its own for a LoRA would tell that the image is a candidate.
  const isFile = /Safetensor|HeaderTooLarge|UnpicklingError|deserializ/i.test(`${type} ${words}`);
  if (isFile || /lora/i.test(error.node_type ?? '')) {
    return 'ComfyUI could not load a model file that the image needs. The file may be damaged, or made for another model.';
  }
  const first =
    words
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? type;
  const short = first.length > MAX_WORDS ? `${first.slice(0, MAX_WORDS)}…` : first;
  return `ComfyUI failed at ${error.node_type ?? 'a node'}: ${short.replace(/[.\s]+$/, '')}.`;
}
