import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Comparison } from '../../core/comparison/comparison';
import { AppFailure } from '../../core/contract/failure';
import type { Report } from '../../core/report/report';
import { unlessAborted } from '../generation/unlessAborted';
import { realTimers, type Timers } from '../sessions/timers';
import type { PackedComparison } from './comparisonMaker';
import { type OnStep, ownThreadMaker, type PackedMatter, type ReportMaker } from './reportMaker';

/** What a thread tells: that it is there, how far it is, and what came of it. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'step'; readonly done: number; readonly total: number }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'comparison'; readonly comparison: Comparison }
  | { readonly kind: 'fault'; readonly error: unknown };

/** One thing to make: what it is made of, how a thread answers it, and how it is made where there is no thread. */
interface Job<P, T> {
  readonly packed: P;
  readonly madeOf: (message: FromThread) => T | null;
  readonly instead: (packed: P, control: Control) => Promise<T>;
  /** What is said when the making broke off. */
  readonly broke: string;
}

type Control = Parameters<ReportMaker['make']>[1];

/** A thread that nobody has asked for anything for so long is ended. */
const IDLE_MS = 60_000;

export interface ReportThreadOptions {
  /** The built program of the thread. */
  readonly file: string;
  readonly timers: Timers;
  /** Where reports are made while no thread can be started. */
  readonly instead: ReportMaker;
  log(level: 'warning' | 'error', message: string, error?: unknown): void;
}

/** The thread of a built program. In: the program's folder. */
export function builtReportThread(folder: string, log: ReportThreadOptions['log']): ReportMaker {
  return createReportThread({
    file: join(folder, 'reportMaking.worker.js'),
    timers: realTimers,
    instead: ownThreadMaker(),
    log,
  });
}

/**
 * Makes reports and comparisons in one thread of their own, one after the other. The thread is started for the first of them, serves those that
 * follow, and ends when it has had nothing to do for a while. To abort what it makes ends it at once.
 */
export function createReportThread({ file, timers, instead, log }: ReportThreadOptions): ReportMaker {
  let thread: Thread | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let stopIdling: () => void = () => undefined;
  let isStartSaid = false;

  async function endThread(): Promise<void> {
    const ended = thread;
    thread = null;
    await ended?.end();
  }

  async function makeNext<P extends PackedMatter | PackedComparison, T>(
    job: Job<P, T>,
    { signal, onStep }: Control,
  ): Promise<T> {
    signal.throwIfAborted();
    stopIdling();
    try {
      if (thread === null || thread.hasEnded()) thread = startThread(file);
      return await thread.make(job.packed, job.madeOf, signal, onStep);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof NotStarted) {
        if (!isStartSaid)
          log(
            'warning',
            'The thread for reports cannot be started, so they are made beside everything else.',
            error.cause,
          );
        isStartSaid = true;
        return await job.instead(job.packed, { signal, onStep });
      }
      if (error instanceof Ended) {
        log('error', 'The thread that made a report ended before it was done.', error.cause);
        throw new AppFailure('internal', job.broke, { cause: error });
      }
      throw error;
    } finally {
      stopIdling = timers.after(IDLE_MS, () => void endThread());
    }
  }

  function makeInTurn<P extends PackedMatter | PackedComparison, T>(
    job: Job<P, T>,
    control: Control,
  ): Promise<T> {
    const own = last.then(() => makeNext(job, control));
    last = own.catch(() => undefined);
    // Whoever waits for its turn need not wait to hear that it is not wanted any more.
    return unlessAborted(control.signal, own);
  }

  return {
    make(packed, control) {
      const job: Job<PackedMatter, Report> = {
        packed,
        madeOf: (message) => (message.kind === 'report' ? message.report : null),
        instead: instead.make,
        broke:
          'The making of the report broke off. The votes are safe; open the report again to have it made anew.',
      };
      return makeInTurn(job, control);
    },
    compare(packed, control) {
      const job: Job<PackedComparison, Comparison> = {
        packed,
        madeOf: (message) => (message.kind === 'comparison' ? message.comparison : null),
        instead: instead.compare,
        broke: 'The making of the comparison broke off. The votes are safe; compare again.',
      };
      return makeInTurn(job, control);
    },
    async dispose() {
      stopIdling();
      await Promise.all([endThread(), instead.dispose()]);
    },
  };
}

/** The thread never came to say that it is there. */
class NotStarted extends Error {}
/** The thread ended by itself while it made a report. */
class Ended extends Error {}

interface Thread {
  /** Rejects with the signal's reason, NotStarted, Ended, or the fault that the making threw. */
  make<T>(
    packed: PackedMatter | PackedComparison,
    madeOf: (message: FromThread) => T | null,
    signal: AbortSignal,
    onStep: OnStep,
  ): Promise<T>;
  hasEnded(): boolean;
  end(): Promise<void>;
}

function startThread(file: string): Thread {
  let worker: Worker;
  try {
    worker = new Worker(file);
  } catch (cause) {
    throw new NotStarted('No thread was started.', { cause });
  }
  // Only what it makes keeps the program alive, not the thread itself.
  worker.unref();
  let isReady = false;
  let hasEnded = false;
  let cause: unknown;
  let hear: ((message: FromThread) => void) | null = null;
  let fail: ((error: unknown) => void) | null = null;
  const ending = () =>
    isReady
      ? new Ended('The thread ended.', { cause })
      : new NotStarted('The thread did not start.', { cause });
  worker.on('message', (message: FromThread) => {
    if (message.kind === 'ready') isReady = true;
    else hear?.(message);
  });
  worker.on('messageerror', (error) => fail?.(error));
  worker.on('error', (error) => {
    cause = error;
  });
  worker.on('exit', () => {
    hasEnded = true;
    fail?.(ending());
  });
  return {
    async make<T>(
      packed: PackedMatter | PackedComparison,
      madeOf: (message: FromThread) => T | null,
      signal: AbortSignal,
      onStep: OnStep,
    ): Promise<T> {
      const abort = () => {
        fail?.(signal.reason);
        hasEnded = true;
        void worker.terminate();
      };
      signal.addEventListener('abort', abort, { once: true });
      worker.ref();
      try {
        return await new Promise<T>((resolve, reject) => {
          if (hasEnded) return reject(ending());
          fail = reject;
          hear = (message) => {
            if (message.kind === 'step') onStep(message.done, message.total);
            else if (message.kind === 'fault') reject(message.error);
            else {
              const made = madeOf(message);
              if (made !== null) resolve(made);
            }
          };
          worker.postMessage(packed);
        });
      } finally {
        hear = null;
        fail = null;
        worker.unref();
        signal.removeEventListener('abort', abort);
      }
    },
    hasEnded: () => hasEnded,
    async end() {
      await worker.terminate();
    },
  };
}
