import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { lookAtReport } from './reportLook';
import type { Services } from './services';

type ReportHandlers = Pick<CommandHandlers, 'report.get' | 'report.cancel' | 'comparison.get'>;

function notYet(): never {
  throw new AppFailure('not_possible', 'Not there yet.');
}

export function reportHandlers(services: Services): ReportHandlers {
  return {
    async 'report.get'({ session_id, filter }) {
      const { report } = await lookAtReport(services, session_id, filter);
      return report;
    },
    'report.cancel': ({ session_id }) => ({ cancelled: services.reports.cancel(session_id) }),
    'comparison.get': notYet,
  };
}
