import { AppFailure } from '../../core/contract/failure';
import type { Updates } from '../../core/contract/updatesView';
import type { Updater } from './updater';

const NOT_INSTALLED =
  'This copy runs from its source folder. Pull the newest source there; the next start builds it.';

/** For a copy that cannot replace itself. In: the version that runs, and why it is so, in a sentence. */
export function noUpdater(current: string, reason = NOT_INSTALLED): Updater {
  const view: Updates = {
    state: 'none',
    current,
    next: null,
    share: null,
    asked_at: null,
    may_ask: false,
    at_quit: false,
    reason,
  };
  const refuse = async (): Promise<never> => {
    throw new AppFailure('not_possible', reason);
  };
  return { view: () => view, look: refuse, download: refuse, install: refuse, dispose: () => {} };
}
