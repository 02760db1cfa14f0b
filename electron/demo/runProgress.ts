import type { JsonObject } from './graph';

interface NodeState {
  value: number;
  max: number;
  state: 'running' | 'finished';
}

/** Steps are told at most this often (ms), and only when this share of the whole has gone by. */
const STEP_PAUSE_MS = 100;
const STEP_SHARE = 0.005;

/** The `progress` and `progress_state` messages of one run. */
export class RunProgress {
  private readonly nodes = new Map<string, NodeState>();
  private readonly promptId: string;
  private readonly clock: { now(): number };
  private readonly send: (type: string, data: JsonObject) => void;
  private lastTold: { value: number; time: number } | null = null;

  constructor(promptId: string, clock: { now(): number }, send: (type: string, data: JsonObject) => void) {
    this.promptId = promptId;
    this.clock = clock;
    this.send = send;
  }

  start(id: string): void {
    this.nodes.set(id, { value: 0, max: 1, state: 'running' });
    this.lastTold = null;
    this.tellState();
  }

  /** A sampler step: always told for the first and the last, thinned between. */
  step(id: string, value: number, max: number): void {
    this.nodes.set(id, { value, max, state: 'running' });
    const now = this.clock.now();
    const last = this.lastTold;
    if (last !== null && value < max) {
      if (now - last.time < STEP_PAUSE_MS || (value - last.value) / max < STEP_SHARE) return;
    }
    this.lastTold = { value, time: now };
    this.tellState();
    this.send('progress', { value, max, prompt_id: this.promptId, node: id });
  }

  finish(id: string): void {
    const max = this.nodes.get(id)?.max ?? 1;
    this.nodes.set(id, { value: max, max, state: 'finished' });
    this.tellState();
  }

  private tellState(): void {
    const nodes: JsonObject = {};
    for (const [id, { value, max, state }] of this.nodes) {
      nodes[id] = {
        value,
        max,
        state,
        node_id: id,
        prompt_id: this.promptId,
        display_node_id: id,
        parent_node_id: null,
        real_node_id: id,
      };
    }
    this.send('progress_state', { prompt_id: this.promptId, nodes });
  }
}
