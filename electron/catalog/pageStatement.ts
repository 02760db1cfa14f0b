import type { ListFilter } from '../../core/contract/sessionView';
import type { CatalogQuery } from './catalog';
import { momentsOf } from './query';

/** What `passesFilter` says, in SQL. */
const FILTER: Readonly<Record<ListFilter, string>> = {
  active: "state <> 'archived' AND status IN ('running', 'paused')",
  to_vote: "state <> 'archived' AND step = 3",
  done: "state <> 'archived' AND step = 4",
  archived: "state = 'archived'",
  damaged: "state = 'damaged'",
};

const COUNTS = (Object.keys(FILTER) as ListFilter[])
  .map((filter) => `count(*) FILTER (WHERE ${FILTER[filter]}) AS count_${filter}`)
  .join(', ');

/** The columns of which a row is read back. */
export const ROW_COLUMNS =
  'sessions.session_id, summary, emblem_file, emblem_version, search_text, bytes, archive';

/**
 * A query of the list as one statement with its values: the same rows in the same order as `pageOf`. A search for words goes
 * through the rows once, for counts and page both; without words both come out of the index, where the page ends after its
 * last row. Out of it: at least one row, which has the counts; `session_id` is null where
 * there is no session beside them.
 */
export function pageStatement(query: CatalogQuery): { sql: string; values: (string | number)[] } {
  const { from, to } = momentsOf(query);
  const words = wordsOf(query.q);
  const found = ['sort_time >= ?', 'sort_time < ?', ...words.map(() => 'instr(search_text, ?) > 0')];
  const fitting: string[] = [];
  if (query.status !== undefined) fitting.push('status = ?');
  if (query.filter !== undefined) fitting.push(FILTER[query.filter]);
  const fits = fitting.length === 0 ? 'true' : fitting.join(' AND ');
  // Even one that is the same for all rows would keep the index from being read in its order.
  const first = query.pinnedFirst === true ? 'pinned DESC, ' : '';
  const sql = `
    WITH found AS ${words.length === 0 ? 'NOT MATERIALIZED' : 'MATERIALIZED'} (
      SELECT session_id, sort_time, pinned, status, state, step FROM sessions WHERE ${found.join(' AND ')}
    ), page AS (
      SELECT session_id, sort_time, pinned FROM found WHERE ${fits}
      ORDER BY ${first}sort_time DESC, session_id DESC LIMIT ? OFFSET ?
    ), counts AS (
      SELECT count(*) AS count_all, ${COUNTS}, count(*) FILTER (WHERE ${fits}) AS total FROM found
    )
    SELECT counts.*, ${ROW_COLUMNS}
    FROM counts LEFT JOIN page ON true LEFT JOIN sessions ON sessions.session_id = page.session_id
    ORDER BY ${query.pinnedFirst === true ? 'page.pinned DESC, ' : ''}page.sort_time DESC, page.session_id DESC`;
  const status = query.status === undefined ? [] : [query.status];
  const values = [from, to, ...words, ...status, query.limit ?? -1, query.offset ?? 0, ...status];
  return { sql, values };
}

/** The words of a search as `holdsWords` looks for them, each once. */
function wordsOf(q: string | undefined): string[] {
  const text = (q ?? '').trim().toLowerCase();
  return text === '' ? [] : [...new Set(text.split(/\s+/))];
}
