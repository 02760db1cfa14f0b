import { METRICS_FORM, PROMPTS_FORM } from '../../core/assistant/answerForms';
import { cutRemarks, metricRemarks, promptRemarks } from '../../core/assistant/answerRemarks';
import { metricFillings, promptFillings } from '../../core/assistant/fillings';
import { type AnswerWish, readMetrics, readPrompts } from '../../core/assistant/readAnswer';
import { fillTemplate } from '../../core/assistant/templates';
import { composeMetrics } from '../../core/assistant/wordLists/composeMetrics';
import { composePrompts } from '../../core/assistant/wordLists/composePrompts';
import { type Answering, type Known, MAX_OFFERED_METRICS } from '../../core/contract/assistantView';
import type { CheckedArgs, CommandAnswer, CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { MAX_METRICS } from '../../core/session/setup';
import type { ModelAnswer, ModelQuestion } from '../assistant/assistant';
import { hostOf } from '../assistant/hostOf';
import type { Services } from './services';

type AssistantCommands = Extract<keyof CommandHandlers, `assistant.${string}`>;
type Needed = Pick<Services, 'assistant' | 'settings' | 'randomHex' | 'now' | 'log'>;

/** Prompts, metrics and wording with the help of a model, or without one. */
export function assistantHandlers(services: Needed): Pick<CommandHandlers, AssistantCommands> {
  const { assistant } = services;
  return {
    'assistant.state': () => assistant.state(),
    'assistant.setKey': ({ server, key }) => assistant.setKey(server, key),
    'assistant.models': async () => ({ models: await assistant.models() }),
    'assistant.prompts'(args) {
      refuseNothing(args);
      return args.made_by === 'word_lists' ? composePrompts(args) : askForPrompts(services, args);
    },
    'assistant.metrics'(args) {
      refuseNothing(args);
      return args.made_by === 'word_lists' ? composeMetrics(args) : askForMetrics(services, args);
    },
    'assistant.cancel': ({ request_id }) => ({ cancelled: assistant.cancel(request_id) }),
    'assistant.templates': async () => ({ templates: await assistant.templates() }),
    'assistant.setTemplate': async ({ name, text }) => ({
      templates: await assistant.setTemplate(name, text),
    }),
  };
}

/** Throws AppFailure where neither words nor trigger words say what is wanted. */
function refuseNothing({ description, known }: { description: string; known: Known }): void {
  if (description !== '' || known.trigger_words.some((word) => word.trim() !== '')) return;
  throw new AppFailure('bad_request', 'Say in a few words what the LoRA shows.', { field: 'description' });
}

async function askForPrompts(
  services: Needed,
  args: CheckedArgs<'assistant.prompts'>,
): Promise<CommandAnswer<'assistant.prompts'>> {
  const wish: AnswerWish = { count: args.count, present: args.present };
  const { answer, seconds } = await askModel(services, args.request_id, {
    text: fillTemplate(await services.assistant.template('prompts'), promptFillings(args)),
    form: PROMPTS_FORM,
    soFar: (text) => ({ pairs: [...readPrompts(text, wish, false).items] }),
  });
  const { items, remarks } = readPrompts(answer.text, { ...wish, isCut: answer.cut !== null });
  if (items.length === 0) throw nothingFound('prompts', answer.cut, remarks);
  told(services, items.length === 1 ? '1 prompt' : `${items.length} prompts`, seconds);
  return {
    pairs: [...items],
    made_by: 'model',
    model: answer.model,
    remarks: [...remarks, ...cutRemarks(answer.cut), ...promptRemarks(items, args)],
  };
}

async function askForMetrics(
  services: Needed,
  args: CheckedArgs<'assistant.metrics'>,
): Promise<CommandAnswer<'assistant.metrics'>> {
  const wish: AnswerWish = { count: MAX_OFFERED_METRICS, present: args.present };
  const most = Math.max(1, MAX_METRICS - args.present.length);
  const { answer, seconds } = await askModel(services, args.request_id, {
    text: fillTemplate(await services.assistant.template('metrics'), metricFillings({ ...args, most })),
    form: METRICS_FORM,
    soFar: (text) => ({ metrics: [...readMetrics(text, wish, false).items] }),
  });
  const { items, remarks } = readMetrics(answer.text, { ...wish, isCut: answer.cut !== null });
  if (items.length === 0) throw nothingFound('metrics', answer.cut, remarks);
  told(services, items.length === 1 ? '1 metric' : `${items.length} metrics`, seconds);
  return {
    metrics: [...items],
    made_by: 'model',
    model: answer.model,
    remarks: [...remarks, ...cutRemarks(answer.cut), ...metricRemarks(items.length, args.present.length)],
  };
}

/** Asks, and tells pages what came of the answer so far. In: `soFar`, which reads what came. Throws AppFailure. */
async function askModel(
  { assistant, randomHex, now }: Needed,
  named: string | undefined,
  {
    text,
    form,
    soFar,
  }: Pick<ModelQuestion, 'text' | 'form'> & {
    soFar(text: string): Partial<Pick<Answering, 'pairs' | 'metrics'>>;
  },
) {
  const request_id = named ?? randomHex(16);
  const began = now().getTime();
  const nothing: Answering = {
    request_id,
    phase: 'asking',
    characters: 0,
    pairs: [],
    metrics: [],
    text: '',
  };
  const answer = await assistant.ask({
    request_id,
    system: null,
    text,
    form,
    onText: (sofar, characters) =>
      assistant.tell({
        ...nothing,
        phase: characters === 0 ? 'asking' : 'answering',
        characters,
        ...soFar(sofar),
      }),
  });
  return { answer, seconds: Math.round((now().getTime() - began) / 1000) };
}

/** In: what is known of what came and was left out, which is why then. */
function nothingFound(
  what: 'prompts' | 'metrics',
  cut: ModelAnswer['cut'],
  remarks: readonly string[],
): AppFailure {
  const none =
    cut === 'length'
      ? `The model used up all that it may write before any ${what} came.`
      : cut === 'filter'
        ? `The rules of the server cut the answer off before any ${what} came.`
        : `The model answered, but there were no ${what} in it.`;
  const why = remarks.length === 0 ? none : remarks.join(' ');
  return new AppFailure('assistant_refuses', `${why} Ask again, or choose another model.`);
}

function told({ settings, log }: Needed, what: string, seconds: number): void {
  const { assistant_server: server } = settings.current();
  const where = server === null ? '' : ` at ${hostOf(server)}`;
  const time = seconds < 1 ? 'less than a second' : `${seconds} s`;
  log('info', `The assistant${where} gave ${what} in ${time}.`);
}
