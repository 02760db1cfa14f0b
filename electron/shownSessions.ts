import type { Caller } from '../core/contract/commands';
import type { SessionId } from '../core/session/identity';
import type { Timers } from './sessions/timers';

/** Which sessions the windows show: a person looks at them, however long they are left alone. */
export interface ShownSessions {
  /** For one window; `close` when it is gone. */
  open(): Caller & { close(): void };
  /** What is shown, and what was until a window closed less than `RELOAD_MS` ago. */
  ids(): Set<SessionId>;
}

/** Within this time a window that is reloaded, or whose socket broke off, is back and says again what it shows. */
const RELOAD_MS = 60_000;

/** Shows nothing until a window says so. */
export function createShownSessions(timers: Timers): ShownSessions {
  const windows = new Map<object, SessionId>();
  return {
    open() {
      const window = {};
      let isOpen = true;
      return {
        show(id) {
          // A request may still be under way when its window is gone.
          if (!isOpen) return;
          if (id === null) windows.delete(window);
          else windows.set(window, id);
        },
        close() {
          if (!isOpen) return;
          isOpen = false;
          if (windows.has(window)) timers.after(RELOAD_MS, () => windows.delete(window));
        },
      };
    },
    ids: () => new Set(windows.values()),
  };
}
