import { useMemo, useState } from 'react';
import { byteWords } from '../../core/session/byteWords';
import { loadSession } from '../store/sessionActions';
import { splitFileName } from '../store/sessionWords';
import { lookAtStats, useStorage } from '../store/storage';
import { ageWords } from '../ui/timeWords';
import { LoadFailure } from './LoadFailure';
import { AllButton, LongTable } from './LongTable';
import { bySize, type StoredSession, sessionName, stateWords } from './storageWords';

/** Which sessions take the room. */
export function LargestSessions() {
  const stats = useStorage((state) => state.stats);
  const [isWhole, setWhole] = useState(false);
  const sessions = useMemo(() => (stats.phase === 'ready' ? bySize(stats.value.sessions) : []), [stats]);
  return (
    <section className="section" aria-labelledby="settings-largest" aria-busy={stats.phase === 'loading'}>
      <div className="section__head">
        <h2 id="settings-largest">Largest sessions</h2>
        <AllButton count={sessions.length} isWhole={isWhole} onChange={setWhole} />
      </div>
      {stats.phase === 'failed' ? (
        <LoadFailure
          what="The sessions cannot be listed."
          message={stats.message}
          onAgain={() => void lookAtStats()}
        />
      ) : stats.phase === 'loading' ? (
        <p className="xs faint">Adding up the folders</p>
      ) : sessions.length === 0 ? (
        <p className="xs faint">No sessions yet. Each evaluation is kept in a folder of its own.</p>
      ) : (
        <SessionTable sessions={sessions} isWhole={isWhole} />
      )}
    </section>
  );
}

function SessionTable({ sessions, isWhole }: { sessions: readonly StoredSession[]; isWhole: boolean }) {
  const now = Date.now();
  const most = Math.max(1, sessions[0]?.bytes ?? 1);
  return (
    <LongTable
      caption="Sessions by size, the largest first"
      count={sessions.length}
      isWhole={isWhole}
      columns={6}
      head={
        <>
          <th className="l">LoRA</th>
          <th className="l">Session</th>
          <th className="l">State</th>
          <th>Last event</th>
          <th>Size</th>
          <th className="table__meter">
            <span className="sr">Share of the largest</span>
          </th>
        </>
      }
      row={(index) => {
        const session = sessions[index];
        if (session === undefined) return null;
        const name = splitFileName(sessionName(session)).name;
        return (
          <>
            <td className="table__long">
              <button
                type="button"
                className="table__open cut"
                title={session.label}
                aria-label={`Open ${session.label}`}
                onClick={() => void loadSession(session.session_id)}
              >
                {name}
              </button>
            </td>
            <td className="l faint">{session.session_id}</td>
            <td className="l">{stateWords(session)}</td>
            <td>{ageWords(Math.max(0, now - Date.parse(session.last_event_at)))}</td>
            <td>{byteWords(session.bytes)}</td>
            <td className="table__meter">
              <span className="meter" aria-hidden="true">
                <i style={{ width: `${(100 * session.bytes) / most}%` }} />
              </span>
            </td>
          </>
        );
      }}
    />
  );
}
