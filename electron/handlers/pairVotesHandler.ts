import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { pairVotes } from '../../core/report/pairVotes';
import { openWhole } from './openWhole';
import { showLabels } from './reportLook';
import type { Services } from './services';

/** What was answered to single pairs; only once the labels may be shown. */
export function pairVotesHandler({
  store,
  turns,
}: Pick<Services, 'store' | 'turns'>): Pick<CommandHandlers, 'report.votes'> {
  return {
    'report.votes': ({ session_id, pairs, raters }) =>
      turns.take(session_id, async () => {
        const session = await openWhole(store, session_id);
        await showLabels(session);
        const { state } = session;
        const unknown = pairs.find((id) => !state.pairs.has(id));
        if (unknown !== undefined)
          throw new AppFailure('not_found', `This session has no pair ${unknown}.`, { field: 'pairs' });
        return { votes: pairVotes(state, pairs, raters) };
      }),
  };
}
