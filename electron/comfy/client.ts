import { AppFailure } from '../../core/contract/failure';
import { type Integer, isJsonObject, type JsonValue } from '../../core/session/json';
import { plainAddress } from '../../core/session/serverKey';
import type { ComfyGraph } from '../../core/workflow/nodes';
import {
  type HistoryEntry,
  type JobStatus,
  MARK_KEY,
  type NodeInfo,
  parseHistoryEntry,
  parseJobStatus,
  parseNodeInfo,
  type Queue,
  queueSchema,
  type SystemStats,
  systemStatsSchema,
} from './answers';
import { type ComfyHttpOptions, type ComfyResponse, createComfyHttp, serverError } from './http';
import type { ImageReference } from './messages';
import { type GraphOrigin, nodeErrorsSchema, partialFailure, refusalFailure } from './refusal';

const MAX_IMAGE_BYTES = 512 * 1024 * 1024;
const IMAGE_TIMEOUT_MS = 60_000;
/** Entries of the history that are looked through; each holds a whole graph. */
const RECENT = 8;

export interface PostPrompt {
  readonly graph: ComfyGraph;
  readonly clientId: string;
  /** A UUID in lower case, chosen by us, so that the prompt is known before it is posted. */
  readonly promptId: string;
  /** By which the prompt is known again in queue and history, also where the server gave it another id. */
  readonly mark?: string;
  /** True asks for previews of the sampling; older servers show them by a switch of their own only. */
  readonly previews?: boolean;
  /** For the words of a refusal. */
  readonly origin?: GraphOrigin;
}

export interface PostedPrompt {
  /** The server's own word; older servers do not take ours. */
  prompt_id: string;
  number: Integer;
}

/** The HTTP half of the conversation with one ComfyUI. All calls throw ComfyFailure when it cannot be reached. */
export interface ComfyClient {
  readonly url: string;
  systemStats(): Promise<SystemStats>;
  /** File names of a model folder, spelled as the server wants them; null when it has no such folder. */
  models(folder: string): Promise<string[] | null>;
  /** null when the server has no node class of that name. */
  objectInfo(className: string): Promise<NodeInfo | null>;
  /** What a file of a model folder says about itself, as the server read it; null when it says nothing or is not there. */
  metadata(folder: string, file: string): Promise<JsonValue | null>;
  queue(): Promise<Queue>;
  /** Throws AppFailure server_refuses, one fault per field; a prompt that is taken only in part is taken back and refused. */
  postPrompt(prompt: PostPrompt): Promise<PostedPrompt>;
  /** null while it waits or runs, and when it is unknown, deleted or lost: ask `queue` too. */
  history(promptId: string): Promise<HistoryEntry | null>;
  /** The prompt with that mark among the last few that ended, whatever its id; null when it is not among them. */
  recentlyEnded(mark: string): Promise<HistoryEntry | null>;
  /** Where a prompt stands; null on servers that cannot tell in one call. */
  job(promptId: string): Promise<JobStatus | null>;
  /** The file as the server has it; null when it is no longer there. */
  view(image: ImageReference): Promise<Uint8Array | null>;
  /** Takes prompts out that do not run yet; others are left alone. Leaves no trace in the history. */
  deleteFromQueue(promptIds: readonly string[]): Promise<void>;
  /** Stops the prompt if it is the one that runs. */
  interrupt(promptId: string): Promise<void>;
  /** Lets the server drop models and cache after the current prompt. */
  free(): Promise<void>;
  deleteHistory(promptIds: readonly string[]): Promise<void>;
}

