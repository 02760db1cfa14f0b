import type { CheckedArgs, CommandHandlers } from '../../core/contract/commands';
import type { SessionList } from '../../core/contract/sessionView';
import type { Services } from './services';
import { shownRow } from './shownRow';

type CatalogHandlers = Pick<CommandHandlers, 'session.list' | 'session.refresh' | 'storage.rebuildCatalog'>;

export function catalogHandlers(services: Services): CatalogHandlers {
  const { catalog, pushes, tasks } = services;

  return {
    'session.list': (args) => list(services, args),

    async 'session.refresh'() {
      const { changed, removed } = await catalog.refresh();
      if (changed.length + removed.length > 0)
        pushes.tell({ push: 'sessions.changed', payload: { removed } });
      return { changed: changed.length + removed.length };
    },

    async 'storage.rebuildCatalog'() {
      const task = {
        kind: 'catalog',
        title: 'Rebuilding the catalog',
        said: (sessions: number) =>
          `The catalog was made anew: ${sessions} ${sessions === 1 ? 'session' : 'sessions'}.`,
      } as const;
      const sessions = await tasks.run(task, ({ progress, signal }) => catalog.rebuild(progress, signal));
      pushes.tell({ push: 'sessions.changed', payload: { removed: [] } });
      return { sessions };
    },
  };
}

/** The list, from the catalog alone: each line with an address for its picture. */
async function list(
  services: Services,
  { pinned_first, q, status, filter, from, to, limit, offset }: CheckedArgs<'session.list'>,
): Promise<SessionList> {
  const query = { q, status, filter, from, to, limit, offset, pinnedFirst: pinned_first };
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const { rows, total, counts } = await services.catalog.list(Object.fromEntries(given));
  const sessions = rows.map((row) => shownRow(services, row));
  return { sessions, total, counts: { ...counts } };
}
