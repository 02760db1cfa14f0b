import { useEffect, useId, useState } from 'react';
import { countOf } from '../store/sessionWords';
import { cleanUp, cleanUpEmpty, lookAtEmpties, lookAtPreview, preview, useStorage } from '../store/storage';
import { Button } from '../ui/Button';
import { readNumber } from '../ui/NumberField';
import { CommitField } from './CommitField';
import { LoadFailure } from './LoadFailure';
import { RetentionRow } from './RetentionRow';
import { SettingRow } from './SettingRow';
import { wouldGoWords } from './storageWords';
import { ListToggle, WouldGo } from './WouldGo';

/** The ways to have fewer sessions; all of them lead to the trash. */
export function CleanupSection() {
  return (
    <section className="section" aria-labelledby="settings-cleanup">
      <div className="section__head">
        <h2 id="settings-cleanup">Clean-up</h2>
      </div>
      <RetentionRow />
      <CleanUpNow />
      <CleanUpEmpty />
    </section>
  );
}

const USUAL_DAYS = 30;
/** What a clean-up takes at most, in whole days: a million hours. */
const MOST_DAYS = 41_666;

function CleanUpNow() {
  const [days, setDays] = useState(USUAL_DAYS);
  const [fault, setFault] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const hours = days * 24;
  const answer = useStorage(({ previews }) => previews[hours]);
  const isBusy = useStorage(({ busy }) => busy.has('cleanup'));
  useEffect(() => preview(hours), [hours]);
  const commit = (text: string) => {
    const read = readNumber(text);
    if (read === null || !Number.isInteger(read) || read < 1 || read > MOST_DAYS) {
      setFault(`A whole number of days, from 1 to ${MOST_DAYS.toLocaleString('en-US')}.`);
      return false;
    }
    setFault(null);
    setDays(read);
    return true;
  };
  const known = answer?.phase === 'ready' ? answer.value : null;
  const age = `older than ${countOf(days, 'day')}`;
  const hasSome = known !== null && known.sessions.length > 0;
  const hasList = known !== null && (hasSome || known.kept.length > 0);
  return (
    <SettingRow
      title="Clean up now"
      fault={fault}
      help={
        known === null ? (
          answer?.phase === 'failed' ? null : (
            `Looking for sessions ${age}`
          )
        ) : (
          <>
            {hasSome
              ? `Older than ${countOf(days, 'day')}: ${wouldGoWords(known)}.`
              : `No session that can go is ${age}.`}{' '}
            {hasList ? (
              <ListToggle listId={listId} isOpen={isOpen} onChange={setOpen} hasSome={hasSome} />
            ) : null}
          </>
        )
      }
      more={
        answer?.phase === 'failed' ? (
          <LoadFailure
            what={`It is not known which sessions are ${age}.`}
            message={answer.message}
            onAgain={() => void lookAtPreview(hours)}
          />
        ) : known !== null && isOpen && hasList ? (
          <WouldGo id={listId} cleanup={known} />
        ) : null
      }
    >
      {({ describedBy }) => (
        <>
          <CommitField
            label="Days without an event"
            number
            value={String(days)}
            invalid={fault !== null}
            describedBy={describedBy}
            onEdit={() => setFault(null)}
            onCommit={commit}
          />
          <span className="faint">days</span>
          <Button
            small
            aria-label={`Clean up sessions ${age}`}
            busy={isBusy}
            off={
              hasSome ? undefined : known === null ? 'It is not known yet what would go' : 'No session can go'
            }
            onClick={() => void cleanUp(hours)}
          >
            Clean up
          </Button>
        </>
      )}
    </SettingRow>
  );
}

function CleanUpEmpty() {
  const answer = useStorage(({ empties }) => empties);
  const hasNone = useStorage(({ stats }) => stats.phase === 'ready' && stats.value.total_sessions === 0);
  const isBusy = useStorage(({ busy }) => busy.has('empties'));
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const known = answer.phase === 'ready' ? answer.value : null;
  const count = known?.sessions.length ?? 0;
  const hasList = known !== null && count + known.kept.length > 0;
  return (
    <SettingRow
      title="Clean up empty sessions"
      help={
        <>
          {known === null
            ? 'Sessions without an image and without a vote.'
            : count > 0
              ? `${countOf(count, 'session')} ${count === 1 ? 'holds' : 'hold'} no image and no vote.`
              : hasList
                ? 'No empty session can go.'
                : hasNone
                  ? 'There is no session yet.'
                  : 'Every session holds an image or a vote.'}{' '}
          {hasList ? (
            <ListToggle listId={listId} isOpen={isOpen} onChange={setOpen} hasSome={count > 0} />
          ) : null}
        </>
      }
      more={
        answer.phase === 'failed' ? (
          <LoadFailure
            what="It is not known which sessions are empty."
            message={answer.message}
            onAgain={() => void lookAtEmpties()}
          />
        ) : known !== null && isOpen && hasList ? (
          <WouldGo id={listId} cleanup={known} />
        ) : null
      }
    >
      {() => (
        <Button
          small
          aria-label={count === 0 ? 'Clean up empty sessions' : `Clean up ${countOf(count, 'empty session')}`}
          busy={isBusy}
          off={
            known === null
              ? 'It is not known yet how many there are'
              : count === 0
                ? 'None can go'
                : undefined
          }
          onClick={() => void cleanUpEmpty()}
        >
          {count === 0 ? 'Clean up' : `Clean up ${count.toLocaleString('en-US')}`}
        </Button>
      )}
    </SettingRow>
  );
}
