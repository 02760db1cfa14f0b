import { METRICS_FORM, PROMPTS_FORM } from '../../core/assistant/answerForms';
import { cutRemarks, metricRemarks, promptRemarks } from '../../core/assistant/answerRemarks';
import { metricFillings, promptFillings } from '../../core/assistant/fillings';
import { type AnswerWish, readMetrics, readPrompts } from '../../core/assistant/readAnswer';
import { fillTemplate } from '../../core/assistant/templates';
import { composeMetrics } from '../../core/assistant/wordLists/composeMetrics';
import { composePrompts } from '../../core/assistant/wordLists/composePrompts';
import { type Known, MAX_OFFERED_METRICS } from '../../core/contract/assistantView';
import type { CheckedArgs, CommandAnswer, CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { MAX_METRICS } from '../../core/session/setup';
import type { ModelAnswer } from '../assistant/assistant';
import type { Services } from './services';

type AssistantCommands = Extract<keyof CommandHandlers, `assistant.${string}`>;
type Needed = Pick<Services, 'assistant' | 'randomHex'>;

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

/** Of an answer that was cut off. */
const LEFT = 'What came whole is here.';

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
  const answer = await services.assistant.ask({
    request_id: args.request_id ?? services.randomHex(16),
    text: async () => fillTemplate(await services.assistant.template('prompts'), promptFillings(args)),
    form: PROMPTS_FORM,
    soFar: (text) => ({ pairs: [...readPrompts(text, wish, false).items] }),
  });
  const { items, remarks } = readPrompts(answer.text, { ...wish, isCut: answer.cut !== null });
  if (items.length === 0) throw nothingFound('prompts', answer.cut, remarks);
  return {
    pairs: [...items],
    made_by: 'model',
    model: answer.model,
    remarks: [...remarks, ...cutRemarks(answer.cut, LEFT), ...promptRemarks(items, args)],
  };
}

async function askForMetrics(
  services: Needed,
  args: CheckedArgs<'assistant.metrics'>,
): Promise<CommandAnswer<'assistant.metrics'>> {
  const wish: AnswerWish = { count: MAX_OFFERED_METRICS, present: args.present };
  const most = Math.max(1, MAX_METRICS - args.present.length);
  const answer = await services.assistant.ask({
    request_id: args.request_id ?? services.randomHex(16),
    text: async () =>
      fillTemplate(await services.assistant.template('metrics'), metricFillings({ ...args, most })),
    form: METRICS_FORM,
    soFar: (text) => ({ metrics: [...readMetrics(text, wish, false).items] }),
  });
  const { items, remarks } = readMetrics(answer.text, { ...wish, isCut: answer.cut !== null });
  if (items.length === 0) throw nothingFound('metrics', answer.cut, remarks);
  return {
    metrics: [...items],
    made_by: 'model',
    model: answer.model,
    remarks: [
      ...remarks,
      ...cutRemarks(answer.cut, LEFT),
      ...metricRemarks(items.length, args.present.length),
    ],
  };
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
