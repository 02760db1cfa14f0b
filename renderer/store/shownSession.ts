import { AppFailure } from '../../core/contract/failure';
import { call } from './backend';
import { useConnection } from './connection';
import { tellFailure } from './notices';
import { useSession } from './session';

let isPlanned = false;

/** Tells the backend which session this window shows, so that no clean-up takes it: at each change, and when the link is back. */
export function followShown(): () => void {
  const stops = [
    useSession.subscribe((now, before) => {
      if (shownId(now) !== shownId(before)) tellShown();
    }),
    useConnection.subscribe((now, before) => {
      if (now.link === 'open' && before.link === 'lost') tellShown();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Tells it now. Changes in one step of work, such as the closing before an opening, are told as one. */
export function tellShown(): void {
  if (isPlanned) return;
  isPlanned = true;
  queueMicrotask(() => {
    isPlanned = false;
    call('session.show', { session_id: shownId(useSession.getState()) }).catch((error: unknown) => {
      // A lost link is told by the banner, and this is said again when it is back; what is not there is told by its opening.
      const isKnown = error instanceof AppFailure && ['host_unreachable', 'not_found'].includes(error.code);
      if (!isKnown) tellFailure(error);
    });
  });
}

function shownId({ session }: ReturnType<typeof useSession.getState>): string | null {
  return session.phase === 'blank' ? null : session.id;
}
