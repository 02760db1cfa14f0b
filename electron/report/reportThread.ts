import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppFailure } from '../../core/contract/failure';
import type { Report } from '../../core/report/report';
import { unlessAborted } from '../generation/unlessAborted';
import { realTimers, type Timers } from '../sessions/timers';
import { type OnStep, ownThreadMaker, type PackedMatter, type ReportMaker } from './reportMaker';

/** What a thread tells: that it is there, how far it is, and what came of it. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'step'; readonly done: number; readonly total: number }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'fault'; readonly error: unknown };

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
 * Makes reports in one thread of their own, one after the other. The thread is started for the first of them, serves those that
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

  async function makeNext(packed: PackedMatter, signal: AbortSignal, onStep: OnStep): Promise<Report> {
    signal.throwIfAborted();
    stopIdling();
    try {
      if (thread === null || thread.hasEnded()) thread = startThread(file);
      return await thread.make(packed, signal, onStep);
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
        return await instead.make(packed, { signal, onStep });
      }
      if (error instanceof Ended) {
        log('error', 'The thread that made a report ended before it was done.', error.cause);
        throw new AppFailure(
          'internal',
          'The making of the report broke off. The votes are safe; open the report again to have it made anew.',
          { cause: error },
        );
      }
      throw error;
    } finally {
      stopIdling = timers.after(IDLE_MS, () => void endThread());
    }
  }

  return {
    make(packed, { signal, onStep }) {
      const own = last.then(() => makeNext(packed, signal, onStep));
      last = own.catch(() => undefined);
      // Whoever waits for its turn need not wait to hear that it is not wanted any more.
      return unlessAborted(signal, own);
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
  make(packed: PackedMatter, signal: AbortSignal, onStep: OnStep): Promise<Report>;
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
    async make(packed, signal, onStep) {
      const abort = () => {
        fail?.(signal.reason);
        hasEnded = true;
        void worker.terminate();
      };
      signal.addEventListener('abort', abort, { once: true });
      worker.ref();
      try {
        return await new Promise<Report>((resolve, reject) => {
          if (hasEnded) return reject(ending());
          fail = reject;
          hear = (message) => {
            if (message.kind === 'step') onStep(message.done, message.total);
            else if (message.kind === 'report') resolve(message.report);
            else if (message.kind === 'fault') reject(message.error);
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
