import { join } from 'node:path';
import { afterEach, expect } from 'vitest';
import type { JournalEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import { realFileSystem } from '../sessions/fileSystem';
import type { OpenSession } from '../sessions/openSession';
import type { SessionStore } from '../sessions/sessionStore';
import { sessionWorld } from '../sessions/testStore';
import { realTimers } from '../sessions/timers';
import { createSessionViews } from '../views/sessionViews';
import { type Catalog, NO_ARCHIVES } from './catalog';
import { type CatalogParts, createCatalog } from './sessionCatalog';

/** One run of the program on a sessions folder: a store, its catalog, and what was heard of them. */
export interface CatalogRun {
  readonly store: SessionStore;
  readonly catalog: Catalog;
  readonly views: CatalogParts['views'];
  /** Sentences of the log, but for faults. */
  readonly said: string[];
  readonly bugs: unknown[];
  readonly notices: string[];
  readonly found: { came: SessionId[]; removed: SessionId[] }[];
  /** The sessions that were read for the catalog so far. */
  readonly read: string[];
}

/** A sessions folder of its own for every test of a file, and runs of the program on it. */
export function catalogWorld() {
  const { world, start } = sessionWorld();
  const catalogs: Catalog[] = [];
  afterEach(async () => {
    for (const catalog of catalogs.splice(0)) await catalog.dispose();
  });

  async function run(kind: Catalog['kind'], parts: Partial<CatalogParts> = {}): Promise<CatalogRun> {
    const heard = { said: [], bugs: [], notices: [], found: [], read: [] } as Omit<
      CatalogRun,
      'store' | 'catalog' | 'views'
    >;
    const tellLater: { note?: (session: OpenSession, events: JournalEvent[]) => void } = {};
    const store = await start({ onEvents: (session, events) => tellLater.note?.(session, events) });
    const views = createSessionViews({
      images: { emblem: () => '' },
      generationOf: () => {
        throw new Error('No list asks for a run.');
      },
    });
    const catalog = createCatalog({
      kind,
      file: join(world.root, 'catalog.db'),
      store: {
        root: store.root,
        ids: () => store.ids(),
        holds: (id) => store.holds(id),
        peek: (id, once) => {
          heard.read.push(id);
          return store.peek(id, once);
        },
      },
      views,
      archives: NO_ARCHIVES,
      fs: realFileSystem,
      threads: null,
      timers: realTimers,
      mark: () => 'aside',
      log: (level, message, error) => {
        if (level === 'error') heard.bugs.push(error ?? message);
        else heard.said.push(message);
      },
      notice: (message) => heard.notices.push(message),
      onFound: (change) => heard.found.push(change),
      ...parts,
    });
    tellLater.note = (session, events) => catalog.note(session, events);
    catalogs.push(catalog);
    return { store, catalog, views, ...heard };
  }

  return { world, run };
}

/** The ids of a list, in its order. */
export async function listed(
  catalog: Catalog,
  query: Parameters<Catalog['list']>[0] = {},
): Promise<string[]> {
  return (await catalog.list(query)).rows.map(({ summary }) => summary.session_id);
}

/** Sizes are measured in the background: waits until the catalog holds those of all sessions. */
export async function measured(catalog: Pick<Catalog, 'rows'>): Promise<void> {
  const waiting = async () => (await catalog.rows()).filter(({ bytes }) => bytes === null).length;
  await expect.poll(waiting, { interval: 10 }).toBe(0);
}
