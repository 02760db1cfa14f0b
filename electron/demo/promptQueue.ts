import type { JsonValue } from '../../core/session/json';
import type { FileReference } from './files';
import type { Graph, JsonObject } from './graph';
import { PromptHeap } from './promptHeap';

/** A prompt that waits or runs. */
export interface QueueItem {
  /** Smaller runs first. */
  readonly number: number;
  readonly promptId: string;
  readonly graph: Graph;
  readonly extraData: JsonObject;
  /** The output nodes to run. */
  readonly outputs: readonly string[];
}

export type StatusMessage = [event: string, data: JsonObject];

/** The files of one output node, and the id under which it ran when it wrote them. */
export interface NodeFiles {
  readonly images: readonly FileReference[];
  readonly ranAs: string;
}

export interface HistoryEntry {
  readonly item: QueueItem;
  readonly files: ReadonlyMap<string, NodeFiles>;
  readonly succeeded: boolean;
  readonly messages: readonly StatusMessage[];
}

/** ComfyUI keeps this many finished prompts. */
const HISTORY_CAP = 10_000;

/** What waits, what runs and what is done. Lives in memory only, as ComfyUI's does. */
export class PromptQueue {
  private readonly pending = new PromptHeap();
  private runningItem: QueueItem | null = null;
  private readonly done = new Map<string, HistoryEntry>();

  get running(): QueueItem | null {
    return this.runningItem;
  }

  /** Running and pending prompts. */
  get remaining(): number {
    return this.pending.length + (this.runningItem === null ? 0 : 1);
  }

  /** Pending prompts in the heap's order: the next first, the others not as they will run. */
  get waiting(): readonly QueueItem[] {
    return this.pending.all;
  }

  add(item: QueueItem): void {
    this.pending.push(item);
  }

  /** Moves the next prompt from pending to running. */
  take(): QueueItem | null {
    this.runningItem = this.pending.pop() ?? null;
    return this.runningItem;
  }

  /** Takes one pending prompt out; false when none has this id. */
  remove(promptId: string): boolean {
    return this.pending.remove(promptId);
  }

  clearPending(): void {
    this.pending.clear();
  }

  /** The running prompt is over: its history entry can be read from here on. */
  finish(entry: HistoryEntry): void {
    this.runningItem = null;
    this.done.delete(entry.item.promptId);
    this.done.set(entry.item.promptId, entry);
    const oldest = this.done.keys().next().value;
    if (this.done.size > HISTORY_CAP && oldest !== undefined) this.done.delete(oldest);
  }

  history(promptId: string): HistoryEntry | undefined {
    return this.done.get(promptId);
  }

  /** Oldest first. */
  allHistory(): HistoryEntry[] {
    return [...this.done.values()];
  }

  forget(promptId: string): void {
    this.done.delete(promptId);
  }

  forgetAll(): void {
    this.done.clear();
  }

  /** As after a restart of the process. */
  reset(): void {
    this.pending.clear();
    this.runningItem = null;
    this.done.clear();
  }
}

/** A prompt as /queue and /history show it. */
export function itemOnWire(item: QueueItem): JsonValue {
  return [item.number, item.promptId, item.graph, item.extraData, [...item.outputs]];
}

/** An entry as /history shows it. */
export function entryOnWire(entry: HistoryEntry): JsonObject {
  const outputs: JsonObject = {};
  const meta: JsonObject = {};
  for (const [node, { images, ranAs }] of entry.files) {
    outputs[node] = { images: images.map((image) => ({ ...image })) };
    meta[node] = { node_id: ranAs, display_node: ranAs, parent_node: null, real_node_id: ranAs };
  }
  return { prompt: itemOnWire(entry.item), outputs, status: statusOnWire(entry), meta };
}

export function statusOnWire(entry: HistoryEntry): JsonObject {
  return {
    status_str: entry.succeeded ? 'success' : 'error',
    completed: entry.succeeded,
    messages: entry.messages.map(([event, data]) => [event, data]),
  };
}
