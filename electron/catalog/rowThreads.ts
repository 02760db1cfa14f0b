import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SessionId } from '../../core/session/identity';
import type { SessionStore } from '../sessions/sessionStore';
import { forEach } from './forEach';
import type { FoundSession } from './rowReader';

/** More threads would wait for the one that writes the rows. */
const MOST = 4;
/** Memory of a thread for what has only just been made. */
const YOUNG_MB = 64;
/** Sessions that a thread reads before it hands them over. */
const AT_ONCE = 64;

/** What a thread is given at its start. */
export type RowThreadData = ReturnType<SessionStore['reading']> & Pick<SessionStore, 'root'>;

/** Reads many sessions at once, so that a processor more than one is of use. */
export interface RowThreads {
  /**
   * Reads sessions that this program does not hold, and hands over what was found, so many at a time. What a thread leaves alone
   * (locked, damaged, gone) or could not read for a fault of its own is not among it: it is still to be read. Rejects with what
   * `take` throws.
   */
  read(ids: readonly SessionId[], take: (found: readonly FoundSession[]) => Promise<void>): Promise<void>;
}

export function createRowThreads({
  file,
  store,
  log,
  atOnce = AT_ONCE,
}: {
  /** The built program of a thread. */
  readonly file: string;
  readonly store: Pick<SessionStore, 'root' | 'reading'>;
  log(level: 'warning', message: string): void;
  /** Sessions that a thread reads at a time. */
  readonly atOnce?: number;
}): RowThreads {
  return {
    async read(ids, take) {
      let isSaid = false;
      const onFault = (error: unknown) => {
        if (!isSaid) log('warning', `A thread that reads sessions ended: ${String(error)}`);
        isSaid = true;
      };
      const workerData: RowThreadData = { root: store.root, ...store.reading() };
      let next = 0;
      const some = () => {
        const from = next;
        next += atOnce;
        return ids.slice(from, next);
      };
      const count = Math.min(availableParallelism(), MOST, Math.ceil(ids.length / atOnce));
      const threads = Array.from({ length: count }, () => startThread(file, workerData, onFault));
      try {
        await forEach(threads, count, async ({ ask }) => {
          // It reads on while what it has read is written.
          let answer = ask(some());
          for (;;) {
            const found = await answer;
            if (found === null) return;
            if (next < ids.length) {
              answer = ask(some());
              await take(found);
            } else return await take(found);
          }
        });
      } finally {
        await Promise.all(threads.map(({ end }) => end()));
      }
    },
  };
}

interface Thread {
  /** Null when the thread has ended. Never rejects. */
  ask(ids: readonly SessionId[]): Promise<readonly FoundSession[] | null>;
  end(): Promise<void>;
}

function startThread(file: string, workerData: RowThreadData, onFault: (error: unknown) => void): Thread {
  // What is read is looked at once and let go: with more room for that it need not be cleared away so often.
  const worker = new Worker(file, { workerData, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
  let hasEnded = false;
  let answer: ((found: readonly FoundSession[] | null) => void) | null = null;
  const tell = (found: readonly FoundSession[] | null) => {
    answer?.(found);
    answer = null;
  };
  worker.on('message', tell);
  worker.on('error', onFault);
  worker.on('exit', () => {
    hasEnded = true;
    tell(null);
  });
  return {
    ask: (ids) =>
      new Promise((resolve) => {
        if (hasEnded) return resolve(null);
        answer = resolve;
        worker.postMessage(ids);
      }),
    end: async () => {
      await worker.terminate();
    },
  };
}
