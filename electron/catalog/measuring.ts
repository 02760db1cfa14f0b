import type { SessionId } from '../../core/session/identity';
import type { FileSystem } from '../sessions/fileSystem';
import { folderBytes } from '../sessions/folderSize';
import { sessionFolder } from '../sessions/sessionFolder';
import type { Timers } from '../sessions/timers';

/** A folder in which something is being done is measured no more often than once in so many milliseconds. */
const LATER_MS = 2_000;
/** Where measuring a folder takes long, so many times as long goes by before the next one: it takes a fiftieth of the time. */
const PAUSES = 50;
/** But never more than so many milliseconds. */
const LONGEST_MS = 60_000;
/** Sizes that are written in one go. */
const AT_ONCE = 50;

/** Measures folders one after the other in the background, so that a list need not wait for it. */
export interface Measuring {
  add(ids: Iterable<SessionId>): void;
  /** The same after a while, so that it does not get in the way of what is being done there. */
  addLater(id: SessionId): void;
  /** Measures one at once. */
  now(id: SessionId): Promise<void>;
  /** Stops after the folder under way. */
  dispose(): Promise<void>;
}

export function createMeasuring(parts: {
  readonly root: string;
  readonly fs: FileSystem;
  readonly timers: Timers;
  keep(sizes: ReadonlyMap<SessionId, number>): Promise<void>;
  onFault(error: unknown): void;
}): Measuring {
  const waiting = new Set<SessionId>();
  const later = new Set<SessionId>();
  let stopTimer: (() => void) | null = null;
  /** How long the last folder took, in ms. */
  let took = 0;
  let work: Promise<void> | null = null;
  let isStopped = false;

  /** A folder that cannot be looked into has no size that anybody knows. */
  const sizeOf = (id: SessionId): Promise<number | null> =>
    folderBytes(parts.fs, sessionFolder(parts.root, id).path).catch(() => null);

  async function measure(): Promise<void> {
    const sizes = new Map<SessionId, number>();
    try {
      while (waiting.size > 0 && !isStopped) {
        for (const id of waiting) {
          waiting.delete(id);
          const begun = performance.now();
          const bytes = await sizeOf(id);
          took = performance.now() - begun;
          if (bytes !== null) sizes.set(id, bytes);
          if (isStopped || sizes.size >= AT_ONCE) break;
        }
        if (sizes.size === 0) continue;
        await parts.keep(new Map(sizes));
        sizes.clear();
      }
    } finally {
      // In one step with the last look at what waits: whatever is added from here on begins anew.
      work = null;
    }
  }

  function add(ids: Iterable<SessionId>): void {
    for (const id of ids) waiting.add(id);
    if (work !== null || waiting.size === 0 || isStopped) return;
    work = measure().catch(parts.onFault);
  }

  function takeLater(): void {
    stopTimer?.();
    stopTimer = null;
    add(later);
    later.clear();
  }

  return {
    add,
    addLater(id) {
      if (isStopped) return;
      later.add(id);
      stopTimer ??= parts.timers.after(Math.min(LONGEST_MS, Math.max(LATER_MS, PAUSES * took)), takeLater);
    },
    async now(id) {
      waiting.delete(id);
      const bytes = await sizeOf(id);
      if (bytes !== null) await parts.keep(new Map([[id, bytes]]));
    },
    async dispose() {
      isStopped = true;
      stopTimer?.();
      await work;
    },
  };
}
