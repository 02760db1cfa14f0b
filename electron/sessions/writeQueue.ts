/** One caller's items, waiting to be written. */
export interface WriteRequest<T, R> {
  readonly item: T;
  resolve(answer: R): void;
  reject(error: unknown): void;
}

/** Does one thing at a time, in the order of asking; what is to be written while the disk is busy is written in one go. */
export interface WriteQueue<T, R> {
  readonly isBusy: boolean;
  /** Asks for an item to be written; the answer comes from `writeAll`. */
  add(item: T): Promise<R>;
  /** Runs something when all that was asked for before is done, and lets nothing run beside it. */
  exclusive<X>(run: () => Promise<X>): Promise<X>;
}

/**
 * Makes a queue.
 * In: what writes a group of requests and answers each; a request that it left without answer, and all of them when it
 * throws, are rejected.
 */
export function createWriteQueue<T, R>(
  writeAll: (requests: readonly WriteRequest<T, R>[]) => Promise<void>,
): WriteQueue<T, R> {
  let tail: Promise<unknown> = Promise.resolve();
  let running = 0;
  let group: WriteRequest<T, R>[] | null = null;

  function enqueue<X>(run: () => Promise<X>): Promise<X> {
    running += 1;
    const done = tail.then(run).finally(() => {
      running -= 1;
    });
    tail = done.catch(() => undefined);
    return done;
  }

  async function writeGroup(requests: WriteRequest<T, R>[]): Promise<void> {
    if (group === requests) group = null;
    let fault: unknown = new Error('A write was left without an answer.');
    try {
      await writeAll(requests);
    } catch (error) {
      fault = error;
    }
    // Rejecting what is settled already changes nothing.
    for (const request of requests) request.reject(fault);
  }

  return {
    get isBusy() {
      return running > 0;
    },
    add: (item) =>
      new Promise<R>((resolve, reject) => {
        const request = { item, resolve, reject };
        if (group !== null) {
          group.push(request);
          return;
        }
        const requests = [request];
        group = requests;
        void enqueue(() => writeGroup(requests));
      }),
    exclusive: (run) => {
      // What is asked for after this must not slip in front of it.
      group = null;
      return enqueue(run);
    },
  };
}
