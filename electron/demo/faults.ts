/**
 * What can be made to go wrong. A request fault strikes the next `times` (1 when left out) requests that
 * match, after `after` (0) of them were served well; `path` is the start of the path without `/api`.
 */
export interface RequestFault {
  readonly kind: /** The connection is cut before an answer. */
    | 'cut'
    /** No answer at all; the connection stays open. */
    | 'hang'
    /** 500, in ComfyUI's words, or `status`. */
    | 'status'
    /** 200 with a web page. */
    | 'html'
    /** 200, said to be JSON, and it is not. */
    | 'wrong_json'
    /** GET /history/{id} answers `{}` although the prompt is done. */
    | 'empty_history'
    /** GET /history/{id} tells of a prompt that is done and names no file. */
    | 'empty_outputs'
    /** GET /view answers the first half of the file. */
    | 'truncated_file'
    /** POST /prompt is refused with 400 and a reason that is none of the person's doing. */
    | 'refuse_prompt'
    /** POST /prompt gives the prompt an id of the server's own, as older servers do. */
    | 'own_id'
    /** POST /prompt answers 200 with `node_errors`. */
    | 'node_errors';
  readonly method?: 'GET' | 'POST';
  readonly path?: string;
  readonly status?: number;
  readonly times?: number;
  readonly after?: number;
}

/** Strikes as the `image`-th sampling from now on begins (1 = the next), and at the `times - 1` after it. */
export interface SamplingFault {
  readonly kind: /** execution_error with torch.OutOfMemoryError. */
    | 'out_of_memory'
    /** execution_error with another exception. */
    | 'node_error'
    /** All sockets are cut. */
    | 'drop_sockets'
    /** The sockets stay open and hear nothing more. */
    | 'silent_sockets'
    /** The server is as new: queue, history and cache are gone, sockets cut, the running prompt forgotten. */
    | 'restart'
    /** All history is gone. */
    | 'lose_history'
    /** A node blocks what comes after it: the socket hears of an error, and the prompt goes on to its end. */
    | 'execution_blocked'
    /** The sampler stands still before its first step, or after `step`, until it is interrupted or `until` settles. */
    | 'stuck';
  readonly image: number;
  readonly times?: number;
  readonly step?: number;
  readonly until?: Promise<unknown>;
}

/** Draws out the loading of the next `times` checkpoints: each takes until `until` settles. */
export interface LoadingFault {
  readonly kind: 'slow_load';
  readonly until: Promise<unknown>;
  readonly times?: number;
}

/** Swallows the next `times` socket messages of one type (any when left out). */
export interface MessageFault {
  readonly kind: 'lose_messages';
  readonly type?: string;
  readonly times?: number;
}

/** The worker dies as it would take up a prompt, after `after` (0) that it did: all goes on but the work, until a restart. */
export interface WorkerFault {
  readonly kind: 'dead_worker';
  readonly after?: number;
  readonly times?: number;
}

export type Fault = RequestFault | SamplingFault | LoadingFault | MessageFault | WorkerFault;

/** A sampling fault that concerns the whole server. */
export type ServerFault =
  | 'drop_sockets'
  | 'silent_sockets'
  | 'restart'
  | 'lose_history'
  | 'execution_blocked';

interface Armed {
  readonly fault: Fault;
  left: number;
  wait: number;
  hits: number;
}

/** The faults that a test has armed. None is armed unless a test asks for it. */
export class FaultSwitch {
  private armed: Armed[] = [];

  arm(fault: Fault): void {
    const wait = 'image' in fault ? fault.image - 1 : 'after' in fault ? (fault.after ?? 0) : 0;
    this.armed.push({ fault, left: fault.times ?? 1, wait, hits: 0 });
  }

  /** Faults that never struck: a test that armed them proved nothing by them. */
  unhit(): Fault[] {
    return this.armed.filter(({ hits }) => hits === 0).map(({ fault }) => fault);
  }

  /** Forgets all faults, struck or not. */
  clear(): void {
    this.armed = [];
  }

  /** The fault that strikes this request, of the kinds asked about; it counts as struck. */
  request(kinds: readonly RequestFault['kind'][], method: string, path: string): RequestFault | undefined {
    return this.strike((fault): fault is RequestFault => {
      if (fault.kind === 'lose_messages' || fault.kind === 'slow_load' || fault.kind === 'dead_worker')
        return false;
      if ('image' in fault) return false;
      return (
        kinds.includes(fault.kind) && (fault.method ?? method) === method && path.startsWith(fault.path ?? '')
      );
    })[0];
  }

  /** The faults that strike as a sampling begins. */
  sampling(): SamplingFault[] {
    return this.strike((fault): fault is SamplingFault => 'image' in fault);
  }

  /** The faults that strike as a checkpoint is loaded. */
  loading(): LoadingFault[] {
    return this.strike((fault): fault is LoadingFault => fault.kind === 'slow_load');
  }

  /** True when the worker dies instead of taking up the next prompt. */
  worker(): boolean {
    return this.strike((fault): fault is WorkerFault => fault.kind === 'dead_worker').length > 0;
  }

  /** True when a message of this type is to be lost. */
  message(type: string): boolean {
    return (
      this.strike(
        (fault): fault is MessageFault => fault.kind === 'lose_messages' && (fault.type ?? type) === type,
      ).length > 0
    );
  }

  private strike<Kind extends Fault>(matches: (fault: Fault) => fault is Kind): Kind[] {
    const struck: Kind[] = [];
    for (const entry of this.armed) {
      if (entry.left === 0 || !matches(entry.fault)) continue;
      if (entry.wait > 0) {
        entry.wait -= 1;
        continue;
      }
      entry.left -= 1;
      entry.hits += 1;
      struck.push(entry.fault);
      if (!('image' in entry.fault)) break;
    }
    return struck;
  }
}
