import type { RefObject } from 'react';
import { useSelection } from '../store/selection';
import { isNarrowed, refreshSessions, showAllSessions, useSessions } from '../store/sessions';
import { countOf } from '../store/sessionWords';
import { Button, LinkButton } from '../ui/Button';
import { daysWords } from './DateFilter';
import { FindBar } from './FindBar';
import { useZipChooser } from './ListMenu';
import { SelectBar } from './SelectBar';
import { SessionList, SkeletonRow } from './SessionList';

/** All sessions, newest first, with search and filters. */
export function Picker({ searchRef }: { searchRef: RefObject<HTMLInputElement | null> }) {
  const isKnown = useSessions(({ pages, everything }) => pages !== null && everything !== null);
  const isEmpty = useSessions(({ everything, total }) => everything === 0 && total === 0);
  const fault = useSessions((state) => state.fault);
  const isSelecting = useSelection(({ isOn }) => isOn);
  if (!isKnown) return fault === null ? <Loading /> : <Failed fault={fault} />;
  if (isEmpty) return <NoSessions />;
  return (
    <>
      {isSelecting ? <SelectBar /> : <FindBar searchRef={searchRef} />}
      {fault === null ? null : <FaultNote fault={fault} />}
      <SessionList />
      <Found />
      <div className="list__rest" />
    </>
  );
}

/** The room of the list while nobody knows it yet. */
function Loading() {
  return (
    <section className="grow" aria-label="Sessions are on their way" aria-busy="true">
      <div className="sidebar__find sidebar__find--blank" />
      <div className="list">
        {[1, 2, 3, 4].map((row) => (
          <SkeletonRow key={row} />
        ))}
      </div>
    </section>
  );
}

function Failed({ fault }: { fault: string }) {
  return (
    <div className="list__state" role="alert">
      <p>The sessions cannot be listed</p>
      <p className="muted xs">{fault}</p>
      <div className="list__acts">
        <Button small icon="refresh" onClick={() => void refreshSessions()}>
          Try again
        </Button>
      </div>
    </div>
  );
}

function FaultNote({ fault }: { fault: string }) {
  return (
    <p className="list__line xs fault" role="alert">
      {fault} <LinkButton onClick={() => void refreshSessions()}>Try again</LinkButton>
    </p>
  );
}

function NoSessions() {
  const chooser = useZipChooser();
  return (
    <div className="list__state">
      <p>No sessions yet</p>
      <p className="faint xs">
        Each evaluation is kept in a folder of its own. The newest stands first here, and can be opened again
        at any time.
      </p>
      <div className="list__acts">
        <Button small icon="import" onClick={chooser.open}>
          Import from a zip
        </Button>
      </div>
      {chooser.field}
    </div>
  );
}

/** How many were found, and the way back to all. */
function Found() {
  const { answered, total, everything, counts } = useSessions();
  const { search, filter, days } = answered;
  if (!isNarrowed(answered)) return null;
  const words = search.trim();
  const isDated = days.from !== null || days.to !== null;
  const verb = words === '' ? (total === 1 ? 'is shown' : 'are shown') : total === 1 ? 'holds' : 'hold';
  const none = total === 0;
  return (
    <p className="list__line xs faint">
      <span role="status">
        {none ? 'No session' : countOf(total, 'session')} of{' '}
        {(everything ?? counts.all).toLocaleString('en-US')}{' '}
        {none && words !== '' ? 'holds' : none ? 'is shown' : verb}
        {words === '' ? '' : ` “${words}”`}
        {isDated ? `, ${lowerFirst(daysWords(days))}` : ''}
        {filter === 'all' ? '' : `, ${FILTER_WORDS[filter]}`}.
      </span>{' '}
      <LinkButton onClick={showAllSessions}>Show all</LinkButton>
    </p>
  );
}

const FILTER_WORDS = {
  active: 'under way',
  to_vote: 'with votes to cast',
  done: 'with all votes in',
  archived: 'archived',
  damaged: 'damaged',
} as const;

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
