import type { ComparedInput } from '../../core/comparison/sharedPart';
import { placeOfNamed } from '../../core/comparison/standing';
import type { CheckedArgs, CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { formatWeight } from '../../core/plan/weights';
import { reportInput } from '../../core/report/input';
import type { SessionId } from '../../core/session/identity';
import { isEvaluationComplete } from '../../core/session/progress';
import { effectiveSetup } from '../../core/session/state';
import { openWhole } from './openWhole';
import { refusePack } from './packRules';
import { showLabels, stillOpen } from './reportLook';
import type { Services } from './services';

type Asked = CheckedArgs<'comparison.get'>;

export function comparisonHandler({
  store,
  turns,
  reports,
}: Pick<Services, 'store' | 'turns' | 'reports'>): Pick<CommandHandlers, 'comparison.get'> {
  /** Refuses what cannot be compared before anything is shown, so that a refusal reveals none of the others. */
  async function check(id: SessionId, stands: Asked['stands']): Promise<void> {
    const session = await openWhole(store, id);
    const { state } = session;
    refusePack(state);
    if (state.revealed === null && !isEvaluationComplete(state)) throw stillOpen(state);
    if (state.revealed === null && session.readOnly) {
      throw new AppFailure(
        'session_locked',
        'Its labels were not shown yet, and it is open in another copy of Blindfold. Open its report there, or close it there.',
      );
    }
    const named = stands?.find(({ session_id }) => session_id === id);
    if (named !== undefined && placeOfNamed(reportInput(state, 0).candidates, named) === -1) {
      const candidate = `${named.lora_filename} at ${formatWeight(named.weight)}`;
      throw new AppFailure('bad_request', `There is no candidate ${candidate}.`, { field: 'stands' });
    }
  }

  /** Looking is the reveal, as with the report. */
  function look(id: SessionId): Promise<ComparedInput> {
    return turns.take(id, async () => {
      const session = await openWhole(store, id);
      await showLabels(session);
      // The comparison draws by a seed of its own, made of all the ids.
      return { report: reportInput(session.state, 0), setup: effectiveSetup(session.state) };
    });
  }

  return {
    async 'comparison.get'({ session_ids, stands = [] }) {
      const stranger = stands.find(({ session_id }) => !session_ids.includes(session_id));
      if (stranger !== undefined) {
        const message = `${stranger.session_id} is not among the sessions that are compared.`;
        throw new AppFailure('bad_request', message, { field: 'stands' });
      }
      for (const id of session_ids) await naming(id, check(id, stands));
      const sessions: ComparedInput[] = [];
      for (const id of session_ids) sessions.push(await naming(id, look(id)));
      return reports.compare(sessions, stands);
    },
  };
}

/** Of several sessions a refusal says which one it speaks of. */
async function naming<T>(id: SessionId, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppFailure) || error.message.includes(id)) throw error;
    throw new AppFailure(error.code, `${id}: ${error.message}`, {
      ...(error.field === undefined ? {} : { field: error.field }),
      cause: error,
    });
  }
}
