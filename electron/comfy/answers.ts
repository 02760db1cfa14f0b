import { z } from 'zod';
import type { JsonValue } from '../../core/session/json';
import { type ExecutionError, executionErrorSchema, type ImageReference, nodeOutputSchema } from './messages';

const bytes = z
  .number()
  .nullish()
  .transform((value) => value ?? null);

/** `GET /system_stats`: what tells a ComfyUI from any other server. */
export const systemStatsSchema = z.object({
  system: z.object({
    /** Absent before about 0.3. */
    comfyui_version: z
      .string()
      .nullish()
      .transform((value) => value ?? null),
    /** The words that the server was started with. */
    argv: z.array(z.string()).catch([]),
  }),
  devices: z.array(z.object({ name: z.string(), type: z.string(), vram_total: bytes, vram_free: bytes })),
});
export type SystemStats = z.infer<typeof systemStatsSchema>;

/** One prompt in the server's queue. */
export interface QueueItem {
  prompt_id: string;
  number: number;
  /** What `postPrompt` marked it with; null for prompts of others. */
  mark: string | null;
}

/** Where a posted prompt carries our mark: the server keeps `extra_data` with the prompt, and writes nothing of it into files. */
export const MARK_KEY = 'blindfold_mark';

const markedSchema = z.object({ [MARK_KEY]: z.string() });

/** In: `extra_data` as the server gives it back. */
function markOf(extraData: unknown): string | null {
  return markedSchema.safeParse(extraData).data?.[MARK_KEY] ?? null;
}

const queueItemSchema = z.array(z.unknown()).transform((item, ctx): QueueItem => {
  const [number, prompt_id, , extraData] = item;
  if (typeof number === 'number' && typeof prompt_id === 'string')
    return { prompt_id, number, mark: markOf(extraData) };
  ctx.addIssue({ code: 'custom', message: 'not a queue item' });
  return z.NEVER;
});

/** `GET /queue`; what waits comes in the order in which it will run (the server's own list is a heap). */
export const queueSchema = z
  .object({ queue_running: z.array(queueItemSchema), queue_pending: z.array(queueItemSchema) })
  .transform(({ queue_running, queue_pending }) => ({
    running: queue_running,
    pending: queue_pending.toSorted((a, b) => a.number - b.number || (a.prompt_id < b.prompt_id ? -1 : 1)),
  }));
export type Queue = z.infer<typeof queueSchema>;

/** How a prompt ended, as the server's history tells it. */
export interface HistoryEntry {
  /** What `postPrompt` marked it with; null for prompts of others. */
  mark: string | null;
  outcome: 'success' | 'error' | 'interrupted';
  /** All images of the prompt, by node. */
  images: { node: string; image: ImageReference }[];
  /** True when every node came from the server's cache: then the images are those of an earlier prompt. */
  is_cached: boolean;
  error: ExecutionError | null;
  /** Time from the start of its execution to its end; null when the server does not say. */
  seconds: number | null;
}

/** A year: whatever says more has its times wrong. */
const MAX_SECONDS = 365 * 24 * 3600;

const historyMessageSchema = z.tuple([z.string(), z.looseObject({ timestamp: z.number().optional() })]);

const historyEntrySchema = z.object({
  prompt: z.array(z.unknown()),
  outputs: z.record(z.string(), nodeOutputSchema),
  status: z
    .object({ status_str: z.string(), completed: z.boolean(), messages: z.array(z.unknown()) })
    .nullish()
    .transform((value) => value ?? null),
});

/** Reads one entry of `GET /history/{id}`; null when it is not one. */
export function parseHistoryEntry(value: JsonValue | undefined): HistoryEntry | null {
  const parsed = historyEntrySchema.safeParse(value);
  if (!parsed.success) return null;
  const { outputs, status, prompt } = parsed.data;
  const images = Object.entries(outputs).flatMap(([node, list]) => list.map((image) => ({ node, image })));
  const messages = new Map<string, z.infer<typeof historyMessageSchema>[1]>();
  for (const message of status?.messages ?? []) {
    const known = historyMessageSchema.safeParse(message);
    if (known.success) messages.set(known.data[0], known.data[1]);
  }
  const failed = executionErrorSchema.safeParse(messages.get('execution_error'));
  const start = messages.get('execution_start')?.timestamp;
  const end = messages.get('execution_success')?.timestamp;
  return {
    mark: markOf(prompt[3]),
    outcome: outcomeOf(messages, status?.completed ?? images.length > 0),
    images,
    is_cached: isAllCached(messages.get('execution_cached'), prompt[2]),
    error: failed.success ? failed.data : null,
    seconds: secondsBetween(start, end),
  };
}

