import { create } from 'zustand';
import type { AppInfo } from '../../core/contract/appView';
import { AppFailure } from '../../core/contract/failure';
import { fetchSession, fetchSessions } from '../backend/httpReads';
import type { LinkState } from '../backend/transport';
import { call } from './backend';
import { tellFailure } from './notices';
import { adoptRun } from './runs';
import { adoptDetail, useSession } from './session';
import { pageArgs, replaceSummary } from './sessions';

interface Connection {
  link: LinkState;
  info: AppInfo | null;
  /** Why the link cannot come back by itself; null while it may. */
  refusal: string | null;
}

/** Whether the backend answers, and what it said about itself. */
export const useConnection = create<Connection>()(() => ({ link: 'connecting', info: null, refusal: null }));

/** Why nothing can be asked for now, for what must not be pressed meanwhile; undefined while Blindfold answers. */
export function useLinkOff(): string | undefined {
  return useConnection(({ link }) => (link === 'lost' ? NOT_ANSWERING : undefined));
}

const NOT_ANSWERING = 'Blindfold is not answering';

/** Asks the backend what it says of itself; a failure is told and changes nothing. */
export async function askAboutApp(): Promise<void> {
  try {
    useConnection.setState({ info: await call('app.info', {}) });
  } catch (error) {
    tellFailure(error);
  }
}

/** How often the page asks over HTTP while its socket is down, in ms. */
export const POLL_MS = 3000;

let poll: ReturnType<typeof setInterval> | null = null;

/** Keeps the page alive over plain HTTP while the socket is down; stops by itself when it is back. */
export function pollWhileLost(link: LinkState): void {
  if (link !== 'lost') {
    if (poll !== null) clearInterval(poll);
    poll = null;
    useConnection.setState({ refusal: null });
    return;
  }
  if (poll !== null) return;
  poll = setInterval(() => void pollOnce(), POLL_MS);
}

async function pollOnce(): Promise<void> {
  const { session } = useSession.getState();
  try {
    if (session.phase === 'open') adoptDetail(await fetchSession(session.id));
    // The list keeps its order meanwhile; what stands in it goes on.
    const { sessions } = await fetchSessions(pageArgs());
    for (const summary of sessions) {
      replaceSummary(summary);
      adoptRun(summary);
    }
  } catch (error) {
    // A host that is down altogether is what the banner says already; the next poll asks again.
    if (error instanceof AppFailure) useConnection.setState({ refusal: error.message });
  }
}
