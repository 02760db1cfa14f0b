import { isDeepStrictEqual } from 'node:util';
import { fillTemplate } from '../../core/assistant/templates';
import { AppFailure } from '../../core/contract/failure';
import { countText } from '../../core/report/figureText';
import { reportInput } from '../../core/report/input';
import type { Report } from '../../core/report/report';
import type { ReportContext } from '../../core/report/written/context';
import { modelFacts } from '../../core/report/written/modelFacts';
import { type ModelReport, modelReport } from '../../core/report/written/modelReport';
import type { SessionState } from '../../core/session/state';
import type { ModelAnswer } from '../assistant/assistant';
import { hostOf } from '../assistant/hostOf';
import type { Services } from './services';

type Needed = Pick<Services, 'assistant' | 'settings' | 'randomHex' | 'now' | 'log'>;

/** A report in a model's words. */
interface Written extends ModelReport {
  readonly model: string;
}

/** Refuses while no model is set up, before anything is revealed or asked. Throws AppFailure `not_possible`. */
export function requireModel({ settings }: Pick<Services, 'settings'>): void {
  const { assistant_server, assistant_model } = settings.current();
  if (assistant_server === null || assistant_model === null)
    throw new AppFailure(
      'not_possible',
      'No model is set up that could write. Choose a server and a model in the settings, under Assistant, or have the report written by template.',
    );
}

/**
 * Has the model put a report's figures into words, and tells pages what comes. In: the report, what is known beside it, and the name of the
 * request, and whether the figures may be shown still; once they may not, no more words are told. Nothing is written to disk. Throws AppFailure as asking does, and `assistant_refuses` for an answer without words.
 */
export async function writeByModel(
  { assistant, settings, now, log }: Needed,
  report: Report,
  context: ReportContext,
  request_id: string,
  isShown: () => boolean,
): Promise<Written> {
  const began = now().getTime();
  const { text: figures } = modelFacts(report, context);
  const wording = await assistant.template('report');
  const answer = await assistant.ask({
    request_id,
    system: null,
    text: fillTemplate(wording, { figures }),
    form: null,
    onText: (text, characters) =>
      assistant.tell({
        request_id,
        phase: characters === 0 ? 'asking' : 'answering',
        characters,
        pairs: [],
        metrics: [],
        text: isShown() ? text : '',
      }),
  });
  if (answer.text.trim() === '') throw noWords(answer.cut);
  const written = modelReport(report, context, answer);
  const { assistant_server: server } = settings.current();
  const seconds = Math.round((now().getTime() - began) / 1000);
  log(
    'info',
    `The assistant${server === null ? '' : ` at ${hostOf(server)}`} wrote a report in ${seconds} s; ${countText(written.flags.length, 'number')} in it ${written.flags.length === 1 ? 'is' : 'are'} not among the figures.`,
  );
  return { ...written, model: answer.model, remarks: [...cutRemarks(answer.cut), ...written.remarks] };
}

/** What is said where votes came or went while a model wrote. In: the session as it was, and as it is. */
export function changedRemarks(before: Readonly<SessionState>, after: Readonly<SessionState>): string[] {
  if (before.journal_seq === after.journal_seq) return [];
  return isDeepStrictEqual(reportInput(before, 0), reportInput(after, 0))
    ? []
    : ['Votes changed while the model wrote. Its words and the figures beside them are those of before.'];
}

function cutRemarks(cut: ModelAnswer['cut']): string[] {
  switch (cut) {
    case 'length':
      return ['The answer was cut off at the length that the model may write. The text ends there.'];
    case 'filter':
      return [
        'The server cut the answer off, since its rules forbid what would have followed. The text ends there.',
      ];
    case null:
      return [];
  }
}

function noWords(cut: ModelAnswer['cut']): AppFailure {
  const none =
    cut === 'length'
      ? 'The model used up all that it may write before any words came.'
      : cut === 'filter'
        ? 'The rules of the server cut the answer off before any words came.'
        : 'The model answered without words.';
  return new AppFailure('assistant_refuses', `${none} Ask again, or choose another model.`);
}
