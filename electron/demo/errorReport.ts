import type { JsonObject } from './graph';
import { NODES } from './nodes';
import { isNodeValue, NodeFailure, type NodeValue, type RunInputs } from './nodeTypes';
import type { QueueItem } from './promptQueue';
import { pythonStr } from './pythonText';

/** ComfyUI tells whatever a node raises; the prompt ends and the queue goes on. */
export function describedError(error: unknown): JsonObject {
  if (error instanceof NodeFailure) {
    return { exception_message: error.message, exception_type: error.exceptionType };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { exception_message: `${message}\n`, exception_type: 'RuntimeError' };
}

/** What a node is given without being linked or typed in. */
export function hiddenInputs(item: QueueItem, classType: string): RunInputs {
  const shapes = NODES.get(classType)?.inputs({ checkpoints: [], loras: [], folders: {} }, []);
  const { extra_pnginfo: extra = null } = item.extraData;
  return shapes?.hidden === undefined ? {} : { prompt: item.graph, extra_pnginfo: extra };
}

/** Inputs as an error message shows them: each a list with one value; what is no plain value as Python's text for it. */
export function describedInputs(inputs: RunInputs): JsonObject {
  const described: JsonObject = {};
  for (const [name, value] of Object.entries(inputs)) {
    described[name] = [
      isNodeValue(value)
        ? pythonObject(value.kind)
        : typeof value === 'object' && value !== null
          ? pythonStr(value)
          : (value ?? null),
    ];
  }
  return described;
}

/** The classes of the values that a person may see named; an address in memory as Python shows one. */
const PYTHON_CLASSES: Partial<Record<NodeValue['kind'], string>> = {
  MODEL: 'comfy.model_patcher.ModelPatcher',
  CLIP: 'comfy.sd.CLIP',
  VAE: 'comfy.sd.VAE',
};

function pythonObject(kind: NodeValue['kind']): string {
  if (kind === 'IMAGE' || kind === 'MASK') return 'tensor([[[...]]])';
  return `<${PYTHON_CLASSES[kind] ?? kind} object at 0x7f0000000000>`;
}
