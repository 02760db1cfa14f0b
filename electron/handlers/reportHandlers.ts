import type { CommandHandlers } from '../../core/contract/commands';
import { lookAtReport } from './reportLook';
import type { Services } from './services';

type ReportHandlers = Pick<CommandHandlers, 'report.get' | 'report.cancel'>;

export function reportHandlers(services: Services): ReportHandlers {
  return {
    async 'report.get'({ session_id, filter }) {
      const { report } = await lookAtReport(services, session_id, filter === undefined ? {} : { filter });
      return report;
    },
    'report.cancel': ({ session_id }) => ({ cancelled: services.reports.cancel(session_id) }),
  };
}
