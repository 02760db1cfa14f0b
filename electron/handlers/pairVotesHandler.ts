import type { CommandHandlers } from '../../core/contract/commands';
import { pairVotes } from '../../core/report/pairVotes';
import { lookAtVotes, requirePairs } from './reportLook';
import type { Services } from './services';

/** What was answered to single pairs; only once the labels may be shown. */
export function pairVotesHandler(
  services: Pick<Services, 'store' | 'turns'>,
): Pick<CommandHandlers, 'report.votes'> {
  return {
    'report.votes': ({ session_id, pairs, raters }) =>
      lookAtVotes(
        services,
        session_id,
        (state) => requirePairs(state, pairs),
        ({ state }) => ({ votes: pairVotes(state, pairs, raters) }),
      ),
  };
}
