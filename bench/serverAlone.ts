import { type JsonValue, parseJson, stringifyJson } from '../core/session/json';
import type { ComfyGraph } from '../core/workflow/nodes';

const LOOK_EVERY_MS = 10;

/** The graphs of every job that a server remembers, oldest first. */
export async function postedGraphs(url: string): Promise<ComfyGraph[]> {
  const history = parseJson(await textOf(`${url}/history`)) as { [id: string]: { prompt: JsonValue[] } };
  return Object.values(history)
    .sort((a, b) => Number(a.prompt[0]) - Number(b.prompt[0]))
    .map(({ prompt }) => prompt[2] as ComfyGraph);
}

/** Posts graphs all at once, so that the server never waits for anybody, and waits until it has made them. */
export async function postAgain(url: string, graphs: readonly ComfyGraph[]): Promise<void> {
  for (const prompt of graphs) {
    const posted = await fetch(`${url}/prompt`, { method: 'POST', body: stringifyJson({ prompt }) });
    if (!posted.ok) throw new Error(`The server refused: ${await posted.text()}`);
  }
  for (;;) {
    const { exec_info } = parseJson(await textOf(`${url}/prompt`)) as {
      exec_info: { queue_remaining: number };
    };
    if (exec_info.queue_remaining === 0) return;
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
}

async function textOf(address: string): Promise<string> {
  return (await fetch(address)).text();
}
