import { useMemo } from 'react';
import { addsTo } from '../../core/plan/extension';
import { useComfy } from './comfy';
import { type DraftFault, draftFaults, soundSetup } from './draft';
import { useOtherServers } from './otherServers';
import { useDetail, useSession } from './session';
import { useSessions } from './sessions';
import { isSetupFixed, useBegunSetup, useDraft } from './setupDraft';
import { useView } from './view';

/** All faults of the set-up on the screen; none once it is fixed, nor of a begun one to which nothing is added. */
export function useFaults(): readonly DraftFault[] {
  const draft = useDraft((state) => state.draft);
  const server = useComfy((state) => state.server);
  const offers = useComfy((state) => state.offers);
  const isWrong = useComfy((state) => state.addressFault !== null);
  const isFixed = isSetupFixed(useDetail());
  const heard = useOtherServers((state) => state.heard);
  const begun = useBegunSetup();
  return useMemo(() => {
    const isTold = draft.refused.length > 0 || Object.keys(draft.unreadable).length > 0;
    const isAsked = begun === null || isTold || addsTo(begun, soundSetup(draft.setup));
    if (isFixed || !isAsked) return [];
    return draftFaults(draft, server, offers, Object.values(heard), isWrong);
  }, [isFixed, begun, draft, server, offers, heard, isWrong]);
}

/**
 * The one rule of what is said aloud: what is wrong at once, what is only missing after somebody wanted to start. The
 * tab's number, the fields and the bar go by it.
 */
export function sortFaults(
  faults: readonly DraftFault[],
  isAttempted: boolean,
): { aloud: readonly DraftFault[]; quiet: readonly DraftFault[] } {
  const isAloud = (fault: DraftFault) => isAttempted || !fault.isMissing;
  return { aloud: faults.filter(isAloud), quiet: faults.filter((fault) => !isAloud(fault)) };
}

/** How many faults the tab shows. `isComplete`: nothing keeps the set-up from being started. */
export function useShownFaults(): { count: number; isComplete: boolean } {
  const faults = useFaults();
  const isAttempted = useDraft((state) => state.isAttempted);
  const isFixed = isSetupFixed(useDetail());
  const isWelcome = useIsWelcome();
  const phase = useSession(({ session }) => session.phase);
  if (phase === 'loading' || phase === 'failed') return { count: 0, isComplete: false };
  // The welcome shows no set-up, so it has no faults, even while no server answers.
  const count = isWelcome ? 0 : sortFaults(faults, isAttempted).aloud.length;
  return { count, isComplete: !isFixed && faults.length === 0 };
}

/** Whether the welcome stands in the set-up's place: nothing was ever begun here, no server answers, and nobody went on. */
export function useIsWelcome(): boolean {
  const isBlank = useSession(({ session }) => session.phase === 'blank');
  const hasSessions = useSessions(({ hasOwn }) => hasOwn);
  const isUntouched = useDraft(({ draft }) => [...draft.dirty].every((key) => key === 'servers'));
  const hasServer = useComfy(({ server }) => server?.state === 'ok');
  const isOver = useView((view) => view.isWelcomeOver);
  return isBlank && !hasSessions && isUntouched && !hasServer && !isOver;
}
