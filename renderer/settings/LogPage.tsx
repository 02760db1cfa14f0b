import { useEffect, useMemo, useState } from 'react';
import { copyDiagnostics } from '../store/actions';
import { fetchAppLog, followAppLog, useAppLog } from '../store/appLog';
import { copyText } from '../store/copyText';
import { tell } from '../store/notices';
import { countOf } from '../store/sessionWords';
import { Button } from '../ui/Button';
import { FaultLine, Input } from '../ui/Field';
import { LevelFilter } from '../ui/LevelFilter';
import { LogLines } from '../ui/LogLines';
import { countLevels, type LogLevel, type LogLine, lineMatches, logText } from '../ui/logText';

const LEVELS: readonly LogLevel[] = ['info', 'warning', 'error'];

/** The app's own log: what was proposed and why, what was mended, what went wrong. */
export function LogPage() {
  useEffect(followAppLog, []);
  const { lines, file, failure } = useAppLog();
  const [levels, setLevels] = useState<ReadonlySet<LogLevel>>(new Set(LEVELS));
  const [search, setSearch] = useState('');
  const [isAsking, setAsking] = useState(false);
  const all = useMemo<LogLine[]>(
    () => (lines ?? []).map(({ number, ...line }) => ({ ...line, key: number })).reverse(),
    [lines],
  );
  const counts = useMemo(() => countLevels(all), [all]);
  const shown = useMemo(
    () => all.filter((line) => levels.has(line.level) && lineMatches(line, search.trim())),
    [all, levels, search],
  );
  const copy = () => {
    setAsking(true);
    void copyDiagnostics().finally(() => setAsking(false));
  };
  return (
    <section className="section settings__log" aria-labelledby="settings-log">
      <div className="section__head">
        <h2 id="settings-log">Log</h2>
        <div className="line">
          <Button
            small
            icon="copy"
            off={shown.length === 0 ? 'There is no line to copy' : undefined}
            onClick={async () =>
              tellCopied(await copyText(logText(shown)), `${countOf(shown.length, 'line')} copied.`)
            }
          >
            Copy lines
          </Button>
          <Button small busy={isAsking} onClick={copy}>
            Copy diagnostics
          </Button>
        </div>
      </div>
      {failure === null ? null : (
        <div className="settings__failure">
          <FaultLine>The log cannot be read. {failure}</FaultLine>
          <Button small icon="refresh" onClick={() => void fetchAppLog()}>
            Try again
          </Button>
        </div>
      )}
      {lines === null ? null : (
        <>
          <div className="log__tools">
            <LevelFilter levels={LEVELS} counts={counts} shown={levels} onChange={setLevels} />
            <span className="grow" />
            <div className="settings__search">
              <Input
                small
                icon="search"
                aria-label="Search the log"
                placeholder="Search"
                value={search}
                onChange={setSearch}
                onKeyDown={(event) => {
                  if (event.key !== 'Escape' || search === '') return;
                  event.preventDefault();
                  setSearch('');
                }}
              />
            </div>
          </div>
          {shown.length === 0 ? (
            <p className="faint settings__none" role="status">
              {all.length === 0 ? 'Nothing was logged yet.' : 'No line fits.'}
            </p>
          ) : (
            <LogLines label="Log lines" lines={shown} wide />
          )}
          <p className="settings__logfile xs faint" title={file ?? undefined}>
            {file === null ? 'The log is not kept: it ends with the program.' : `Older lines are in ${file}`}
          </p>
        </>
      )}
    </section>
  );
}

function tellCopied(isCopied: boolean, words: string): void {
  if (isCopied) tell(words, 'done');
  else tell('The system does not let the page copy.', 'fault');
}
