import { useState } from 'react';
import type { TrashView } from '../../core/contract/storageView';
import { byteWords } from '../../core/session/byteWords';
import { countOf } from '../store/sessionWords';
import { emptyTrash, lookAtTrash, restore, useStorage } from '../store/storage';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import { ageWords } from '../ui/timeWords';
import { LoadFailure } from './LoadFailure';
import { AllButton, LongTable } from './LongTable';

/** What was deleted and can still be had back. */
export function TrashSection() {
  const trash = useStorage((state) => state.trash);
  const isBusy = useStorage(({ busy }) => busy.has('trash'));
  const [isAsking, setAsking] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const sessions = trash.phase === 'ready' ? trash.value.sessions : [];
  const bytes = sessions.reduce((sum, session) => sum + session.bytes, 0);
  return (
    <section className="section" aria-labelledby="settings-trash" aria-busy={trash.phase === 'loading'}>
      <div className="section__head">
        <h2 id="settings-trash">
          Trash{' '}
          {sessions.length === 0 ? null : (
            <span className="count">
              {countOf(sessions.length, 'session')}, {byteWords(bytes)}
            </span>
          )}
        </h2>
        {sessions.length === 0 ? null : (
          <div className="line">
            <AllButton count={sessions.length} isWhole={isWhole} onChange={setWhole} />
            <Button look="quiet" small busy={isBusy} onClick={() => setAsking(true)}>
              Empty trash
            </Button>
          </div>
        )}
      </div>
      {trash.phase === 'failed' ? (
        <LoadFailure
          what="The trash cannot be read."
          message={trash.message}
          onAgain={() => void lookAtTrash()}
        />
      ) : trash.phase === 'loading' ? (
        <p className="xs faint">Looking into the trash</p>
      ) : sessions.length === 0 ? (
        <p className="xs faint">The trash is empty. {keptWords(trash.value)}</p>
      ) : (
        <>
          <p className="xs faint settings__words">{keptWords(trash.value)}</p>
          <TrashTable sessions={sessions} isWhole={isWhole} />
        </>
      )}
      <Dialog
        open={isAsking}
        title="Empty the trash?"
        focus="cancel"
        safe={{
          label: 'Remove for good',
          run: () => {
            setAsking(false);
            void emptyTrash();
          },
        }}
        onCancel={() => setAsking(false)}
      >
        <p>
          {countOf(sessions.length, 'session')} with all images and votes, {byteWords(bytes)} in all,{' '}
          {sessions.length === 1 ? 'is' : 'are'} removed. Nothing brings{' '}
          {sessions.length === 1 ? 'it' : 'them'} back.
        </p>
      </Dialog>
    </section>
  );
}

function keptWords({ kept_days }: TrashView): string {
  return kept_days === null
    ? 'What is deleted lies here for ten minutes, then in the trash of the system.'
    : `What is deleted stays here for ${countOf(kept_days, 'day')}.`;
}

function TrashTable({ sessions, isWhole }: { sessions: TrashView['sessions']; isWhole: boolean }) {
  const busy = useStorage((state) => state.busy);
  const now = Date.now();
  return (
    <LongTable
      caption="Sessions in the trash"
      count={sessions.length}
      isWhole={isWhole}
      head={
        <>
          <th className="l">Session</th>
          <th>Deleted</th>
          <th>Size</th>
          <th>
            <span className="sr">Restore</span>
          </th>
        </>
      }
      columns={4}
      row={(index) => {
        const session = sessions[index];
        if (session === undefined) return null;
        const { item, label, trashed_at, bytes } = session;
        return (
          <>
            <td className="table__long table__long--most">
              <span className="cut" title={label}>
                {label}
              </span>
            </td>
            <td>{ageWords(Math.max(0, now - Date.parse(trashed_at)))} ago</td>
            <td>{byteWords(bytes)}</td>
            <td>
              <Button
                small
                aria-label={`Restore ${label}`}
                busy={busy.has(`restore ${item}`)}
                onClick={() => void restore(session)}
              >
                Restore
              </Button>
            </td>
          </>
        );
      }}
    />
  );
}
