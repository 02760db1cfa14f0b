import type { ListFilter, SessionSummary } from '../../core/contract/sessionView';
import { holdsWords, sortTime } from '../../core/session/view';
import type { CatalogPage, CatalogQuery, CatalogRow } from './catalog';

/** Whether a session belongs under a filter. */
export function passesFilter(
  { state, status, step }: Pick<SessionSummary, 'state' | 'status' | 'step'>,
  filter: ListFilter,
): boolean {
  // An archived one can neither be made nor judged before it is brought back.
  if (state === 'archived') return filter === 'archived';
  switch (filter) {
    case 'active':
      return status === 'running' || status === 'paused';
    case 'to_vote':
      return step === 3;
    case 'done':
      return step === 4;
    case 'archived':
    case 'damaged':
      return state === filter;
  }
}

/** The first and the last moment of a query's days, in seconds since 1970; the last one is not included. */
export function momentsOf({ from, to }: Pick<CatalogQuery, 'from' | 'to'>): { from: number; to: number } {
  return {
    from: from === undefined ? Number.NEGATIVE_INFINITY : startOfDay(from, 0),
    to: to === undefined ? Number.POSITIVE_INFINITY : startOfDay(to, 1),
  };
}

function startOfDay(day: string, daysLater: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).getTime() / 1000;
}

const FILTERS = ['active', 'to_vote', 'done', 'archived', 'damaged'] as const;

/** The page of rows that a query asks for: newest first, the pinned ones before all others where that is asked for. */
export function pageOf(rows: readonly CatalogRow[], query: CatalogQuery): CatalogPage {
  const days = momentsOf(query);
  const found = rows.filter((row) => {
    const time = sortTime(row.summary);
    if (time < days.from || time >= days.to) return false;
    return query.q === undefined || query.q.trim() === '' || holdsWords(row.searchText, query.q.trim());
  });
  const counts: Record<'all' | ListFilter, number> = {
    all: found.length,
    active: 0,
    to_vote: 0,
    done: 0,
    archived: 0,
    damaged: 0,
  };
  for (const { summary } of found)
    for (const filter of FILTERS) if (passesFilter(summary, filter)) counts[filter] += 1;
  const fitting = found.filter(
    ({ summary }) =>
      (query.status === undefined || summary.status === query.status) &&
      (query.filter === undefined || passesFilter(summary, query.filter)),
  );
  fitting.sort(
    (a, b) =>
      (query.pinnedFirst === true ? Number(b.summary.pinned) - Number(a.summary.pinned) : 0) ||
      sortTime(b.summary) - sortTime(a.summary) ||
      (a.summary.session_id < b.summary.session_id ? 1 : -1),
  );
  const offset = query.offset ?? 0;
  return {
    rows: fitting.slice(offset, query.limit === undefined ? undefined : offset + query.limit),
    total: fitting.length,
    counts,
  };
}
