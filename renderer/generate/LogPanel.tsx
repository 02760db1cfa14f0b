import { useState } from 'react';
import type { LogEntry } from '../../core/contract/sessionView';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { ScrollArea } from '../ui/ScrollArea';
import { clockWords } from '../ui/timeWords';
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

/** What happened in this session, newest first, without labels. */
export function LogPanel({ entries }: { entries: readonly LogEntry[] | null }) {
  const [isWhole, setWhole] = useState(false);
  const shown = entries?.filter(({ type }) => isWhole || !ROUTINE.has(type)) ?? [];
  return (
    <section className="section run__log" aria-labelledby="run-log">
      <div className="section__head">
        <h2 id="run-log">Log</h2>
        <Button look="quiet" small aria-pressed={isWhole} onClick={() => setWhole(!isWhole)}>
          Every step
        </Button>
      </div>
      {entries === null ? null : shown.length === 0 ? (
        <p className="faint xs">Nothing happened yet.</p>
      ) : (
        <ScrollArea className="run__lines" label="Log lines">
          <ol className="log" reversed>
            {[...shown].reverse().map((entry) => (
              <li key={entry.seq} data-level={entry.level}>
                <time dateTime={entry.at}>{clockWords(entry.at)}</time>
                <Icon name={logIcon(entry)} />
                <span>{entry.message}</span>
              </li>
            ))}
          </ol>
        </ScrollArea>
      )}
    </section>
  );
}
