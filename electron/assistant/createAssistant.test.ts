import { beforeEach, describe, expect, it } from 'vitest';
import type { Answering } from '../../core/contract/assistantView';
import { AppFailure } from '../../core/contract/failure';
import { DEFAULT_SETTINGS } from '../../core/contract/settings';
import { realTimers } from '../sessions/timers';
import { memoryKeys } from '../settings/assistantKeyFile';
import type { Assistant, ModelAnswer, ModelQuestion } from './assistant';
import { createAssistant } from './createAssistant';
import { createAssistantKeys } from './keys';
import type { ModelClient, ModelClientOptions } from './modelClient';

const URL_A = 'http://127.0.0.1:11434/v1';
const KEY = 'sk-very-secret-1';

/** A question that the model server has, to be answered by the test. */
interface Open {
  readonly options: ModelClientOptions;
  readonly asked: Parameters<ModelClient['complete']>[0];
  say(text: string): void;
  end(answer?: Partial<ModelAnswer>): void;
  fail(error: unknown): void;
}

let settings = { ...DEFAULT_SETTINGS };
let open: Open[];
let told: Answering[];
let lines: string[];
let clock: number;
let arrived: () => void;

beforeEach(() => {
  settings = { ...DEFAULT_SETTINGS, assistant_server: URL_A, assistant_model: 'small' };
  open = [];
  told = [];
  lines = [];
  clock = 0;
  arrived = () => undefined;
});

function start(models: readonly string[] = []): Assistant {
  const keys = createAssistantKeys({
    keep: memoryKeys(),
    variables: [],
    hide: () => undefined,
    log: (_level, message) => lines.push(message),
  });
  return createAssistant({
    settings: { current: () => settings },
    keys,
    templates: {
      list: async () => [],
      text: async () => '',
      set: async () => [],
    },
    pushes: { tell: (push) => told.push(push.payload as Answering) },
    timers: realTimers,
    client: (options) => ({
      models: async () => [...models],
      complete: (asked, { signal, onText }) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppFailure('cancelled', 'Gone.')));
          open.push({
            options,
            asked,
            say: (text) => onText(text, text.length),
            end: (answer) => resolve({ text: '', model: 'small', cut: null, ...answer }),
            fail: reject,
          });
          arrived();
        }),
    }),
    now: () => new Date(clock),
    log: (_level, message) => lines.push(message),
  });
}

const question = (request_id: string, more: Partial<ModelQuestion> = {}): ModelQuestion => ({
  request_id,
  text: async () => 'Write prompts.',
  form: null,
  soFar: (text) => ({ text }),
  ...more,
});

/** Asks, and waits until the server has so many questions. */
async function asked(assistant: Assistant, request_id: string, more?: Partial<ModelQuestion>) {
  const came = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const answer = assistant.ask(question(request_id, more));
  answer.catch(() => undefined);
  await came;
  const at = open.at(-1);
  if (at === undefined) throw new Error('Nothing was asked');
  return { answer, at };
}

const failureOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);

