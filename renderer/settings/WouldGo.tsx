import { useMemo, useState } from 'react';
import type { Cleanup } from '../../core/contract/storageView';
import { byteWords } from '../../core/session/byteWords';
import { useStorage } from '../store/storage';
import { Button, LinkButton } from '../ui/Button';
import { ScrollArea } from '../ui/ScrollArea';

/** So many are named at a time. */
const MOST_NAMED = 100;

/** Which sessions a clean-up would take, and why others of that age stay. */
export function WouldGo({ id, cleanup }: { id?: string; cleanup: Cleanup }) {
  const sessions = useStorage(({ stats }) => (stats.phase === 'ready' ? stats.value.sessions : null));
  const known = useMemo(() => new Map(sessions?.map((one) => [one.session_id, one])), [sessions]);
  const [limit, setLimit] = useState(MOST_NAMED);
  const more = cleanup.sessions.length - limit;
  return (
    <ScrollArea className="wouldgo" label="What would go">
      <ul id={id}>
        {cleanup.sessions.slice(0, limit).map((one) => {
          const session = known.get(one);
          return (
            <li key={one}>
              <span className="cut">{session?.label ?? one}</span>
              <span className="faint">{session === undefined ? null : byteWords(session.bytes)}</span>
            </li>
          );
        })}
      </ul>
      {more > 0 ? (
        <Button small look="quiet" onClick={() => setLimit(limit * 4)}>
          {more.toLocaleString('en-US')} more
        </Button>
      ) : null}
      {cleanup.kept.length === 0 ? null : (
        <ul className="wouldgo__kept">
          {cleanup.kept.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </ScrollArea>
  );
}

interface ListToggleProps {
  listId: string;
  isOpen: boolean;
  onChange: (isOpen: boolean) => void;
  /** Some would go; else the list says why none does. */
  hasSome: boolean;
}

/** Shows and hides the list of what would go. */
export function ListToggle({ listId, isOpen, onChange, hasSome }: ListToggleProps) {
  return (
    <LinkButton
      aria-expanded={isOpen}
      {...(isOpen ? { 'aria-controls': listId } : {})}
      onClick={() => onChange(!isOpen)}
    >
      {isOpen ? 'Hide' : hasSome ? 'See which' : 'See why'}
    </LinkButton>
  );
}
