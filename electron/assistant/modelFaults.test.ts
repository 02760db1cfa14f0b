import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AskedWorld, failureOf, KEY, openAskedWorld, QUESTION } from '../testing/askedWorld';
import { makeCertificate } from '../testing/certificates';
import type { ModelServerBehaviour } from '../testing/fakeModelServer';
import { openFrontDoor } from '../testing/frontDoor';
import { createModelClient } from './modelClient';

let world: AskedWorld;
beforeEach(async () => {
  world = await openAskedWorld();
});
afterEach(() => world.server.close());
const ask: AskedWorld['ask'] = (...given) => world.ask(...given);

describe('an answer that does not come', () => {
  it.each<[ModelServerBehaviour['trouble'], string, RegExp]>([
    ['html', 'assistant_unreachable', /is no model server\. Type where/],
    ['not_json', 'assistant_unreachable', /is no model server/],
    ['other_server', 'assistant_unreachable', /is no model server/],
    ['redirect', 'assistant_unreachable', /points to 127\.0\.0\.1:9\/login instead/],
    ['rate_limit', 'assistant_refuses', /for now \(429\)\. Wait a minute and ask again\./],
    ['rate_limit_30', 'assistant_refuses', /Wait 30 s and ask again\. It says: "Slow down"/],
    ['quota', 'assistant_refuses', /Nothing is left to spend at .* \(429\)/],
    [
      'no_model',
      'assistant_refuses',
      /has no model small-model\. Get it with "ollama pull small-model", or choose one/,
    ],
    ['too_long', 'assistant_refuses', /too long for small-model/],
    ['too_large', 'assistant_refuses', /too large .*\(413\)/],
    [
      'out_of_memory',
      'assistant_refuses',
      /failed inside \(500\)\. The model may not fit .* It says: "model requires more/,
    ],
    ['loading', 'assistant_refuses', /still loads the model/],
    ['cut', 'assistant_unreachable', /broke off in the middle/],
    ['unfinished', 'assistant_unreachable', /broke off in the middle/],
    [
      'error_inside',
      'assistant_refuses',
      /an error in the middle of its answer\..* It says: "out of memory"/,
    ],
    ['empty', 'assistant_refuses', /small-model answered with nothing/],
    ['refusal', 'assistant_refuses', /small-model does not want to answer this/],
    ['out_of_room', 'assistant_refuses', /small-model ran out of room .*: it only thought/],
    ['huge', 'assistant_refuses', /wrote more than 1,000,000 characters and was stopped/],
  ])('says what is so and what to do: %s', async (trouble, code, message) => {
    const failure = await failureOf(ask({ ...(trouble === undefined ? {} : { trouble }) }));
    expect(failure).toEqual({ code, message: expect.stringMatching(message) });
    expect(failure.message).not.toMatch(/!|lighthouse|sk-test/);
  });

  it('names only an address that can be typed where a server points to another one', async () => {
    const told = (location: string) =>
      failureOf(
        createModelClient({
          url: 'http://127.0.0.1:1/v1',
          key: KEY,
          limitMs: 1000,
          fetch: async () => new Response(null, { status: 302, headers: { location } }),
        }).models(),
      );
    for (const location of [
      'file:///etc/passwd',
      'javascript:alert(1)',
      `http://there/${'a'.repeat(300)}`,
      `http://there/${KEY}`,
      `http://there/${[...KEY].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join('')}`,
      `http://there/${Buffer.from(KEY).toString('base64url')}`,
    ])
      expect((await told(location)).message, location).toContain('points to another address instead');
    expect((await told(`http://there/v1?key=${KEY}`)).message).toContain('points to there/v1 instead');
  });

  it.each([
    Object.assign(new Error('Response does not match the HTTP/1.1 protocol'), { name: 'HTTPParserError' }),
    Object.assign(new Error('Headers Overflow Error'), { code: 'UND_ERR_HEADERS_OVERFLOW' }),
  ])('says of what speaks no http that it is no model server: %s', async (cause) => {
    const client = createModelClient({
      url: 'http://127.0.0.1:1/v1',
      key: null,
      limitMs: 1000,
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause })),
    });
    expect((await failureOf(client.models())).message).toContain('is no model server');
  });

  it('says which limit was over, and whether anything had come', async () => {
    expect(await failureOf(ask({ trouble: 'silence' }, {}, { limitMs: 60 }))).toEqual({
      code: 'timed_out',
      message: expect.stringMatching(/gave no answer within 1 s\. .* raise the time limit in the settings/),
    });
    expect(await failureOf(ask({ trouble: 'held' }, {}, { limitMs: 400 }))).toEqual({
      code: 'timed_out',
      message: expect.stringMatching(/was not whole after 1 s\. .* raise the time limit in the settings/),
    });
    world.server.behave({ trouble: 'silence' });
    expect(await failureOf(world.client({ limitMs: 60 }).models())).toEqual({
      code: 'timed_out',
      message: expect.stringMatching(/did not answer within 1 s\./),
    });
  });

  it('tells a wrong key from a missing one, and repeats none', async () => {
    const wrong = await failureOf(ask({ key: 'another' }));
    expect(wrong.message).toMatch(/did not take the key \(401\)\. .* settings/);
    expect(wrong.message).not.toContain(KEY);
    const missing = await failureOf(ask({ key: 'another' }, {}, { key: null }));
    expect(missing.message).toMatch(/asks for a key \(401\)/);
    const odd = await failureOf(ask({}, {}, { key: 'grün-und-blau' }));
    expect(odd.message).toMatch(/signs that no key has/);
    expect(odd.message).not.toContain('blau');
  });

  it('covers a key that the server repeats where it speaks of something else', async () => {
    const url = `${world.server.url}/`;
    const answering = createModelClient({
      url,
      key: KEY,
      limitMs: 1000,
      fetch: async () => Response.json({ error: { message: `bad field, sent by ${KEY}` } }, { status: 400 }),
    });
    const failure = await failureOf(
      answering.complete(QUESTION, { signal: new AbortController().signal, onText: () => undefined }),
    );
    expect(failure.message).toMatch(/It says: "bad field, sent by \[key\]"/);
  });

  it('is cancelled at once, and the server is left', async () => {
    world.server.behave({ trouble: 'held' });
    const cancel = new AbortController();
    const heard: string[] = [];
    const asking = failureOf(
      world.client().complete(QUESTION, {
        signal: cancel.signal,
        onText(text) {
          heard.push(text);
          cancel.abort();
        },
      }),
    );
    expect(await asking).toMatchObject({ code: 'cancelled' });
    expect(heard).toHaveLength(1);
    await expect.poll(() => world.server.left).toBe(1);
    const before = new AbortController();
    before.abort();
    const watch = { signal: before.signal, onText: () => undefined };
    expect(await failureOf(world.client().complete(QUESTION, watch))).toMatchObject({ code: 'cancelled' });
  });

  it('says how the server is started where nobody is there', async () => {
    await world.server.close();
    expect(await failureOf(world.client().models())).toEqual({
      code: 'assistant_unreachable',
      message: `No model server at ${world.server.url.slice(7)}. Start it, or type where it runs.`,
    });
    const gone = (code: string, url: string) =>
      createModelClient({
        url,
        key: null,
        limitMs: 1000,
        fetch: () =>
          Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) })),
      }).models();
    const told = async (code: string, url: string) => (await failureOf(gone(code, url))).message;
    expect(await told('ECONNREFUSED', 'http://127.0.0.1:11434/v1')).toBe(
      'No model server at 127.0.0.1:11434/v1. Start Ollama on this computer.',
    );
    expect(await told('ENOTFOUND', 'https://api.openai.com/v1')).toMatch(/by the name api\.openai\.com/);
    expect(await told('ENETUNREACH', 'http://10.0.0.9/v1')).toMatch(/There is no way to 10\.0\.0\.9/);
    expect(await told('CERT_HAS_EXPIRED', 'https://box.local/v1')).toMatch(/certificate that has run out/);
  });
});

