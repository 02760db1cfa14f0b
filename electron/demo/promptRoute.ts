import { randomUUID } from 'node:crypto';
import { type JsonValue, parseJson } from '../../core/session/json';
import type { FaultSwitch } from './faults';
import type { FileStore } from './files';
import { isObject, type JsonObject } from './graph';
import { type DemoReply, json, TROUBLE } from './http';
import type { ModelLists } from './models';
import type { PromptQueue } from './promptQueue';
import { pythonBool, pythonStr, toPythonFloat } from './pythonText';
import { UnreadablePrompt, validatePrompt } from './validation';
import type { VersionTraits } from './versions';

const CANONICAL_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for the only form of id that ComfyUI 0.33 takes. */
export function isCanonicalUuid(value: JsonValue | undefined): value is string {
  return typeof value === 'string' && CANONICAL_UUID.test(value);
}

/** Secrets for paid nodes are not shown again in queue and history. */
const SECRET_KEYS = ['api_key_comfy_org', 'auth_token_comfy_org'];

export interface PromptRouteOptions {
  readonly lists: ModelLists;
  readonly files: FileStore;
  readonly queue: PromptQueue;
  readonly faults: FaultSwitch;
  readonly traits: VersionTraits;
  now(): number;
  /** Called when a prompt has been queued. */
  queued(): void;
}

/** POST /prompt: checks a graph, queues it, counts. */
export class PromptRoute {
  private readonly options: PromptRouteOptions;
  private counter = 0;

  constructor(options: PromptRouteOptions) {
    this.options = options;
  }

  /** As after a restart: numbers start at 0 again. */
  reset(): void {
    this.counter = 0;
  }

  post(body: Buffer): DemoReply {
    let posted: JsonValue;
    try {
      posted = parseJson(body.toString('utf8'));
    } catch {
      return TROUBLE;
    }
    if (!isObject(posted)) return TROUBLE;
    let number: number;
    try {
      number = this.numberOf(posted);
    } catch {
      return TROUBLE;
    }
    if (posted.prompt === undefined) {
      return refuse({
        type: 'no_prompt',
        message: 'No prompt provided',
        details: 'No prompt provided',
        extra_info: {},
      });
    }
    const isOwnId = this.options.faults.request(['own_id'], 'POST', '/prompt') !== undefined;
    const given = isOwnId ? randomUUID() : (posted.prompt_id ?? randomUUID());
    const promptId = this.options.traits.wantsUuids ? given : pythonStr(given);
    if (typeof promptId !== 'string' || (this.options.traits.wantsUuids && !isCanonicalUuid(promptId))) {
      return refuse({
        type: 'invalid_prompt_id',
        message: 'prompt_id must be a valid UUID',
        details:
          'prompt_id must be a UUID string in canonical lowercase hyphenated form; omit it to let the server generate one',
        extra_info: {},
      });
    }
    if (this.options.faults.request(['refuse_prompt'], 'POST', '/prompt') !== undefined) {
      return refuse({
        type: 'demo_refusal',
        message: 'The demo pretends to refuse',
        details: '',
        extra_info: {},
      });
    }
    return this.queue(posted, posted.prompt, number, promptId);
  }

  private queue(posted: JsonObject, prompt: JsonValue, number: number, promptId: string): DemoReply {
    const { lists, files, queue, faults, traits } = this.options;
    const wanted = posted.partial_execution_targets;
    const targets = Array.isArray(wanted) ? wanted.map(String) : null;
    let result: ReturnType<typeof validatePrompt>;
    try {
      result = validatePrompt(prompt, targets, { lists, files, traits });
    } catch (error) {
      if (error instanceof UnreadablePrompt) return TROUBLE;
      throw error;
    }
    if (!result.valid) return refuse({ ...result.error }, onWire(result.node_errors));
    const extraData: JsonObject = isObject(posted.extra_data) ? { ...posted.extra_data } : {};
    for (const key of SECRET_KEYS) delete extraData[key];
    if (posted.client_id !== undefined) extraData.client_id = posted.client_id;
    if (traits.stampsPrompts) extraData.create_time = this.options.now();
    queue.add({ number, promptId, graph: result.graph, extraData, outputs: result.outputs });
    this.options.queued();
    const nodeErrors = onWire(result.node_errors);
    if (faults.request(['node_errors'], 'POST', '/prompt') !== undefined) {
      const [node = '0'] = Object.keys(result.graph);
      nodeErrors[node] = {
        errors: [
          { type: 'demo_fault', message: 'The demo pretends to find a fault', details: '', extra_info: {} },
        ],
        dependent_outputs: [...result.outputs],
        class_type: result.graph[node]?.class_type ?? '',
      };
    }
    return json({ prompt_id: promptId, number, node_errors: nodeErrors });
  }

  /** The priority: the one given, else the counter, negated for the front. Throws Error on what is no number. */
  private numberOf(posted: JsonObject): number {
    if (posted.number !== undefined) return toPythonFloat(posted.number);
    const counted = this.counter;
    this.counter += 1;
    const front = posted.front !== undefined && pythonBool(posted.front);
    return front && counted !== 0 ? -counted : counted;
  }
}

function onWire(nodeErrors: Readonly<Record<string, object>>): JsonObject {
  const shown: JsonObject = {};
  for (const [id, entry] of Object.entries(nodeErrors)) shown[id] = { ...entry } as JsonObject;
  return shown;
}

function refuse(error: JsonObject, nodeErrors: JsonObject = {}): DemoReply {
  return json({ error, node_errors: nodeErrors }, 400);
}