/** Makes the client for one server; nothing is sent until a call is made. */
export function createComfyClient(options: ComfyHttpOptions): ComfyClient {
  const http = createComfyHttp(options);
  const shown = plainAddress(options.url);

  async function post(path: string, body: JsonValue): Promise<void> {
    const response = await http.send({ method: 'POST', path, body });
    if (response.status >= 500) throw serverError(shown, response.status);
    if (response.status !== 200) throw http.notComfy();
  }

  async function models(folder: string): Promise<string[] | null> {
    const response = await http.send({ path: `models/${encodeURIComponent(folder)}` });
    if (response.status === 404) return null;
    if (response.status >= 500) throw serverError(shown, response.status);
    const names = response.status === 200 ? http.parse(response) : null;
    if (!Array.isArray(names)) throw http.notComfy();
    return names.filter((name) => typeof name === 'string');
  }

  async function metadata(folder: string, file: string): Promise<JsonValue | null> {
    const query = new URLSearchParams({ filename: file });
    const response = await http.send({ path: `view_metadata/${encodeURIComponent(folder)}?${query}` });
    if (response.status >= 500) throw serverError(shown, response.status);
    return response.status === 200 ? http.parse(response) : null;
  }

  async function objectInfo(className: string): Promise<NodeInfo | null> {
    const all = await http.json({ path: `object_info/${encodeURIComponent(className)}` });
    if (!isJsonObject(all)) throw http.notComfy();
    return Object.hasOwn(all, className) ? parseNodeInfo(all[className]) : null;
  }

  async function queue(): Promise<Queue> {
    const parsed = queueSchema.safeParse(await http.json({ path: 'queue' }));
    if (!parsed.success) throw http.notComfy(parsed.error);
    return parsed.data;
  }

  /** Older servers stop whatever runs, whichever prompt is named: so the queue is asked first. */
  async function interrupt(promptId: string): Promise<void> {
    const { running } = await queue();
    if (running.some((item) => item.prompt_id === promptId)) await post('interrupt', { prompt_id: promptId });
  }

  async function listOptions(className: string, input: string): Promise<string[]> {
    const options = (await objectInfo(className))?.inputs.get(input)?.options ?? [];
    return options.filter((option) => typeof option === 'string');
  }

  async function postPrompt(prompt: PostPrompt): Promise<PostedPrompt> {
    const origin = prompt.origin ?? { loras: [], isOwnWorkflow: true };
    const response = await http.send({
      method: 'POST',
      path: 'prompt',
      body: {
        prompt: prompt.graph,
        client_id: prompt.clientId,
        prompt_id: prompt.promptId,
        ...extraData(prompt),
      },
    });
    if (response.status === 400)
      throw await refusalFailure(http.parse(response), prompt.graph, origin, listOptions);
    if (response.status !== 200) throw unusualRefusal(response);
    const answer = http.parse(response);
    if (!isJsonObject(answer) || typeof answer['prompt_id'] !== 'string') throw http.notComfy();
    const errors = nodeErrorsSchema.parse(answer['node_errors'] ?? {});
    if (Object.keys(errors).length > 0) {
      await post('queue', { delete: [answer['prompt_id']] });
      await interrupt(answer['prompt_id']);
      throw await partialFailure(errors, prompt.graph, origin, listOptions);
    }
    const number = answer['number'];
    return {
      prompt_id: answer['prompt_id'],
      number: typeof number === 'number' || typeof number === 'bigint' ? number : 0,
    };
  }

  function unusualRefusal(response: ComfyResponse): AppFailure {
    const field = 'setup.workflow';
    if (response.status === 413) {
      return new AppFailure('server_refuses', 'The workflow is larger than this server takes.', { field });
    }
    return response.status >= 500 ? serverError(shown, response.status) : http.notComfy();
  }

  return {
    url: options.url,
    models,
    metadata,
    objectInfo,
    postPrompt,
    async systemStats() {
      const stats = systemStatsSchema.safeParse(await http.json({ path: 'system_stats' }));
      if (!stats.success) throw http.notComfy(stats.error);
      return stats.data;
    },
    queue,
    async history(promptId) {
      const all = await http.json({ path: `history/${encodeURIComponent(promptId)}` });
      if (!isJsonObject(all)) throw http.notComfy();
      if (!Object.hasOwn(all, promptId)) return null;
      const entry = parseHistoryEntry(all[promptId]);
      if (entry === null) throw http.notComfy();
      return entry;
    },
    async recentlyEnded(mark) {
      const all = await http.json({ path: `history?max_items=${RECENT}` });
      if (!isJsonObject(all)) throw http.notComfy();
      for (const value of Object.values(all)) {
        const entry = parseHistoryEntry(value);
        if (entry?.mark === mark) return entry;
      }
      return null;
    },
    async job(promptId) {
      const response = await http.send({ path: `api/jobs/${encodeURIComponent(promptId)}` });
      const isJson = response.contentType.includes('json');
      if (response.status === 404) return isJson ? 'unknown' : null;
      return response.status === 200 && isJson ? parseJobStatus(http.parse(response)) : null;
    },
    async view(image) {
      const query = new URLSearchParams({
        filename: image.filename,
        subfolder: image.subfolder,
        type: image.type,
      });
      const response = await http.send({
        path: `view?${query}`,
        maxBytes: MAX_IMAGE_BYTES,
        timeoutMs: options.timeoutMs ?? IMAGE_TIMEOUT_MS,
      });
      if (response.status === 404) return null;
      if (response.status >= 500) throw serverError(shown, response.status);
      if (response.status !== 200) throw http.notComfy();
      return response.bytes;
    },
    async deleteFromQueue(promptIds) {
      if (promptIds.length > 0) await post('queue', { delete: [...promptIds] });
    },
    interrupt,
    free: () => post('free', { unload_models: true, free_memory: true }),
    async deleteHistory(promptIds) {
      if (promptIds.length > 0) await post('history', { delete: [...promptIds] });
    },
  };
}

function extraData({ mark, previews = false }: PostPrompt): { [key: string]: JsonValue } {
  const data = {
    ...(mark === undefined ? {} : { [MARK_KEY]: mark }),
    ...(previews ? { preview_method: 'auto' } : {}),
  };
  return Object.keys(data).length === 0 ? {} : { extra_data: data };
}
