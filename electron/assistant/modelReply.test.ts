import { describe, expect, it } from 'vitest';
import { answeredBy, cutOf, readReply } from './modelReply';
import { readServerWords } from './serverWords';

const reply = (choice: object) => readReply({ choices: [choice] });

/** A list in a list, and so on: what walks down it to the end falls over. */
const DEEP: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

describe('a piece of an answer', () => {
  it.each<[string, object, string, number]>([
    ['nothing', { delta: { content: null } }, '', 0],
    ['words', { delta: { content: 'a cat' } }, 'a cat', 0],
    ['a whole message', { message: { content: 'a cat' } }, 'a cat', 0],
    ['words of a server that only goes on with a text', { text: 'a cat' }, 'a cat', 0],
    ['parts', { delta: { content: [{ type: 'text', text: 'a ' }, 'cat'] } }, 'a cat', 0],
    ['thinking', { delta: { reasoning_content: 'hm' } }, '', 2],
    ['thinking under another name', { delta: { reasoning: 'hmm', content: 'a' } }, 'a', 3],
    ['thinking among parts', { delta: { content: [{ type: 'thinking', thinking: 'xyz' }] } }, '', 3],
    [
      'thinking in parts of its own',
      { delta: { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'xyz' }] }] } },
      '',
      3,
    ],
    ['a part without a bottom', { delta: { content: [{ type: 'image', image: DEEP }] } }, '', 1],
    ['an end', { delta: {}, finish_reason: 'stop' }, '', 0],
    ['oddities', { delta: { content: 7, reasoning: {} }, index: 'x' }, '', 0],
    ['another answer', { delta: { content: 'b' }, index: 1 }, '', 0],
  ])('may hold %s', (_, choice, text, thought) => {
    expect(reply(choice)).toMatchObject({ text, thought });
  });

  it('is none without choices', () => {
    for (const json of [null, 7, 'x', {}, { choices: {} }, { error: 'x' }])
      expect(readReply(json)).toBeNull();
    expect(readReply({ choices: [] })).toMatchObject({ text: '', finish: null });
  });

  it('says why it ended', () => {
    expect(reply({ delta: {}, finish_reason: 'stop' })?.finish).toBe('stop');
    for (const none of [null, '', 7]) expect(reply({ delta: {}, finish_reason: none })?.finish).toBeNull();
    const cuts = ['stop', 'length', 'MAX_TOKENS', 'content_filter', 'SAFETY', 'tool_calls', null].map(cutOf);
    expect(cuts).toEqual([null, 'length', 'length', 'filter', 'filter', null, null]);
  });

  it('names the issue of the model that answered, and nothing else that the server calls it', () => {
    expect(answeredBy('gpt-4o', 'gpt-4o-2024-08-06')).toBe('gpt-4o-2024-08-06');
    expect(answeredBy('mine', '/home/me/mine.gguf')).toBe('mine');
    expect(answeredBy('mine', null)).toBe('mine');
  });
});

describe('what a server says is wrong', () => {
  it.each<[string, unknown, object | null]>([
    [
      'as OpenAI',
      { error: { message: 'm', type: 't', code: 'c', param: 'p' } },
      { message: 'm', code: 'c t', param: 'p' },
    ],
    ['as Ollama', { error: 'm' }, { message: 'm' }],
    [
      'as Gemini',
      [{ error: { message: 'm', code: 429, status: 'S', details: [{ retryDelay: '36.2s' }] } }],
      { status: 429, waitSeconds: 37 },
    ],
    ['as FastAPI', { detail: [{ loc: ['body', 'stream'], msg: 'bad' }] }, { message: 'body.stream: bad' }],
    ['as FastAPI of a path', { detail: 'Not Found' }, { message: 'Not Found' }],
    ['with depths', { error: { message: 'm', details: [{ retryDelay: DEEP }] } }, { waitSeconds: null }],
    ['with depths as FastAPI', { detail: [{ loc: DEEP, msg: 'm' }] }, { message: ': m' }],
    [
      'with an endless wait',
      { error: { message: 'm', details: [{ retryDelay: `${'9'.repeat(400)}s` }] } },
      { waitSeconds: null },
    ],
    ['as others', { object: 'error', message: 'm', code: 400 }, { message: 'm', status: 400 }],
    ['not at all', { error: null, choices: [] }, null],
    ['not at all either', 'x', null],
  ])('is read %s', (_, json, words) => {
    if (words === null) expect(readServerWords(json)).toBeNull();
    else expect(readServerWords(json)).toMatchObject(words);
  });
});
