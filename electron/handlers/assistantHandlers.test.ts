import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answering } from '../../core/contract/assistantView';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, nextPush } from '../testing/backendWorld';
import { type FakeModelServer, startFakeModelServer } from '../testing/fakeModelServer';

let world: BackendWorld;
let server: FakeModelServer;
let backend: Backend;
let lines: string[];

beforeEach(async () => {
  world = await createBackendWorld();
  server = await startFakeModelServer();
  lines = [];
  backend = await world.start({
    startDemo: false,
    log: (level, message, error) => {
      lines.push(message);
      if (level === 'error') world.bugs.push(error ?? message);
    },
  });
  await backend.call('settings.change', {
    changes: { assistant_server: server.url, assistant_model: 'small-model' },
  });
});
afterEach(async () => {
  await world.dispose();
  await server.close();
  expect(world.bugs).toEqual([]);
});

const WISH = {
  request_id: 'of-this-test',
  made_by: 'model',
  description: 'ink wash drawings of a {count} fox',
  known: { trigger_words: ['inkwash'], base_model: 'SDXL', loras: ['style/inkwash_v1.safetensors'] },
};
const prompts = (more: object = {}) => backend.call('assistant.prompts', { ...WISH, ...more });
const metrics = (more: object = {}) => backend.call('assistant.metrics', { ...WISH, ...more });
const failureOf = (work: Promise<unknown>) => work.catch((error: unknown) => error);
const sent = () =>
  server.asked
    .at(-1)
    ?.body?.messages.map(({ content }) => content)
    .join('\n') ?? '';
const answerWith = (...positives: string[]) =>
  server.behave({
    answer: JSON.stringify({ prompts: positives.map((positive) => ({ positive, negative: 'blurry' })) }),
  });

describe('prompts by a model', () => {
  it('come from the description and what is known, and nothing is added anywhere', async () => {
    const { session_id } = await backend.call('session.create', {});
    answerWith('inkwash, a fox in snow', 'inkwash, a heron', 'a red barn');
    const made = await prompts({ count: 3, without_trigger: 1, present: ['inkwash, an owl'] });
    expect(made).toEqual({
      pairs: [
        { positive: 'inkwash, a fox in snow', negative: 'blurry' },
        { positive: 'inkwash, a heron', negative: 'blurry' },
        { positive: 'a red barn', negative: 'blurry' },
      ],
      made_by: 'model',
      model: 'small-model',
      remarks: [],
    });
    for (const words of [
      'ink wash drawings of a {count} fox',
      'Write exactly 3 prompts',
      'out of exactly 1 of the prompts',
      '- LoRA: inkwash_v1\n',
      'Base model: SDXL',
      '- inkwash, an owl',
    ])
      expect(sent()).toContain(words);
    const { setup } = await backend.call('session.get', { session_id });
    expect(setup.prompt_pairs).toEqual([]);
  });

  it('are told with what is not as it was asked for', async () => {
    answerWith('a fox', 'inkwash, a heron', 'inkwash, an owl', 'inkwash, a hare');
    const { pairs, remarks } = await prompts({ count: 3 });
    expect(pairs).toHaveLength(3);
    expect(remarks.join(' ')).toContain(
      '1 of 3 prompts lacks the trigger word “inkwash”, though none was to.',
    );
    expect(remarks.length).toBeGreaterThan(1);
    const few = await prompts({ count: 50 });
    expect(few.remarks.join(' ')).toContain('50 prompts were asked for, and 4 came.');
  });

  it('are told as they come, the last word before the answer, and the log names no word of them', async () => {
    const told: Answering[] = [];
    backend.onPush(({ push, payload }) => {
      if (push === 'assistant.progressed') told.push(payload as Answering);
    });
    server.behave({ trouble: 'held' });
    const half = nextPush(backend, 'assistant.progressed', ({ pairs }) => pairs.length > 0);
    const made = prompts({ count: 6 });
    expect(await half).toMatchObject({ request_id: 'of-this-test', phase: 'answering', text: '' });
    server.release();
    const { pairs } = await made;
    expect(told[0]).toMatchObject({ phase: 'asking', characters: 0, pairs: [] });
    expect(told.at(-1)?.pairs).toEqual(pairs);
    const after = told.length;
    await backend.call('assistant.state', {});
    expect(told).toHaveLength(after);
    const line = lines.find((one) => one.startsWith('The assistant at'));
    expect(line).toMatch(/^The assistant at 127\.0\.0\.1:\d+ answered after \d+ s\.$/);
  });

  it('that were cancelled leave what had come, and free their name', async () => {
    server.behave({ trouble: 'held' });
    const half = nextPush(backend, 'assistant.progressed', ({ pairs }) => pairs.length > 0);
    const made = failureOf(prompts({ count: 6 }));
    await half;
    expect(await failureOf(prompts())).toMatchObject({ code: 'not_possible', field: 'request_id' });
    const cancel = { request_id: 'of-this-test' };
    expect(await backend.call('assistant.cancel', cancel)).toEqual({ cancelled: true });
    expect(await made).toMatchObject({ code: 'cancelled' });
    expect(await backend.call('assistant.cancel', cancel)).toEqual({ cancelled: false });
    answerWith('inkwash, a fox');
    expect((await prompts({ count: 1 })).pairs).toHaveLength(1);
  });

  it.each([
    [
      'speaks of none',
      { answer: 'I would rather not.' },
      'The model answered, but there were no prompts in it.',
    ],
    ['wrote too much', { answer: 'Let me', trouble: 'long' }, 'The model used up all that it may write'],
    ['is forbidden', { answer: 'Let me', trouble: 'filtered' }, 'The rules of the server cut the answer off'],
  ] as const)('are none where the answer %s, and that is said', async (_, behaviour, sentence) => {
    server.behave(behaviour);
    const failure = await failureOf(prompts());
    expect(failure).toMatchObject({
      code: 'assistant_refuses',
      message: expect.stringMatching(new RegExp(`^${sentence}.* Ask again, or choose another model\\.$`)),
    });
  });

  it('of a server that refuses are told by code and sentence', async () => {
    server.behave({ trouble: 'quota' });
    expect(await failureOf(prompts())).toMatchObject({ code: 'assistant_refuses' });
    await server.close();
    expect(await failureOf(prompts())).toMatchObject({ code: 'assistant_unreachable' });
    const failed = lines.filter((line) => line.includes('gave no answer'));
    expect(failed.map((line) => /\((\w+)\)/.exec(line)?.[1])).toEqual([
      'assistant_refuses',
      'assistant_unreachable',
    ]);
  });
});

