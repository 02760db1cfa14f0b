import type { CommandHandlers } from '../../core/contract/commands';
import { handedOnWorkflow } from '../generation/handedOn';
import { openWhole } from './openWhole';
import { showLabels } from './reportLook';
import type { Services } from './services';

/** The workflow of one candidate, to go on with it. It names labels, so it comes with the report. */
export function reportWorkflow({
  store,
  turns,
}: Pick<Services, 'store' | 'turns'>): Pick<CommandHandlers, 'report.workflow'> {
  return {
    'report.workflow': ({ session_id, lora_filename, weight }) =>
      turns.take(session_id, async () => {
        const session = await openWhole(store, session_id);
        await showLabels(session);
        return handedOnWorkflow(session.state, { lora_filename, weight });
      }),
  };
}
