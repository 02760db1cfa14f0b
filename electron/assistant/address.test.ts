import { describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../core/assistant/providers';
import { parseModelServer } from './address';

describe('the address of a model server', () => {
  it.each([
    ['localhost:11434', 'http://localhost:11434/v1'],
    [' 127.0.0.1:1234/ ', 'http://127.0.0.1:1234/v1'],
    ['gpu-box:8000/v1/models', 'http://gpu-box:8000/v1'],
    ['192.168.1.5:8080', 'http://192.168.1.5:8080/v1'],
    ['[::1]:8080', 'http://[::1]:8080/v1'],
    ['api.openai.com', 'https://api.openai.com/v1'],
    ['HTTPS://API.OpenAI.com:443/v1/chat/completions', 'https://api.openai.com/v1'],
    ['https://openrouter.ai/api/v1/', 'https://openrouter.ai/api/v1'],
  ])('is read from %j', (typed, url) => {
    expect(parseModelServer(typed)).toBe(url);
    expect(parseModelServer(url)).toBe(url);
  });

  it('of each that is offered by name is in its own form', () => {
    for (const { server } of PROVIDERS) expect(parseModelServer(server)).toBe(server);
  });

  it.each([
    ['', 'No address is given.'],
    ['ftp://box', 'is reached by http or https'],
    ['my box', 'is not an address'],
    ['http://', 'is not an address'],
    ['box:0', 'Port 0 is no place to reach.'],
    ['https://me:sk-secret@box', 'A name or password does not belong in the address.'],
    ['https://box/v1?key=sk-secret', 'Nothing belongs behind the path'],
    ['sk-proj-secret0123456789', 'That is a key, not an address.'],
    ['AIzaSecret0123456789', 'That is a key, not an address.'],
  ])('is none: %j, and no key is repeated', (typed, words) => {
    const read = () => parseModelServer(typed);
    expect(read).toThrow(
      expect.objectContaining({ code: 'bad_request', message: expect.stringContaining(words) }),
    );
    expect(read).not.toThrow(/secret/i);
  });
});