describe('the assistant', () => {
  it('asks the server, the model and within the time that the settings name', async () => {
    settings = { ...settings, assistant_limit_seconds: 90 };
    const assistant = start();
    await assistant.setKey(URL_A, KEY);
    const { answer, at } = await asked(assistant, 'request-1');
    expect(at.options).toMatchObject({ url: URL_A, limitMs: 90_000 });
    expect(at.options.key).toBe(KEY);
    expect(at.asked).toEqual({ model: 'small', text: 'Write prompts.', form: null });
    at.end({ text: 'one', cut: 'length' });
    expect(await answer).toEqual({ text: 'one', model: 'small', cut: 'length' });
  });

  it('says what is not set up', async () => {
    const assistant = start();
    settings = { ...settings, assistant_model: null };
    expect(await failureOf(assistant.ask(question('request-1')))).toMatchObject({
      code: 'not_possible',
      message: 'No model is chosen. Choose one in the settings, under Assistant.',
    });
    settings = { ...settings, assistant_server: null };
    const off = { code: 'not_possible', message: expect.stringContaining('No model server is set up.') };
    expect(await failureOf(assistant.ask(question('request-1')))).toMatchObject(off);
    expect(await failureOf(assistant.models())).toMatchObject(off);
    expect(await assistant.state()).toEqual({
      server: null,
      model: null,
      key: { source: 'none', variable: null },
      kept_keys: [],
      keeps_keys: 'memory',
    });
  });

  it('never shows a key, which stays with its server when another one is set', async () => {
    const assistant = start([`model-${KEY}`]);
    const state = await assistant.setKey('127.0.0.1:11434', KEY);
    expect(state).toMatchObject({ key: { source: 'kept' }, kept_keys: [URL_A] });
    expect(JSON.stringify(state)).not.toContain(KEY);
    expect(await assistant.models()).toEqual(['model-[key]']);
    settings = { ...settings, assistant_server: 'http://127.0.0.1:1234/v1' };
    expect(await assistant.state()).toMatchObject({ key: { source: 'none' }, kept_keys: [URL_A] });
    const { answer, at } = await asked(assistant, 'request-1');
    expect(at.options.key).toBeNull();
    at.end();
    await answer;
  });

  it('hears an answer as it comes without its key, and all of it before the end', async () => {
    const assistant = start();
    await assistant.setKey(URL_A, KEY);
    const { answer, at } = await asked(assistant, 'request-1');
    expect(told).toEqual([
      { request_id: 'request-1', phase: 'asking', characters: 0, pairs: [], metrics: [], text: '' },
    ]);
    for (const text of ['a', 'a fox', `a fox ${KEY}`, `a fox ${KEY} ${KEY.slice(0, 9)}`]) at.say(text);
    at.end({ text: `a fox ${KEY}, end` });
    const { text } = await answer;
    expect(text).toBe('a fox [key], end');
    expect(told.at(-1)).toMatchObject({ phase: 'answering', text: 'a fox [key] ' });
    // The pieces came at once, so that most of them were left out.
    expect(told).toHaveLength(2);
  });

  it('hears what came before a failure, logs that without its words, and can ask again', async () => {
    const assistant = start();
    const { answer, at } = await asked(assistant, 'request-1');
    at.say('a fox');
    clock = 12_300;
    at.fail(new AppFailure('timed_out', 'It took too long, says "a fox".'));
    expect(await failureOf(answer)).toMatchObject({ code: 'timed_out' });
    expect(told.at(-1)).toMatchObject({ text: 'a fox', characters: 5 });
    expect(lines).toEqual(['The assistant at 127.0.0.1:11434 gave no answer (timed_out) after 12 s.']);
    const again = await asked(assistant, 'request-1');
    again.at.end({ text: 'x' });
    expect(await again.answer).toMatchObject({ text: 'x' });
  });

  it('cancels one request and no other', async () => {
    const assistant = start();
    const one = await asked(assistant, 'request-1');
    const other = await asked(assistant, 'request-2');
    expect(assistant.cancel('request-1')).toBe(true);
    expect(await failureOf(one.answer)).toMatchObject({ code: 'cancelled' });
    expect(assistant.cancel('request-1')).toBe(false);
    other.at.end({ text: 'x' });
    expect(await other.answer).toMatchObject({ text: 'x' });
    expect(lines).toEqual([
      'The assistant at 127.0.0.1:11434 was cancelled after 0 s.',
      'The assistant at 127.0.0.1:11434 answered after 0 s.',
    ]);
  });

  it('can be cancelled before it is known what is asked, and then asks nothing', async () => {
    const assistant = start();
    const text = Promise.withResolvers<string>();
    const answer = failureOf(assistant.ask(question('request-1', { text: () => text.promise })));
    expect(assistant.cancel('request-1')).toBe(true);
    text.resolve('Write prompts.');
    expect(await answer).toMatchObject({ code: 'cancelled' });
    expect(open).toEqual([]);
  });

  it('refuses a name that is in use, and a fifth request', async () => {
    const assistant = start();
    const all = [];
    for (const id of ['request-1', 'request-2', 'request-3', 'request-4'])
      all.push(await asked(assistant, id));
    expect(await failureOf(assistant.ask(question('request-1')))).toMatchObject({
      code: 'not_possible',
      field: 'request_id',
    });
    expect(await failureOf(assistant.ask(question('request-5')))).toMatchObject({
      code: 'not_possible',
      message: 'The assistant is at 4 answers already. Wait for one of them, or cancel one.',
    });
    all[0]?.at.end();
    await all[0]?.answer;
    const fifth = await asked(assistant, 'request-5');
    assistant.dispose();
    for (const { answer } of [...all.slice(1), fifth])
      expect(await failureOf(answer)).toMatchObject({ code: 'cancelled' });
    expect(await failureOf(assistant.ask(question('request-6')))).toMatchObject({ code: 'cancelled' });
  });

  it('lets a fault of ours through as it is', async () => {
    const assistant = start();
    const { answer, at } = await asked(assistant, 'request-1');
    at.fail(new RangeError('ours'));
    expect(await failureOf(answer)).toBeInstanceOf(RangeError);
    expect(lines).toEqual([]);
  });
});
