import { isDeepStrictEqual } from 'node:util';
import { cutRemarks } from '../../core/assistant/answerRemarks';
import { fillTemplate } from '../../core/assistant/templates';
import { reportInput } from '../../core/report/input';
import type { Report } from '../../core/report/report';
import type { ReportContext } from '../../core/report/written/context';
import { modelFacts } from '../../core/report/written/modelFacts';
import { type ModelReport, modelReport } from '../../core/report/written/modelReport';
import type { SessionState } from '../../core/session/state';
import type { Services } from './services';

interface Looked {
  readonly report: Report;
  readonly context: ReportContext;
  /** Whether the figures may be shown still. */
  isShown(): boolean;
}

/**
 * Has the model put a report's figures into words, and tells pages what comes. In: the name of the request, and what makes the report
 * and what is known beside it, which is asked once a model is known to be there, and again when it has answered: it has to say the same
 * then; `isShown` says whether the figures may be shown still, and once they may not, no more words are told. Nothing is written to
 * disk. Throws AppFailure as asking does, and what `look` throws.
 */
export async function writeByModel(
  { assistant }: Pick<Services, 'assistant'>,
  request_id: string,
  look: () => Promise<Looked>,
): Promise<ModelReport & { readonly model: string }> {
  let isShown = () => false;
  const answer = await assistant.ask({
    request_id,
    form: null,
    async text() {
      const looked = await look();
      isShown = looked.isShown;
      const { text: figures } = modelFacts(looked.report, looked.context);
      return fillTemplate(await assistant.template('report'), { figures });
    },
    soFar: (text) => ({ text: isShown() ? text : '' }),
  });
  const { report, context } = await look();
  const written = modelReport(report, context, answer);
  const remarks = [...cutRemarks(answer.cut, 'The text ends there.'), ...written.remarks];
  return { ...written, model: answer.model, remarks };
}

/** What is said where votes came or went while a model wrote. In: the session as it was, and as it is. */
export function changedRemarks(before: Readonly<SessionState>, after: Readonly<SessionState>): string[] {
  if (before.journal_seq === after.journal_seq) return [];
  return isDeepStrictEqual(reportInput(before, 0), reportInput(after, 0))
    ? []
    : ['Votes changed while the model wrote. Its words and the figures beside them are those of before.'];
}
