import type { CommandHandlers } from '../../core/contract/commands';
import type { SessionState } from '../../core/session/state';
import { handedOnWorkflow } from '../generation/handedOn';
import { lookAtVotes } from './reportLook';
import type { Services } from './services';

/** The workflow of one candidate, to go on with it. It names labels, so it comes with the report. */
export function reportWorkflow(
  services: Pick<Services, 'store' | 'turns'>,
): Pick<CommandHandlers, 'report.workflow'> {
  return {
    'report.workflow': ({ session_id, ...candidate }) => {
      const make = (state: SessionState) => handedOnWorkflow(state, candidate);
      return lookAtVotes(services, session_id, make, ({ state }) => make(state));
    },
  };
}
