import type { SessionId } from '../../core/session/identity';
import type { FileSystem } from '../sessions/fileSystem';
import { folderBytes } from '../sessions/folderSize';
import { sessionFolder } from '../sessions/sessionFolder';

/** Sizes that are written in one go. */
const AT_ONCE = 50;

/** Measures folders one after the other in the background, so that a list need not wait for it. */
export interface Measuring {
  add(ids: Iterable<SessionId>): void;
  /** Measures one at once. */
  now(id: SessionId): Promise<void>;
  /** Stops after the folder under way. */
  dispose(): Promise<void>;
}

export function createMeasuring(parts: {
  readonly root: string;
  readonly fs: FileSystem;
  keep(sizes: ReadonlyMap<SessionId, number>): Promise<void>;
  onFault(error: unknown): void;
}): Measuring {
  const waiting = new Set<SessionId>();
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
          const bytes = await sizeOf(id);
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

  return {
    add(ids) {
      for (const id of ids) waiting.add(id);
      if (work !== null || waiting.size === 0 || isStopped) return;
      work = measure().catch(parts.onFault);
    },
    async now(id) {
      waiting.delete(id);
      const bytes = await sizeOf(id);
      if (bytes !== null) await parts.keep(new Map([[id, bytes]]));
    },
    async dispose() {
      isStopped = true;
      await work;
    },
  };
}
