import type { FileReference } from './files';
import type { JsonObject } from './graph';
import { type HistoryEntry, type PromptQueue, type QueueItem, statusOnWire } from './promptQueue';

export const JOB_STATUSES = ['pending', 'in_progress', 'completed', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export interface Job {
  readonly id: string;
  readonly status: JobStatus;
  readonly createTime: number;
  /** ms between start and end; 0 while it is not over. */
  readonly duration: number;
  /** Without the parts that only the single job's answer has. */
  readonly summary: JsonObject;
  readonly details: JsonObject;
}

/** All jobs: pending, running and done. */
export function allJobs(queue: PromptQueue): Job[] {
  const jobs = queue.waiting.map((item) => liveJob(item, 'pending'));
  if (queue.running !== null) jobs.push(liveJob(queue.running, 'in_progress'));
  return [...jobs, ...queue.allHistory().map(finishedJob)];
}

export function jobById(queue: PromptQueue, id: string): Job | undefined {
  return allJobs(queue).find((job) => job.id === id);
}

function createTimeOf(item: QueueItem): number {
  return Number(item.extraData.create_time ?? 0);
}

function liveJob(item: QueueItem, status: JobStatus): Job {
  const summary: JsonObject = {
    id: item.promptId,
    status,
    priority: item.number,
    create_time: createTimeOf(item),
    outputs_count: 0,
    previewable_outputs_count: 0,
  };
  return {
    id: item.promptId,
    status,
    createTime: createTimeOf(item),
    duration: 0,
    summary,
    details: summary,
  };
}

function finishedJob(entry: HistoryEntry): Job {
  const { item } = entry;
  const [lastEvent, lastData] = entry.messages.at(-1) ?? ['', {}];
  const status = entry.succeeded
    ? 'completed'
    : lastEvent === 'execution_interrupted'
      ? 'cancelled'
      : 'failed';
  const start = Number(entry.messages[0]?.[1].timestamp ?? 0);
  const end = Number(lastData.timestamp ?? start);
  const outputs: JsonObject = {};
  let count = 0;
  let preview: [string, FileReference] | undefined;
  for (const [node, { images }] of entry.files) {
    outputs[node] = { images: images.map((image) => ({ ...image })) };
    count += images.length;
    for (const image of images) if (preview === undefined || image.type === 'output') preview = [node, image];
  }
  const summary: JsonObject = {
    id: item.promptId,
    status,
    priority: item.number,
    create_time: createTimeOf(item),
    execution_start_time: start,
    execution_end_time: end,
    ...(status === 'failed' ? { execution_error: lastData } : {}),
    outputs_count: count,
    previewable_outputs_count: count,
    ...(preview === undefined
      ? {}
      : { preview_output: { ...preview[1], nodeId: preview[0], mediaType: 'images' } }),
  };
  const details: JsonObject = {
    ...summary,
    outputs,
    execution_status: statusOnWire(entry),
    workflow: { prompt: item.graph, extra_data: item.extraData },
  };
  return {
    id: item.promptId,
    status,
    createTime: createTimeOf(item),
    duration: end - start,
    summary,
    details,
  };
}
