import { PUSHES, type Push } from '../core/contract/pushes';

/** Tells everybody who listens; many calls for one session in a row make one message where that is enough. */
export interface Pushes {
  tell(push: Push): void;
  /** Calls `make` soon and tells what it answers; a second call under the same name before that changes nothing. */
  tellSoon(name: string, make: () => Push | Promise<Push>): void;
  listen(listener: (push: Push) => void): () => void;
  hasListeners(): boolean;
  dispose(): void;
}

const SOON_MS = 80;

/** In: where failures go that are bugs. A push that is not what the contract says is not told at all. */
export function createPushes(logBug: (error: unknown) => void): Pushes {
  const listeners = new Set<(push: Push) => void>();
  const waiting = new Map<string, NodeJS.Timeout>();

  function tell(push: Push): void {
    if (listeners.size === 0) return;
    const payload = PUSHES[push.push].safeParse(push.payload);
    if (!payload.success) {
      logBug(payload.error);
      return;
    }
    // Only what the contract names goes out.
    const checked = { push: push.push, payload: payload.data } as Push;
    for (const listener of [...listeners]) {
      try {
        listener(checked);
      } catch (error) {
        logBug(error);
      }
    }
  }

  return {
    tell,
    tellSoon(name, make) {
      if (waiting.has(name) || listeners.size === 0) return;
      const timer = setTimeout(() => {
        waiting.delete(name);
        Promise.resolve().then(make).then(tell).catch(logBug);
      }, SOON_MS);
      timer.unref();
      waiting.set(name, timer);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hasListeners: () => listeners.size > 0,
    dispose() {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
      listeners.clear();
    },
  };
}
