import type { SessionSummary } from '../core/contract/sessionView';
import { HelpLink } from './help/HelpLink';
import { useConnection } from './store/connection';
import type { OpenSession } from './store/session';
import { newSession, openSession } from './store/sessionActions';
import { sessionName } from './store/sessionWords';
import { bringBack, checkSession, deleteSessions, showFolder, useWork } from './store/sessionWork';
import { Button } from './ui/Button';
import { EmptyState } from './ui/EmptyState';

/** In the place of every tab while the session asked for cannot be opened: why, and what can be done. */
export function CannotOpen({ session }: { session: Extract<OpenSession, { phase: 'failed' }> }) {
  const { id, message, summary } = session;
  if (summary?.state === 'archived') return <Archived summary={summary} />;
  if (summary !== null) return <Damaged summary={summary} message={message} />;
  return (
    <EmptyState
      icon="broken"
      title={`The session ${id} cannot be opened`}
      actions={
        <>
          <Button look="primary" icon="refresh" onClick={() => void openSession(id)}>
            Try again
          </Button>
          <Button onClick={() => void newSession()}>New session</Button>
        </>
      }
    >
      {message} <HelpLink topic="sessions" about={message} />
    </EmptyState>
  );
}

function Archived({ summary }: { summary: SessionSummary }) {
  const work = useWork(({ busy }) => busy.get(summary.session_id));
  return (
    <EmptyState
      icon="archive"
      title={`${sessionName(summary)} is archived`}
      actions={
        <Button
          look="primary"
          icon="archive"
          busy={work === 'bringing_back'}
          onClick={() => void bringBack(summary)}
        >
          Bring back
        </Button>
      }
    >
      The session {summary.session_id} lies in a zip, whole and checked. Brought back, it can be opened and
      goes on where it was.
    </EmptyState>
  );
}

function Damaged({ summary, message }: { summary: SessionSummary; message: string }) {
  const id = summary.session_id;
  const work = useWork(({ busy }) => busy.get(id));
  const isDesktop = useConnection(({ info }) => info?.host === 'desktop');
  return (
    <EmptyState
      icon="broken"
      title={`The session ${id} cannot be opened`}
      actions={
        <>
          <Button
            look="primary"
            icon="check"
            busy={work === 'checking'}
            onClick={() => void checkSession(summary)}
          >
            Check this session
          </Button>
          {isDesktop ? (
            <Button icon="folder" onClick={() => void showFolder(id)}>
              Show folder
            </Button>
          ) : null}
          <Button icon="trash" busy={work === 'deleting'} onClick={() => void deleteSessions([summary])}>
            Delete
          </Button>
        </>
      }
    >
      {message} A check reads everything in its folder again and mends what can be mended. Deleted, it lies in
      the trash and can be taken back. <HelpLink topic="sessions" about="A session is listed as damaged." />
    </EmptyState>
  );
}
