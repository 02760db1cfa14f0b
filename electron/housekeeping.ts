import { createChores } from './chores';
import { resumeCutOff } from './generation/resumeCutOff';
import { deleteSession } from './handlers/deleteSession';
import type { Services } from './handlers/services';
import { bytesOfRow } from './handlers/storageStats';
import { placeTurn } from './handlers/turns';
import { settleZips } from './sessions/archive/settleZips';
import { createLookBeforeTrash } from './sessions/lookBeforeTrash';
import { createRetention, type Retention } from './sessions/retention';
import { sessionFolder } from './sessions/sessionFolder';
import type { Timers } from './sessions/timers';
import { createTrash, type Trash } from './sessions/trash';
import type { ShownSessions } from './shownSessions';

/** What keeps the sessions folder in order: the trash, retention, and what is done at start and every hour. */
export interface Housekeeping {
  readonly trash: Trash;
  readonly retention: Retention;
  /** Begins the work that nobody asks for. In: how a run is resumed as a person would do it. */
  start(resume: (id: string) => Promise<unknown>): void;
  /** Starts nothing more and waits for what is under way. */
  dispose(): Promise<void>;
}

export type HousekeepingParts = Omit<Services, 'trash' | 'retention'> & {
  readonly timers: Timers;
  /** What windows show. */
  readonly shown: Pick<ShownSessions, 'ids'>;
  /** A fault inside Blindfold. */
  onFault(error: unknown): void;
  /** Moves a path to the system's own trash; left out where there is none. */
  readonly systemTrash?: ((path: string) => Promise<void>) | undefined;
};

/** Puts the housekeeping together; nothing is touched before it is started or asked. */
export function createHousekeeping(parts: HousekeepingParts): Housekeeping {
  const { catalog, log, now, onFault, pushes, runner, settings, shown, store, timers, views } = parts;
  const ending = new AbortController();
  const trash = createTrash({
    ...parts,
    root: store.root,
    archiveFolders: () => parts.archive.archives.folders(),
  });
  const disk = createLookBeforeTrash(parts.fs);
  const retention = createRetention({
    catalog,
    look: async (id) => views.summary(await store.peek(id), false),
    touchedAt: (id) => disk.touchedAt(sessionFolder(store.root, id)),
    mayHaveImages: (id) => disk.mayHaveImages(sessionFolder(store.root, id)),
    bytesOf: (row) => bytesOfRow(parts, row),
    open: () => [...shown.ids(), ...store.opened().map(({ id }) => id)],
    isRunning: (id) => runner.isActive(id),
    remove: (id, check) => deleteSession({ ...parts, trash }, id, check),
    tasks: parts.tasks,
    ending: ending.signal,
    tell: (removed) => pushes.tell({ push: 'sessions.changed', payload: { removed } }),
    hours: () => settings.current().retention_hours,
    now,
    log,
  });
  let chores: ReturnType<typeof createChores> | null = null;
  return {
    trash,
    retention,
    start(resume) {
      const goOn = async () => {
        if (!settings.current().resume_after_restart) return;
        await resumeCutOff({ catalog, store, resume, isActive: runner.isActive, log });
      };
      const settle = () => settleZips(parts.archive, (id, work) => parts.turns.take(placeTurn(id), work));
      const hourly = [() => trash.tidy(), () => retention.check()];
      chores = createChores({ timers, atStart: [settle, goOn], hourly, log, onFault });
      chores.start();
    },
    async dispose() {
      ending.abort();
      await Promise.all([chores?.dispose(), trash.dispose()]);
    },
  };
}
