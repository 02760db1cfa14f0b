import { create } from 'zustand';
import type { CommandAnswer } from '../../core/contract/commands';
import { call } from './backend';
import { tellDone, tellFailure } from './notices';
import { summaryChanged } from './session';
import { loadSession } from './sessionActions';
import { awaitTask } from './tasks';

type OldSession = NonNullable<CommandAnswer<'session.findOld'>['found']>;

/** Where this window remembers which old files were put away or taken in. */
const PLACE = 'blindfold.oldSession';

interface OldStore {
  /** Files of an older tool that can be taken over; null when there are none or they were put away. */
  found: OldSession | null;
  isBusy: boolean;
}

/** The offer to take over the files of an older tool. */
export const useOldSession = create<OldStore>()(() => ({ found: null, isBusy: false }));

/** Looks for files of an older tool, once at the start. */
export async function lookForOldSession(): Promise<void> {
  try {
    const { found } = await call('session.findOld', {});
    const isKnown = found !== null && JSON.stringify(found) === localStorage.getItem(PLACE);
    useOldSession.setState({ found: isKnown ? null : found });
  } catch (error) {
    tellFailure(error);
  }
}

/** Copies them into a session. */
export async function takeOldSessionIn(): Promise<void> {
  useOldSession.setState({ isBusy: true });
  const summary = await awaitTask('import', () => call('session.importOld', {}));
  useOldSession.setState({ isBusy: false });
  if (summary === null) return;
  putOldSessionAway();
  summaryChanged(summary);
  tellDone('The old session was taken in', {
    label: 'Open',
    run: () => void loadSession(summary.session_id),
  });
}

/** Offers these files no more, until they change. */
export function putOldSessionAway(): void {
  const { found } = useOldSession.getState();
  if (found !== null) localStorage.setItem(PLACE, JSON.stringify(found));
  useOldSession.setState({ found: null });
}
