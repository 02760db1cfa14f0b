import { type RefObject, useRef } from 'react';
import type { SessionFilter } from '../store/sessions';
import { setFilter, setSearch, useSessions } from '../store/sessions';
import { countOf, shortCount } from '../store/sessionWords';
import { IconButton } from '../ui/Button';
import { Chip, FilterChip } from '../ui/Chip';
import { Input } from '../ui/Field';
import { DateFilter, DaysChip } from './DateFilter';
import { ListMenu } from './ListMenu';

const FILTERS: readonly { filter: SessionFilter; name: string }[] = [
  { filter: 'all', name: 'All' },
  { filter: 'active', name: 'Active' },
  { filter: 'to_vote', name: 'To vote' },
  { filter: 'done', name: 'Done' },
];

/** What is looked for: words, days, and how far a session is. */
export function FindBar({ searchRef }: { searchRef: RefObject<HTMLInputElement | null> }) {
  const { search, filter, days, counts, everything } = useSessions();
  const bar = useRef<HTMLDivElement>(null);
  const isDated = days.from !== null || days.to !== null;
  const clear = () => {
    setSearch('');
    searchRef.current?.focus();
  };
  return (
    <div className="sidebar__find" ref={bar}>
      <div className="sidebar__search">
        <Input
          small
          ref={searchRef}
          type="text"
          role="searchbox"
          icon="search"
          aria-label="Search sessions"
          placeholder={everything === null ? 'Search sessions' : `Search ${searched(everything)}`}
          value={search}
          maxLength={1000}
          onChange={setSearch}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && search !== '') {
              event.stopPropagation();
              clear();
            }
          }}
          end={
            search === '' ? null : (
              <IconButton className="input__clear" icon="x" label="Clear the search" onClick={clear} />
            )
          }
        />
        <DateFilter />
        <ListMenu />
      </div>
      <fieldset className="filters" aria-label="Show">
        {FILTERS.map(({ filter: name, name: words }) => (
          <FilterChip
            key={name}
            on={filter === name}
            // How many there are of all stands in the search field, and below the list when some are found.
            count={name === 'all' ? undefined : shortCount(counts[name])}
            onClick={() => setFilter(name)}
          >
            {words}
          </FilterChip>
        ))}
      </fieldset>
      {isDated || filter === 'archived' || filter === 'damaged' ? (
        <div className="chips sidebar__chips">
          <DaysChip />
          {filter === 'archived' || filter === 'damaged' ? (
            <Chip name="this filter" onRemove={() => setFilter('all')}>
              {filter === 'archived' ? 'Archived' : 'Damaged'}
            </Chip>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** What is searched, in the room that the field has. */
function searched(count: number): string {
  return count < 1000 ? countOf(count, 'session') : `${shortCount(count)} sessions`;
}
