import type { AssistantView } from '../../core/contract/assistantView';
import { AppFailure } from '../../core/contract/failure';
import type { AppSettings } from '../../core/contract/settings';
import type { Pushes } from '../pushes';
import type { Timers } from '../sessions/timers';
import { hostOf } from './address';
import type { Assistant, ModelAnswer, ModelQuestion } from './assistant';
import { coverKey } from './coverKey';
import type { AssistantKeys } from './keys';
import type { AskingWays, ModelClient, ModelClientOptions } from './modelClient';
import { createPacing } from './pacing';
import type { TemplateFiles } from './templateFiles';

/** Answers that may be under way at the same time. */
const MOST_AT_ONCE = 4;
/** Between two words about how far an answer is, in milliseconds. */
const PAUSE_MS = 100;

export interface AssistantParts {
  readonly settings: { current(): AppSettings };
  readonly keys: AssistantKeys;
  readonly templates: TemplateFiles;
  readonly pushes: Pick<Pushes, 'tell'>;
  readonly timers: Timers;
  /** Makes the door to a model server. */
  client(options: ModelClientOptions): ModelClient;
  now(): Date;
  /** Names no key, no prompt, no description and no answer. */
  log(level: 'info' | 'warning', message: string): void;
}

interface Server {
  readonly url: string;
  readonly key: string | null;
  readonly client: ModelClient;
}

/** The assistant as the settings have it at each question. Asks nothing yet. */
export function createAssistant(parts: AssistantParts): Assistant {
  const { settings, keys, templates, pushes } = parts;
  const requests = new Map<string, AbortController>();
  /** Of the lists of models; nobody cancels them but the end. */
  const ending = new AbortController();
  const ways: AskingWays = new Map();

  /** The server that is set up, with its key. Throws AppFailure. */
  async function server(): Promise<Server> {
    const { assistant_server: url, assistant_limit_seconds } = settings.current();
    if (url === null)
      throw new AppFailure(
        'not_possible',
        'No model server is set up. Choose one in the settings, under Assistant.',
      );
    await keys.refresh();
    const { source, key, fault } = keys.lookFor(url);
    if (source !== 'none' && key === null && fault !== undefined) throw new AppFailure('not_possible', fault);
    const limitMs = assistant_limit_seconds * 1000;
    return { url, key, client: parts.client({ url, key, limitMs, ways }) };
  }

  function begin(request_id: string): AbortController {
    if (ending.signal.aborted) throw cancelled();
    if (requests.has(request_id))
      throw new AppFailure('not_possible', 'A request of this name is being answered already.', {
        field: 'request_id',
      });
    if (requests.size >= MOST_AT_ONCE)
      throw new AppFailure(
        'not_possible',
        `The assistant is at ${MOST_AT_ONCE} answers already. Wait for one of them, or cancel one.`,
      );
    const control = new AbortController();
    requests.set(request_id, control);
    return control;
  }

  async function complete(question: ModelQuestion, signal: AbortSignal): Promise<ModelAnswer> {
    const { assistant_model: model } = settings.current();
    const { url, key, client } = await server();
    if (model === null)
      throw new AppFailure(
        'not_possible',
        'No model is chosen. Choose one in the settings, under Assistant.',
      );
    const text = await question.text();
    if (signal.aborted) throw cancelled();
    const { form, request_id } = question;
    const began = parts.now().getTime();
    const ended = (how: string, level: 'info' | 'warning' = 'info') => {
      const seconds = Math.round((parts.now().getTime() - began) / 1000);
      parts.log(level, `The assistant at ${hostOf(url)} ${how} after ${seconds} s.`);
    };
    const heard = createPacing<readonly [string, number]>(parts.timers, PAUSE_MS, ([soFar, characters]) =>
      pushes.tell({
        push: 'assistant.progressed',
        payload: {
          request_id,
          phase: characters === 0 ? 'asking' : 'answering',
          characters,
          pairs: [],
          metrics: [],
          text: '',
          ...question.soFar(coverKey(soFar, key, false)),
        },
      }),
    );
    heard.add(['', 0]);
    try {
      const answer = await client.complete(
        { model, text, form },
        { signal, onText: (...piece) => heard.add(piece) },
      );
      ended('answered');
      return { ...answer, text: coverKey(answer.text, key), model: coverKey(answer.model, key) };
    } catch (error) {
      const failure = signal.aborted ? cancelled() : error;
      if (failure instanceof AppFailure) {
        if (failure.code === 'cancelled') ended('was cancelled');
        else ended(`gave no answer (${failure.code})`, 'warning');
      }
      throw failure;
    } finally {
      // What came last is told before the answer is, and before a failure is.
      heard.end();
    }
  }

  async function state(): Promise<AssistantView> {
    await keys.refresh();
    const { assistant_server, assistant_model } = settings.current();
    const look = assistant_server === null ? null : keys.lookFor(assistant_server);
    return {
      server: assistant_server,
      model: assistant_model,
      key: {
        source: look?.source ?? 'none',
        variable: look?.variable ?? null,
        ...(look?.fault === undefined ? {} : { fault: look.fault }),
      },
      kept_keys: keys.kept(),
      keeps_keys: await keys.place(),
    };
  }

  return {
    state,
    async setKey(to, key) {
      await keys.set(to, key);
      return state();
    },
    async models() {
      const { client, key } = await server();
      return (await client.models(ending.signal)).map((name) => coverKey(name, key));
    },
    async ask(question) {
      const { request_id } = question;
      const { signal } = begin(request_id);
      try {
        return await complete(question, signal);
      } finally {
        requests.delete(request_id);
      }
    },
    cancel(request_id) {
      const control = requests.get(request_id);
      control?.abort();
      return control !== undefined;
    },
    templates: () => templates.list(),
    template: (name) => templates.text(name),
    setTemplate: (name, text) => templates.set(name, text),
    dispose() {
      ending.abort();
      for (const control of requests.values()) control.abort();
    },
  };
}

function cancelled(): AppFailure {
  return new AppFailure('cancelled', 'The request was cancelled.');
}
