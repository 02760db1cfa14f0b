import { describe, expect, it } from 'vitest';
import { triggerFault, wordsIn } from './known';

describe('trigger words as they are typed', () => {
  it('are parted by commas and lines, each once', () => {
    expect(wordsIn(' ohwx fox, in the style of inkwash ,,\nohwx fox')).toEqual([
      'ohwx fox',
      'in the style of inkwash',
    ]);
    expect(wordsIn(' , ')).toEqual([]);
  });

  it('are said to be too many or too long', () => {
    expect(triggerFault(['ohwx'])).toBeUndefined();
    expect(triggerFault(Array.from({ length: 51 }, (_, index) => `w${index}`))).toMatch(/^At most 50/);
    expect(triggerFault(['x'.repeat(201)])).toMatch(/200 characters/);
  });
});