describe('a refusal in the words of real servers', () => {
  const told = async (status: number, json: unknown, url = 'http://127.0.0.1:11434/v1') => {
    const asking = createModelClient({
      url,
      key: KEY,
      limitMs: 1000,
      fetch: async () => Response.json(json, { status }),
    });
    return failureOf(
      asking.complete(QUESTION, { signal: new AbortController().signal, onText: () => undefined }),
    );
  };
  const error = (message: string, code: string | null = null) => ({ error: { message, code } });

  it.each<[number, unknown, RegExp]>([
    [
      400,
      [
        {
          error: {
            code: 400,
            message: 'API key not valid. Pass a valid API key.',
            status: 'INVALID_ARGUMENT',
          },
        },
      ],
      /did not take the key/,
    ],
    [403, error('Country not supported'), /does not let this key do that \(403\)/],
    [402, error('Insufficient Balance'), /Nothing is left to spend/],
    [
      429,
      [
        {
          error: { code: 429, message: 'You exceeded your current quota', details: [{ retryDelay: '36s' }] },
        },
      ],
      /Wait 36 s/,
    ],
    [
      404,
      error('The model `x` does not exist or you do not have access to it.', 'model_not_found'),
      /has no model small-model/,
    ],
    [404, error('This is not a chat model.'), /small-model is no model that can be talked to/],
    [400, error('Model Not Exist'), /has no model small-model/],
    [404, { detail: 'Not Found' }, /is no model server/],
    [405, { detail: 'Method Not Allowed' }, /is no model server/],
    [200, { error: 'Unexpected endpoint or method. (POST /chat/completions)' }, /is no model server/],
    [200, { hello: 'world' }, /is no model server/],
    [200, error('llama runner process has terminated'), /met an error .* It says: "llama runner/],
    [
      400,
      error('the request exceeds the available context size', 'exceed_context_size_error'),
      /too long for small-model/,
    ],
    [529, error('Overloaded'), /too much to do \(529\)/],
    [504, null, /does not answer \(504\)\. Start Ollama/],
    [400, error(`Bad words: ${QUESTION.text}`), /refused the question \(400\)\. .*wording\.$/],
    [400, error('x'.repeat(900)), /It says: "x{199}…"$/],
  ])('is told by what is to be done: %i %j', async (status, json, message) => {
    expect((await told(status, json)).message).toMatch(message);
  });
});

describe('a server with https', () => {
  it('is told from one without, and by what is wrong with its certificate', async () => {
    const target = world.server.url.replace(/\/v1$/, '');
    const door = await openFrontDoor({ target, certificate: makeCertificate() });
    try {
      const models = (url: string) => createModelClient({ url, key: null, limitMs: 5000 }).models();
      const signed = await failureOf(models(`https://127.0.0.1:${door.port}/v1`));
      expect(signed).toMatchObject({ code: 'assistant_unreachable' });
      expect(signed.message).toMatch(/has a certificate that it signed itself/);
      expect((await failureOf(models(`http://127.0.0.1:${door.port}/v1`))).message).toMatch(
        /Type it with https:/,
      );
      expect((await failureOf(models(world.server.url.replace('http:', 'https:')))).message).toMatch(
        /Type it with http:/,
      );
    } finally {
      await door.dispose();
    }
  });
});