describe('metrics by a model', () => {
  it('are those of the answer, and it is said that a session cannot take all', async () => {
    const names = ['Line', 'Paper', 'Likeness', 'Hands', 'Colour', 'Depth'];
    server.behave({ answer: JSON.stringify({ metrics: names.map((name) => ({ name, question: '' })) }) });
    const made = await metrics({ present: ['Quality'] });
    expect(made).toMatchObject({ made_by: 'model', model: 'small-model' });
    expect(made.metrics.map(({ name }) => name)).toEqual(names);
    expect(made.remarks.at(-1)).toBe(
      'A session takes 5 metrics, and 1 is there already. Choose among the 6 that came.',
    );
    expect(sent()).toContain('at most 4, the most important first');
    expect(sent()).toContain('- Quality');
  });
});

describe('without a model', () => {
  it('prompts and metrics come from the word lists, whatever is set up', async () => {
    await backend.call('settings.change', { changes: { assistant_server: null } });
    const made = await prompts({ made_by: 'word_lists', seed: 7 });
    expect(made).toMatchObject({ made_by: 'word_lists', model: null });
    expect(await prompts({ made_by: 'word_lists', seed: 7 })).toEqual(made);
    expect(await metrics({ made_by: 'word_lists' })).toMatchObject({ made_by: 'word_lists', model: null });
    expect(server.asked).toEqual([]);
    expect(await failureOf(prompts())).toMatchObject({ code: 'not_possible' });
    expect(await failureOf(backend.call('assistant.models', {}))).toMatchObject({ code: 'not_possible' });
  });
});

describe('a request', () => {
  it.each(['model', 'word_lists'])(
    'without words is refused beside the description, but for trigger words: %s',
    async (made_by) => {
      for (const known of [undefined, { trigger_words: [' '] }]) {
        const failure = {
          code: 'bad_request',
          field: 'description',
          message: 'Say in a few words what the LoRA shows.',
        };
        expect(await failureOf(prompts({ made_by, description: ' ', known }))).toMatchObject(failure);
        expect(await failureOf(metrics({ made_by, description: ' ', known }))).toMatchObject(failure);
      }
      answerWith('inkwash, a fox');
      expect(await prompts({ made_by, description: '', count: 1 })).toMatchObject({ made_by });
    },
  );

  it.each([
    ['description', { description: 'x'.repeat(10_000) }, 'at most 4,000 characters'],
    ['count', { count: 51 }, 'From 1 to 50 prompts'],
    ['without_trigger', { count: 2, without_trigger: 3 }, 'at most as many as are asked for'],
    ['made_by', { made_by: 'magic' }, 'made by the model or from the word_lists'],
  ])('with a bad %s asks nothing', async (field, more, words) => {
    expect(await failureOf(prompts(more))).toMatchObject({
      code: 'bad_request',
      field,
      message: expect.stringContaining(words),
    });
    expect(server.asked).toEqual([]);
  });

  it('needs no name', async () => {
    answerWith('inkwash, a fox');
    const made = await backend.call('assistant.prompts', {
      made_by: 'model',
      description: 'foxes',
      count: 1,
    });
    expect(made.pairs).toHaveLength(1);
  });
});

it('asks in the wording of the file', async () => {
  const answer = await backend.call('assistant.setTemplate', {
    name: 'prompts',
    text: 'Nur {count}: {description}',
  });
  expect(answer.templates[0]).toMatchObject({ is_own: true });
  answerWith('inkwash, a fox');
  await prompts({ count: 1 });
  expect(sent()).toContain('Nur 1: ink wash drawings of a {count} fox');
  expect(
    await failureOf(backend.call('assistant.setTemplate', { name: 'prompts', text: 'x' })),
  ).toMatchObject({
    code: 'bad_request',
    field: 'text',
  });
});

it('ends its requests with the backend', async () => {
  server.behave({ trouble: 'silence' });
  const asking = nextPush(backend, 'assistant.progressed', ({ phase }) => phase === 'asking');
  const made = failureOf(prompts());
  await asking;
  await backend.dispose();
  expect(await made).toMatchObject({ code: 'cancelled' });
});
