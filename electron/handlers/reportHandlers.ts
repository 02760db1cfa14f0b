import { createHash } from 'node:crypto';
import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { buildReport } from '../../core/report/figures';
import { reportInput } from '../../core/report/input';
import type { NewEvent } from '../../core/session/events';
import { countsOf, isEvaluationComplete } from '../../core/session/progress';
import type { SessionState } from '../../core/session/state';
import { revealEvent } from './evaluationHandlers';
import { openWhole } from './openWhole';
import type { Services } from './services';

type ReportHandlers = Pick<
  CommandHandlers,
  | 'report.get'
  | 'report.cancel'
  | 'report.pictures'
  | 'report.workflow'
  | 'report.write'
  | 'report.written'
  | 'report.export'
  | 'comparison.get'
>;

function notYet(): never {
  throw new AppFailure('not_possible', 'Not there yet.');
}

export function reportHandlers(services: Services): ReportHandlers {
  return {
    /**
     * Opening the report of a finished evaluation is the reveal; before that it says only how many votes there are. The reveal
     * itself needs the session open for writing.
     */
    'report.get': ({ session_id, filter }) =>
      services.turns.take(session_id, async () => {
        const session = await openWhole(services.store, session_id);
        const { state } = session;
        const isWritable = !session.readOnly && !state.sample;
        if (state.revealed === null && !isEvaluationComplete(state)) throw stillOpen(state);
        const events: NewEvent[] = [];
        if (state.revealed === null) events.push(revealEvent(state));
        // A copy that may only look at the session writes nothing down: what is revealed it shows all the same.
        if (!state.report_generated && isWritable) events.push({ type: 'report_generated' });
        if (events.length > 0) await session.append(...events);
        const report = buildReport(reportInput(session.state, bootstrapSeed(session.state), filter ?? null));
        if (isWritable) await services.scores.write(session);
        return report;
      }),
    'report.cancel': () => ({ cancelled: false }),
    'report.pictures': notYet,
    'report.workflow': notYet,
    'report.write': notYet,
    'report.written': () => ({ text: null }),
    'report.export': notYet,
    'comparison.get': notYet,
  };
}

/** Says that there is nothing to see before the last vote. */
export function stillOpen(state: SessionState): AppFailure {
  const { votes_done, votes_total } = countsOf(state);
  return new AppFailure(
    'evaluation_open',
    `${votes_done} of ${votes_total} votes, nothing to see yet. Figures appear after the last vote, or when you reveal them.`,
  );
}

/** The stored seed of the report's resampling: made of the session's secret, so that it does not tell the seed of the order. */
function bootstrapSeed(state: SessionState): number {
  return createHash('sha256')
    .update(`report\n${state.started?.blind_key ?? state.session_id}`)
    .digest()
    .readUInt32BE();
}
