/** Lets the changes of one session happen one after the other, in the order of asking. */
export interface Turns {
  take<T>(sessionId: string, change: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take(sessionId, change) {
      const before = last.get(sessionId) ?? Promise.resolve();
      // A change that failed is told to whoever asked for it; the next one goes on.
      const own = before.then(change, change);
      last.set(sessionId, own);
      const clear = () => {
        if (last.get(sessionId) === own) last.delete(sessionId);
      };
      own.then(clear, clear);
      return own;
    },
  };
}
