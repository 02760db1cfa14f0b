/** Lets the changes of one thing happen one after the other, in the order of asking. */
export interface Turns {
  /** In: what is changed (a session's id, or `setupTurn` of it) and the change. */
  take<T>(subject: string, change: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take(subject, change) {
      const before = last.get(subject) ?? Promise.resolve();
      // A change that failed is told to whoever asked for it; the next one goes on.
      const own = before.then(change, change);
      last.set(subject, own);
      const clear = () => {
        if (last.get(subject) === own) last.delete(subject);
      };
      own.then(clear, clear);
      return own;
    },
  };
}

/** The turn of a session's set-up. Starting holds it for as long as a server takes to answer, so votes and saves do not wait for it. */
export function setupTurn(sessionId: string): string {
  return `${sessionId} set-up`;
}

/** The turn of a session's place: whoever moves it away, brings it back or reads all of it holds this, while votes go on. Taken before the session's own. */
export function placeTurn(sessionId: string): string {
  return `${sessionId} place`;
}
