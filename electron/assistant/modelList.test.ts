import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AskedWorld, failureOf, KEY, openAskedWorld, QUESTION } from '../testing/askedWorld';
import { createModelClient } from './modelClient';

let world: AskedWorld;
beforeEach(async () => {
  world = await openAskedWorld();
});
afterEach(() => world.server.close());

describe('the list of models', () => {
  const listOf = (json: unknown) =>
    createModelClient({
      url: 'http://127.0.0.1:1/v1',
      key: null,
      limitMs: 1000,
      fetch: async () => Response.json(json),
    }).models();

  it('is asked of the server and sorted', async () => {
    world.server.behave({ models: ['qwen3:14b', 'qwen3:8b', 'Gemma-3'], key: KEY });
    expect(await world.client().models()).toEqual(['Gemma-3', 'qwen3:8b', 'qwen3:14b']);
    expect(world.server.asked[0]).toMatchObject({ method: 'GET', path: '/v1/models', body: null });
  });

  it('is read in other forms, and keeps the names that a question needs', async () => {
    expect(await listOf({ models: [{ name: 'b' }, { model: 'a' }, { name: 'b' }] })).toEqual(['a', 'b']);
    expect(await listOf([{ id: 'models/gemini-2.5-flash' }, 'x'])).toEqual(['models/gemini-2.5-flash', 'x']);
    expect(await listOf({ object: 'list', data: [] })).toEqual([]);
  });

  it('leaves out names that no model has', async () => {
    const odd = ['a\nb', 'a\0b', '\u202eab', 'a\u200bb', 'a\ud800', ' ', 'x'.repeat(501)];
    expect(await listOf({ data: [...odd, 'm', '__proto__'].map((id) => ({ id })) })).toEqual([
      '__proto__',
      'm',
    ]);
  });

  it('leaves out what writes no text for certain, and nothing else', async () => {
    const others = [
      'text-embedding-3-small',
      'nomic-embed-text:latest',
      'models/gemini-embedding-001',
      'text-embedding-qwen3',
      'whisper-1',
      'tts-1-hd',
      'gpt-4o-mini-tts',
      'gpt-4o-transcribe',
      'gpt-4o-realtime-preview',
      'dall-e-3',
      'gpt-image-1',
      'omni-moderation-latest',
      'models/imagen-4.0-generate-001',
      'models/veo-3.0-generate-001',
    ];
    const writers = [
      'gpt-4o',
      'gpt-oss:20b',
      'imagenary-7b',
      'llava:13b',
      'ollama/whisperer',
      'unembedded-chat',
    ];
    expect(await listOf({ data: [...others, ...writers].map((id) => ({ id })) })).toEqual(writers);
  });

  it.each<[string, unknown]>([
    ['of another kind', { hello: 'world' }],
    ['of ComfyUI, which lists folders of models at the same path', { data: [{}, {}] }],
    ['that is no list', 7],
  ])('is no model server when the answer is one %s', async (_, json) => {
    expect((await failureOf(listOf(json))).message).toMatch(/is no model server/);
  });

  it('is read once more when a kept connection breaks, unlike a question', async () => {
    let calls = 0;
    const breaking = createModelClient({
      url: 'https://box.local/v1',
      key: null,
      limitMs: 1000,
      fetch: () => {
        calls += 1;
        const cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' });
        return calls === 1 || calls === 3
          ? Promise.reject(new TypeError('fetch failed', { cause }))
          : Promise.resolve(Response.json({ data: [{ id: 'a' }] }));
      },
    });
    expect(await breaking.models()).toEqual(['a']);
    const watch = { signal: new AbortController().signal, onText: () => undefined };
    expect((await failureOf(breaking.complete(QUESTION, watch))).message).toMatch(/closed the connection/);
    expect(calls).toBe(3);
  });
});
