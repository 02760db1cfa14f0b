import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { LogEntry } from '../../core/contract/sessionView';
import { copyText } from '../store/copyText';
import { tell } from '../store/notices';
import { fetchEarlier, fetchSessionLog, followSessionLog, useSessionLog } from '../store/sessionLog';
import { countOf } from '../store/sessionWords';
import { Button, IconButton } from '../ui/Button';
import { FaultLine, Input } from '../ui/Field';
import { LevelFilter } from '../ui/LevelFilter';
import { LogLines } from '../ui/LogLines';
import { countLevels, LOG_LEVELS, type LogLevel, type LogLine, lineMatches, logText } from '../ui/logText';
import { logIcon } from './runWords';

/** Steps that come with every image and say nothing that its end does not say too; and votes, which would push the run out of sight. */
const ROUTINE = new Set([
  'images_generating',
  'prompt_start',
  'prompt_completed',
  'setup_loaded',
  'vote_cast',
  'vote_changed',
  'vote_undone',
]);

/** What happened in a session, newest first, without labels: all of it, to be filtered, searched and copied. */
export function LogPanel({ sessionId }: { sessionId: string }) {
  useEffect(() => followSessionLog(sessionId), [sessionId]);
  const log = useSessionLog();
  const entries = log.sessionId === sessionId ? log.entries : null;
  const [isWhole, setWhole] = useState(false);
  const [levels, setLevels] = useState<ReadonlySet<LogLevel>>(new Set(LOG_LEVELS));
  const [search, setSearch] = useState<string | null>(null);
  const searchButton = useRef<HTMLButtonElement>(null);
  const told = useMemo(() => toldLines(entries ?? [], isWhole), [entries, isWhole]);
  const counts = useMemo(() => countLevels(told), [told]);
  const shown = useMemo(
    () => told.filter((line) => levels.has(line.level) && lineMatches(line, (search ?? '').trim())),
    [told, levels, search],
  );
  const copy = async () => {
    if (await copyText(logText(shown))) tell(`${countOf(shown.length, 'line')} copied.`, 'done');
    else tell('The system does not let the page copy.', 'fault');
  };
  const closeSearch = () => {
    setSearch(null);
    searchButton.current?.focus();
  };
  return (
    <section className="section run__log" aria-labelledby="run-log">
      <div className="section__head">
        <h2 id="run-log">Log</h2>
        <IconButton
          icon="search"
          label="Search the log"
          ref={searchButton}
          pressed={search !== null}
          onClick={() => setSearch(search === null ? '' : null)}
        />
        <IconButton
          icon="copy"
          label="Copy the lines shown"
          off={shown.length === 0 ? 'There is none' : undefined}
          onClick={() => void copy()}
        />
        <IconButton icon="list" label="Every step" pressed={isWhole} onClick={() => setWhole(!isWhole)} />
      </div>
      {entries === null ? null : (
        <div className="run__logtools">
          {search === null ? null : (
            <SearchField search={search} onChange={setSearch} onClose={closeSearch} />
          )}
          <LevelFilter levels={LOG_LEVELS} counts={counts} shown={levels} onChange={setLevels} signs />
        </div>
      )}
      {log.failure === null ? null : (
        <div className="run__note--log">
          <FaultLine>The log cannot be read. {log.failure}</FaultLine>
          <Button small busy={log.isAsking} onClick={() => void fetchSessionLog()}>
            Try again
          </Button>
        </div>
      )}
      {entries === null ? null : shown.length === 0 ? (
        <p className="faint xs run__note--log" role="status">
          {emptyWords(entries.length, told.length)}{' '}
          {log.hasEarlier ? <Earlier isAsking={log.isAsking} /> : null}
        </p>
      ) : (
        <LogLines
          label="Log lines"
          lines={shown}
          end={log.hasEarlier ? <Earlier isAsking={log.isAsking} /> : null}
        />
      )}
    </section>
  );
}

function emptyWords(all: number, told: number): string {
  if (all === 0) return 'Nothing happened yet.';
  return told === 0 ? 'Nothing but routine happened yet.' : 'No line fits.';
}

function Earlier({ isAsking }: { isAsking: boolean }) {
  return (
    <Button look="quiet" small busy={isAsking} onClick={() => void fetchEarlier()}>
      Show earlier
    </Button>
  );
}

interface SearchFieldProps {
  search: string;
  onChange: (search: string) => void;
  onClose: () => void;
}

function SearchField({ search, onChange, onClose }: SearchFieldProps) {
  const field: RefObject<HTMLInputElement | null> = useRef(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <Input
      small
      icon="search"
      ref={field}
      aria-label="Search the log"
      placeholder="Search"
      value={search}
      onChange={onChange}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onClose();
      }}
    />
  );
}

/** The lines to choose from, newest first. */
function toldLines(entries: readonly LogEntry[], isWhole: boolean): LogLine[] {
  return entries
    .filter(({ type }) => isWhole || !ROUTINE.has(type))
    .map((entry) => ({
      key: entry.seq,
      at: entry.at,
      level: entry.level,
      message: entry.message,
      icon: logIcon(entry),
    }))
    .reverse();
}
