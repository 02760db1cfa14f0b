import type { RefObject } from 'react';
import { useSession } from '../store/session';
import { loadSession } from '../store/sessionActions';
import { passesFilter, passesSearch, type SessionFilter, useSessions } from '../store/sessions';
import { countOf } from '../store/sessionWords';
import { closeOverlay } from '../store/view';
import { IconButton, LinkButton } from '../ui/Button';
import { FilterChip } from '../ui/Chip';
import { Input } from '../ui/Field';
import { SessionItem } from './SessionItem';

const FILTERS: readonly { filter: SessionFilter; name: string }[] = [
  { filter: 'all', name: 'All' },
  { filter: 'active', name: 'Active' },
  { filter: 'to_vote', name: 'To vote' },
  { filter: 'done', name: 'Done' },
];

/** All sessions, newest first, with search and filters. */
export function Picker({ searchRef }: { searchRef: RefObject<HTMLInputElement | null> }) {
  const { summaries, search, filter } = useSessions();
  const openId = useSession(({ session }) => (session.phase === 'blank' ? null : session.id));
  const recoveredId = useSession(({ session }) =>
    session.phase === 'open' && session.detail.recovery !== null ? session.id : null,
  );
  if (summaries === null) return <div className="grow" />;
  if (summaries.length === 0) {
    return (
      <div className="sidebar__text grow">
        <p>No sessions yet</p>
        <p className="faint xs">
          Each evaluation is kept in a folder of its own. The newest stands first here, and can be opened
          again at any time.
        </p>
      </div>
    );
  }
  const found = summaries.filter((summary) => passesSearch(summary, search.trim()));
  const shown = found.filter((summary) => passesFilter(summary, filter));
  const clear = () => useSessions.setState({ search: '', filter: 'all' });
  return (
    <>
      <div className="sidebar__find">
        <Input
          small
          ref={searchRef}
          type="text"
          role="searchbox"
          icon="search"
          aria-label="Search sessions"
          placeholder={`Search ${countOf(summaries.length, 'session')}`}
          value={search}
          onChange={(text) => useSessions.setState({ search: text })}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && search !== '') {
              event.stopPropagation();
              useSessions.setState({ search: '' });
            }
          }}
          end={
            search === '' ? null : (
              <IconButton
                className="input__clear"
                icon="x"
                label="Clear the search"
                onClick={() => useSessions.setState({ search: '' })}
              />
            )
          }
        />
        <div className="filters">
          {FILTERS.map(({ filter: name, name: words }) => {
            const count = found.filter((summary) => passesFilter(summary, name)).length;
            return (
              <FilterChip
                key={name}
                on={filter === name}
                count={name === 'all' && search === '' ? undefined : count}
                onClick={() => useSessions.setState({ filter: name })}
              >
                {words}
              </FilterChip>
            );
          })}
        </div>
      </div>
      <ul className="sidebar__list">
        {shown.map((summary) => (
          <SessionItem
            key={summary.session_id}
            summary={summary}
            isOpen={summary.session_id === openId}
            isRecovered={summary.session_id === recoveredId}
            onLoad={() => {
              closeOverlay();
              void loadSession(summary.session_id);
            }}
          />
        ))}
        {shown.length === 0 || search !== '' ? (
          <li className="sidebar__found xs faint">
            <span role="status">
              {countOf(shown.length, 'session')} of {summaries.length}
              {search === '' ? '' : ` ${shown.length === 1 ? 'holds' : 'hold'} “${search.trim()}”`}.
            </span>{' '}
            <LinkButton onClick={clear}>Show all</LinkButton>
          </li>
        ) : null}
      </ul>
    </>
  );
}
