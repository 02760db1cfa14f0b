import { useMemo } from 'react';
import { useComfy } from './comfy';
import { type DraftFault, draftFaults } from './draft';
import { useDetail, useSession } from './session';
import { isSetupFixed, useDraft } from './setupDraft';

/** All faults of the set-up on the screen; none once it is fixed. */
export function useFaults(): readonly DraftFault[] {
  const draft = useDraft((state) => state.draft);
  const server = useComfy((state) => state.server);
  const offers = useComfy((state) => state.offers);
  const isFixed = isSetupFixed(useDetail());
  return useMemo(() => (isFixed ? [] : draftFaults(draft, server, offers)), [isFixed, draft, server, offers]);
}

/**
 * How many faults the tab shows: what is wrong at once, what is only missing after somebody wanted to start.
 * `isComplete`: nothing keeps the set-up from being started.
 */
export function useShownFaults(): { count: number; isComplete: boolean } {
  const faults = useFaults();
  const isAttempted = useDraft((state) => state.isAttempted);
  const isFixed = isSetupFixed(useDetail());
  const isUntouched = useDraft(({ draft }) => [...draft.dirty].every((key) => key === 'servers'));
  const phase = useSession(({ session }) => session.phase);
  if (phase === 'loading' || phase === 'failed') return { count: 0, isComplete: false };
  // A set-up that nobody began yet has no faults, even while no server answers.
  const wrong = phase === 'blank' && isUntouched ? [] : faults.filter(({ isMissing }) => !isMissing);
  const count = isAttempted ? faults.length : wrong.length;
  return { count, isComplete: !isFixed && faults.length === 0 };
}
