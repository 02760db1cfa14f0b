import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { formatWeight } from '../core/plan/weights';
import { parseJson, stringifyJson } from '../core/session/json';
import { builtinWorkflow } from '../core/workflow/builtin';
import type { ComfyGraph } from '../core/workflow/nodes';

export interface PlainPlan {
  readonly checkpoint: string;
  readonly lora: string;
  readonly weights: readonly number[];
  readonly prompts: readonly string[];
  readonly seeds: readonly number[];
}

/** How long the plain method rests after each pair, in ms. */
export const PLAIN_REST_MS = 500;

/**
 * The plain way to make the same comparison: for each weight, prompt and seed one picture without the LoRA (its loader at
 * strength 0) and one with it, a new socket for each, one after the other, and a rest after each pair. In: the folder for the
 * pictures, and the rest in ms.
 */
export async function makePlainly(
  url: string,
  plan: PlainPlan,
  folder: string,
  restMs: number,
): Promise<void> {
  for (const weight of plan.weights) {
    for (const [index, prompt] of plan.prompts.entries()) {
      for (const seed of plan.seeds) {
        for (const strength of [0, weight]) {
          const name = `plain_${index}_${seed}_w${formatWeight(weight)}_${strength === 0 ? 'off' : 'on'}`;
          const bytes = await makeOne(url, graphOf(plan, prompt, seed, strength, name));
          await writeFile(join(folder, `${name}.png`), bytes);
        }
        await new Promise((done) => setTimeout(done, restMs));
      }
    }
  }
}

/** A graph of eight nodes. */
function graphOf(plan: PlainPlan, prompt: string, seed: number, strength: number, name: string): ComfyGraph {
  const graph = builtinWorkflow({ checkpoint: plan.checkpoint });
  for (const node of Object.values(graph)) {
    if (node.class_type === 'KSampler') node.inputs.seed = seed;
    if (node.class_type === 'SaveImage') node.inputs.filename_prefix = name;
    if (node.class_type === 'LoraLoader')
      Object.assign(node.inputs, { lora_name: plan.lora, strength_model: strength, strength_clip: strength });
  }
  const positive = graph['6'];
  if (positive === undefined) throw new Error('The built-in workflow has another shape now.');
  positive.inputs.text = prompt;
  return graph;
}

async function makeOne(url: string, graph: ComfyGraph): Promise<Uint8Array> {
  const clientId = crypto.randomUUID();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?clientId=${clientId}`);
  await once(socket, 'open');
  try {
    let promptId: string | null = null;
    const ended = new Set<string>();
    const isDone = new Promise<void>((resolve) => {
      socket.on('message', (data, isBinary) => {
        if (isBinary) return;
        const { type, data: said } = parseJson(String(data)) as {
          type: string;
          data: { node?: unknown; prompt_id?: string };
        };
        if (type === 'executing' && said.node === null && said.prompt_id !== undefined)
          ended.add(said.prompt_id);
        if (promptId !== null && ended.has(promptId)) resolve();
      });
    });
    const posted = await fetch(`${url}/prompt`, {
      method: 'POST',
      body: stringifyJson({ prompt: graph, client_id: clientId }),
    });
    if (!posted.ok) throw new Error(`The server refused: ${await posted.text()}`);
    promptId = ((await posted.json()) as { prompt_id: string }).prompt_id;
    if (!ended.has(promptId)) await isDone;
    const history = (await (await fetch(`${url}/history/${promptId}`)).json()) as {
      [id: string]: {
        outputs: { [node: string]: { images: { filename: string; subfolder: string; type: string }[] } };
      };
    };
    const image = Object.values(history[promptId]?.outputs ?? {}).flatMap(({ images }) => images)[0];
    if (image === undefined) throw new Error('The server made no picture.');
    const file = await fetch(`${url}/view?${new URLSearchParams(image)}`);
    return new Uint8Array(await file.arrayBuffer());
  } finally {
    socket.close();
  }
}
