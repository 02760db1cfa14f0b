import { AppFailure } from '../../core/contract/failure';
import { summarySchema } from '../../core/contract/sessionView';
import type { SessionId } from '../../core/session/identity';
import { damagedSummary, searchTextOf } from '../../core/session/view';
import type { SessionStore } from '../sessions/sessionStore';
import type { SessionViews } from '../views/sessionViews';
import type { Catalog, CatalogRow } from './catalog';
import { pageOf } from './query';

export interface CatalogParts {
  readonly store: Pick<SessionStore, 'ids' | 'peek'>;
  readonly views: Pick<SessionViews, 'summary' | 'emblem'>;
}

/** Folders looked at in one go. */
const AT_ONCE = 16;

/** The kind without a file of its own: the folders are read once, then what changes is kept up in memory. */
export function createFileCatalog(parts: CatalogParts): Catalog {
  const rows = new Map<SessionId, CatalogRow>();

  async function look(id: SessionId): Promise<void> {
    const row = await readRow(parts, id);
    if (row === null) rows.delete(id);
    else rows.set(id, row);
  }

  async function lookAtAll(ids: readonly SessionId[]): Promise<void> {
    for (let from = 0; from < ids.length; from += AT_ONCE)
      await Promise.all(ids.slice(from, from + AT_ONCE).map(look));
  }

  async function refresh() {
    const before = new Map(rows);
    const ids = await parts.store.ids();
    await lookAtAll(ids);
    const there = new Set(ids);
    const removed = [...rows.keys()].filter((id) => !there.has(id));
    for (const id of removed) rows.delete(id);
    return { changed: ids.filter((id) => before.get(id) !== rows.get(id)), removed };
  }

  return {
    kind: 'file',
    file: null,
    refresh,
    async list(query) {
      await refresh();
      return pageOf([...rows.values()], query);
    },
    row: async (id) => rows.get(id) ?? null,
    rows: async () => [...rows.values()],
    note() {
      // Every list looks at the folders.
    },
    look,
    async rebuild() {
      rows.clear();
      await refresh();
      return rows.size;
    },
    dispose: async () => undefined,
  };
}

/** The row that a folder makes; null when it is gone. What cannot be looked at gets one that says why. */
export async function readRow({ store, views }: CatalogParts, id: SessionId): Promise<CatalogRow | null> {
  try {
    const glance = await store.peek(id);
    const summary = summarySchema.safeParse(views.summary(glance, false));
    if (!summary.success) return damagedRow(id, 'Its file holds what no session can say.');
    if (glance.damaged !== null) return damagedRow(id, glance.damaged);
    return {
      summary: summary.data,
      emblem: views.emblem(glance),
      searchText: searchTextOf(glance.state),
      bytes: null,
      archive: null,
    };
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return error.code === 'not_found' ? null : damagedRow(id, error.message);
  }
}

function damagedRow(id: SessionId, why: string): CatalogRow {
  const summary = damagedSummary(id, why);
  return { summary, emblem: null, searchText: summary.label, bytes: null, archive: null };
}
