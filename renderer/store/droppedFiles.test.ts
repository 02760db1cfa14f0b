import { describe, expect, it } from 'vitest';
import { kindOfFile } from './droppedFiles';

const file = (name: string, content: string | Uint8Array<ArrayBuffer>, type = '') =>
  new File([content], name, { type });

describe('what a dropped file is', () => {
  it('goes by its media type and its name', async () => {
    expect(await kindOfFile(file('a', 'x', 'application/x-zip-compressed'))).toBe('zip');
    expect(await kindOfFile(file('a.ZIP', 'x'))).toBe('zip');
    expect(await kindOfFile(file('flow.json', 'x', 'application/json'))).toBe('workflow');
    expect(await kindOfFile(file('picture.PNG', 'x'))).toBe('workflow');
  });

  it('is the votes of a rating pack when it says so', async () => {
    const votes = '{"format": "blindfold-rating-votes", "version": 1}';
    expect(await kindOfFile(file('ann.json', votes, 'application/json'))).toBe('votes');
    expect(await kindOfFile(file('ann', votes))).toBe('votes');
    expect(await kindOfFile(file('ann.zip', votes))).toBe('zip');
  });

  it('goes by its beginning when neither says anything', async () => {
    expect(await kindOfFile(file('saved', 'PK\u0003\u0004'))).toBe('zip');
    expect(await kindOfFile(file('saved', new Uint8Array([0x89, 0x50, 0x4e, 0x47])))).toBe('workflow');
    expect(await kindOfFile(file('saved', '\ufeff  {"1": {}}'))).toBe('workflow');
    expect(await kindOfFile(file('notes.txt', 'a red fox', 'text/plain'))).toBe('other');
  });
});
