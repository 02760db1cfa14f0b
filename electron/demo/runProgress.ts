import type { JsonObject } from './graph';
import type { ShownPicture } from './nodeTypes';

interface NodeState {
  value: number;
  max: number;
  state: 'running' | 'finished';
}

/** Where a run's messages go. */
export interface ProgressOutlet {
  message(type: string, data: JsonObject): void;
  /** A picture: with what it is about to sockets that take descriptions, without (null) to the others. */
  picture(picture: ShownPicture, about: JsonObject | null): void;
}

/** Steps are told at most this often (ms), and only when this share of the whole has gone by. */
const STEP_PAUSE_MS = 100;
const STEP_SHARE = 0.005;

/** The `progress` and `progress_state` messages of one run. */
export class RunProgress {
  private readonly nodes = new Map<string, NodeState>();
  private readonly promptId: string;
  private readonly clock: { now(): number };
  private readonly send: ProgressOutlet;
  private lastTold: { value: number; time: number } | null = null;

  constructor(promptId: string, clock: { now(): number }, send: ProgressOutlet) {
    this.promptId = promptId;
    this.clock = clock;
    this.send = send;
  }

  start(id: string): void {
    this.nodes.set(id, { value: 0, max: 1, state: 'running' });
    this.lastTold = null;
    this.tellState();
  }

  /** A step: always told for the first, the last and with a picture, thinned between. */
  step(id: string, value: number, max: number, picture?: ShownPicture): void {
    this.nodes.set(id, { value, max, state: 'running' });
    const now = this.clock.now();
    const last = this.lastTold;
    if (picture === undefined && last !== null && value < max) {
      if (now - last.time < STEP_PAUSE_MS || (value - last.value) / max < STEP_SHARE) return;
    }
    this.lastTold = { value, time: now };
    this.tellState();
    // Those that take the picture with its description get it before the step, the others after it.
    if (picture !== undefined) this.send.picture(picture, this.describe(id));
    this.send.message('progress', { value, max, prompt_id: this.promptId, node: id });
    if (picture !== undefined) this.send.picture(picture, null);
  }

  finish(id: string): void {
    const max = this.nodes.get(id)?.max ?? 1;
    this.nodes.set(id, { value: max, max, state: 'finished' });
    this.tellState();
  }

  private describe(id: string): JsonObject {
    return {
      node_id: id,
      prompt_id: this.promptId,
      display_node_id: id,
      parent_node_id: null,
      real_node_id: id,
    };
  }

  private tellState(): void {
    const nodes: JsonObject = {};
    for (const [id, { value, max, state }] of this.nodes) {
      nodes[id] = {
        value,
        max,
        state,
        ...this.describe(id),
      };
    }
    this.send.message('progress_state', { prompt_id: this.promptId, nodes });
  }
}
