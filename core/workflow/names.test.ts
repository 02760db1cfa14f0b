import { describe, expect, it } from 'vitest';
import { didYouMean, matchName, nearNames } from './names';

const LIST = [
  'snowfox_v3-000004.safetensors',
  'snowfox_v3-000012.safetensors',
  'sub\\owl.safetensors',
  'harbour.safetensors',
];

describe('names', () => {
  it('finds near names over folders, extensions and small slips', () => {
    expect(nearNames('snowfox_v3-00012', LIST)[0]).toBe('snowfox_v3-000012.safetensors');
    expect(nearNames('other/Owl.safetensors', LIST)).toEqual(['sub\\owl.safetensors']);
    expect(nearNames('harbor', LIST)).toEqual(['harbour.safetensors']);
    expect(nearNames('snowfox', LIST)).toHaveLength(2);
    expect(nearNames('zzzzzz', LIST)).toEqual([]);
    expect(nearNames('', LIST)).toEqual([]);
  });

  it('matches whichever way folders are written, and nothing else', () => {
    expect(matchName('sub/owl.safetensors', LIST)).toBe('sub\\owl.safetensors');
    expect(matchName('sub\\owl.safetensors', LIST)).toBe('sub\\owl.safetensors');
    expect(matchName('owl.safetensors', LIST)).toBeNull();
    expect(matchName('Harbour.safetensors', LIST)).toBeNull();
  });

  it('asks in words', () => {
    expect(didYouMean('harbor', LIST, 'Choose one.')).toBe('Did you mean harbour.safetensors?');
    expect(didYouMean('snowfox', LIST, 'Choose one.')).toBe(
      'Did you mean snowfox_v3-000004.safetensors or snowfox_v3-000012.safetensors?',
    );
    expect(didYouMean('zzzzzz', LIST, 'Choose one.')).toBe('Choose one.');
  });
});
