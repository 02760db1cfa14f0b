import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AskedWorld, failureOf, KEY, openAskedWorld, QUESTION } from '../testing/askedWorld';

const FORM = { name: 'prompts', schema: { type: 'object' } };

let world: AskedWorld;
beforeEach(async () => {
  world = await openAskedWorld();
});
afterEach(() => world.server.close());
const ask: AskedWorld['ask'] = (...given) => world.ask(...given);

describe('an answer of a model', () => {
  it('comes piece by piece', async () => {
    const { text, model, cut, heard } = await ask({
      answer: 'A lighthouse by night, seen from the sea. 日本語 😀',
    });
    expect({ text, model, cut }).toEqual({
      text: 'A lighthouse by night, seen from the sea. 日本語 😀',
      model: 'small-model',
      cut: null,
    });
    expect(heard.length).toBeGreaterThan(2);
    expect(heard[0]?.[0]).toBe('A lighthouse');
    expect(heard.at(-1)).toEqual([text, text.length]);
  });

  it('is asked for with the fields that every server knows', async () => {
    await ask({});
    expect(world.server.asked[0]).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
    expect(world.server.asked[0]?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      connection: 'close',
    });
    expect(world.server.asked[0]?.body).toEqual({
      model: 'small-model',
      messages: [{ role: 'user', content: QUESTION.text }],
      stream: true,
    });
  });

  it('is asked for without a key where there is none', async () => {
    await ask({}, {}, { key: null });
    expect(world.server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('may come in one piece, whatever was asked for', async () => {
    const { text, heard } = await ask({ trouble: 'whole', answer: 'All at once.' });
    expect(text).toBe('All at once.');
    expect(heard).toEqual([['All at once.', 12]]);
  });

  it('is what the model says, not what it thinks', async () => {
    const { text, heard } = await ask({
      trouble: 'thinks',
      answer: '<think>They want {"a": 1}</think>\n\nHere.',
    });
    expect(text).toBe('Here.');
    expect(heard[0]).toEqual(['', 'They want '.length]);
    expect(heard.at(-1)?.[1]).toBeGreaterThan('They want prompts.Here.'.length);
    expect(heard.every(([soFar]) => 'Here.'.startsWith(soFar))).toBe(true);
  });

  it('says when it was as long as it may be, or was held back', async () => {
    expect(await ask({ trouble: 'long', answer: 'Too lo' })).toMatchObject({ text: 'Too lo', cut: 'length' });
    expect(await ask({ trouble: 'filtered', answer: 'Half' })).toMatchObject({ text: 'Half', cut: 'filter' });
  });
});

describe('the form of an answer', () => {
  const types = () => world.server.asked.map(({ body }) => body?.response_format?.type ?? null);

  it('is demanded as a schema', async () => {
    await ask({}, { form: FORM });
    expect(world.server.asked[0]?.body?.response_format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'prompts', strict: true, schema: { type: 'object' } },
    });
  });

  it('is demanded as any JSON where a schema is refused, with the word in the message', async () => {
    await ask({ trouble: 'no_schema' }, { form: FORM });
    expect(types()).toEqual(['json_schema', 'json_object']);
    expect(world.server.asked[1]?.body?.messages.at(-1)?.content).toMatch(/JSON/);
  });

  it('is not demanded where no form is taken, and from then on not tried again', async () => {
    world.server.behave({ trouble: 'no_form' });
    const one = world.client();
    const watch = { signal: new AbortController().signal, onText: () => undefined };
    await one.complete({ ...QUESTION, form: FORM }, watch);
    expect(types()).toEqual(['json_schema', 'json_object', null]);
    await one.complete({ ...QUESTION, form: FORM }, watch);
    expect(types().slice(3)).toEqual([null]);
    await one.complete({ ...QUESTION, model: 'large-model', form: FORM }, watch);
    expect(types()[4]).toBe('json_schema');
  });

  it('is left alone by refusals that speak of something else', async () => {
    await failureOf(ask({ trouble: 'too_long' }, { form: FORM }));
    expect(types()).toEqual(['json_schema']);
  });

  it('gives up streaming where it is refused', async () => {
    await ask({ trouble: 'no_stream', answer: 'Whole.' });
    expect(world.server.asked.map(({ body }) => body?.stream)).toEqual([true, false]);
  });
});
