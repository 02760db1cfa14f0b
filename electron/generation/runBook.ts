import type { NewEvent } from '../../core/session/events';
import type { ComfyConnection } from '../comfy/connection';
import type { OpenSession } from '../sessions/openSession';
import type { Timers } from '../sessions/timers';
import type { GenerationOptions } from './generationPort';
import type { PreparedRun } from './preflight';
import type { LiveRun, LiveServer, RunPlan } from './progress';

/** What a run works with, whichever server it speaks to. */
export interface RunParts {
  readonly session: OpenSession;
  readonly plan: RunPlan;
  readonly options: GenerationOptions;
  readonly timers: Timers;
  /** Tells that the run's view is another. */
  readonly changed: () => void;
}

/** What a run's work with one server needs. */
export interface LaneParts extends RunParts {
  /** Another one once a server that was away at the start was asked. */
  prepared: PreparedRun;
  readonly connection: ComfyConnection;
  /** The server as the set-up stores it. */
  readonly server: string;
  readonly live: LiveServer;
}

interface Place {
  readonly done: number;
  readonly total: number;
  readonly next_action: string;
}

/** Ends the work of a run that was given up from outside; nothing may be journaled after it. */
export class RunGivenUp extends Error {}

/** Where a run writes down what happens: the journal for good, `live` for the moment. */
export class RunBook {
  readonly live: LiveRun = { phase: 'queued', reason: null, servers: [], previews: false };
  /** Images of the run that failed since the last one that was made. */
  failuresInRow = 0;
  /** Prompt pairs whose beginning is told. */
  readonly begunPrompts = new Set<number>();
  private closed = false;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly parts: RunParts;

  constructor(parts: RunParts) {
    this.parts = parts;
  }

  /** Nothing is written after this. */
  close(): void {
    this.closed = true;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  /** Throws RunGivenUp once the book is closed. */
  proveOpen(): void {
    if (this.closed) throw new RunGivenUp();
  }

  /** Does work that counts on top of what other servers brought, one after the other. Rejects when the work does. */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Journals events. Rejects with AppFailure when the disk refuses, with RunGivenUp once the book is closed. */
  record(...events: NewEvent[]): Promise<void> {
    return this.recordWith(events);
  }

  /** The same. In: what is counted with the events, once they are kept and before the run's view tells of them. */
  async recordWith(events: readonly NewEvent[], counted?: () => void): Promise<void> {
    this.proveOpen();
    await this.parts.session.append(...events);
    counted?.();
    this.parts.changed();
  }

  async log(level: 'info' | 'warning', message: string): Promise<void> {
    await this.record({ type: 'log', level, message, step: 2, prompt_index: null, job: null });
  }

  /** How far the run is, for a checkpoint of the whole run. In: what is to be done next. */
  where(next_action: string): Place & { prompt_index: null } {
    return { prompt_index: null, ...this.place(next_action, 0) };
  }

  /** How far the run is, for a checkpoint of one prompt pair. In: what is to be done next, and images that the same event adds. */
  whereIn(prompt_index: number, next_action: string, more = 0): Place & { prompt_index: number } {
    return { prompt_index, ...this.place(next_action, more) };
  }

  private place(next_action: string, more: number): Place {
    const done = this.parts.session.state.images.size + more;
    const total = this.parts.plan.jobs.length;
    return { done, total, next_action: done >= total ? 'complete_session' : next_action };
  }
}