/** In: milliseconds since 1970. Out: null for a span that no execution takes. */
function secondsBetween(start: number | undefined, end: number | undefined): number | null {
  if (start === undefined || end === undefined) return null;
  const seconds = Math.max(0, end - start) / 1000;
  return seconds < MAX_SECONDS ? seconds : null;
}

const ENDS = new Map<string, HistoryEntry['outcome']>([
  ['execution_success', 'success'],
  ['execution_error', 'error'],
  ['execution_interrupted', 'interrupted'],
]);

/**
 * Interruption and error have the same status word; the last message tells them apart. An error before a good end is that of a
 * node that only blocked its followers.
 */
function outcomeOf(messages: ReadonlyMap<string, unknown>, isCompleted: boolean): HistoryEntry['outcome'] {
  const ends = [...messages.keys()].flatMap((name) => ENDS.get(name) ?? []);
  return ends.at(-1) ?? (isCompleted ? 'success' : 'error');
}

function isAllCached(cached: { [key: string]: unknown } | undefined, graph: unknown): boolean {
  if (cached === undefined || typeof graph !== 'object' || graph === null) return false;
  const nodes = new Set(Array.isArray(cached['nodes']) ? cached['nodes'].map(String) : []);
  const ids = Object.keys(graph);
  return ids.length > 0 && ids.every((id) => nodes.has(id));
}

const jobSchema = z.object({
  status: z.enum(['pending', 'in_progress', 'completed', 'failed', 'cancelled']),
});
export type JobStatus = z.infer<typeof jobSchema>['status'] | 'unknown';

/** `GET /api/jobs/{id}`; null when it is not a job. */
export function parseJobStatus(value: JsonValue): JobStatus | null {
  const parsed = jobSchema.safeParse(value);
  return parsed.success ? parsed.data.status : null;
}

/** One input of a node class: what it takes, as far as it can be checked. */
export interface InputInfo {
  name: string;
  isRequired: boolean;
  /** The values to choose from; null when it is no choice, or the server does not list them. */
  options: JsonValue[] | null;
  /** Bounds of a number. */
  min: number | bigint | null;
  max: number | bigint | null;
}

/** What `GET /object_info/{class}` says of a node class. */
export interface NodeInfo {
  inputs: Map<string, InputInfo>;
  isOutput: boolean;
}

const nodeInfoSchema = z.object({
  input: z.object({
    required: z.record(z.string(), z.unknown()).optional(),
    optional: z.record(z.string(), z.unknown()).optional(),
  }),
  output_node: z.boolean().optional(),
});

/** Reads one class of `GET /object_info`; null when it is not one. */
export function parseNodeInfo(value: JsonValue | undefined): NodeInfo | null {
  const parsed = nodeInfoSchema.safeParse(value);
  if (!parsed.success) return null;
  const inputs = new Map<string, InputInfo>();
  for (const isRequired of [true, false]) {
    const group = isRequired ? parsed.data.input.required : parsed.data.input.optional;
    for (const [name, spec] of Object.entries(group ?? {}))
      inputs.set(name, inputInfo(name, isRequired, spec));
  }
  return { inputs, isOutput: parsed.data.output_node === true };
}

/** Choices come in two forms, both in one server: a bare list, or the word COMBO with a list beside it. */
function inputInfo(name: string, isRequired: boolean, spec: unknown): InputInfo {
  const [type, config] = Array.isArray(spec) ? spec : [spec];
  const extra: { [key: string]: unknown } =
    typeof config === 'object' && config !== null ? { ...config } : {};
  const list = Array.isArray(type)
    ? type
    : type === 'COMBO' && Array.isArray(extra['options'])
      ? extra['options']
      : null;
  const isNumber = type === 'INT' || type === 'FLOAT';
  // Such inputs stand in a graph under other names than this one.
  const isDynamic = typeof type === 'string' && type.startsWith('COMFY_');
  return {
    name,
    isRequired: isRequired && !isDynamic,
    options: list,
    min: isNumber ? bound(extra['min']) : null,
    max: isNumber ? bound(extra['max']) : null,
  };
}

function bound(value: unknown): number | bigint | null {
  return typeof value === 'number' || typeof value === 'bigint' ? value : null;
}
