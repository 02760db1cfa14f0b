import { describe, expect, it } from 'vitest';
import { createThinkingFilter } from './thinking';

/** The answer after each letter, and at the end. */
function letterByLetter(text: string): { end: string; soFar: string[] } {
  const filter = createThinkingFilter();
  const soFar = [...text].map((letter) => filter.feed(letter));
  return { end: filter.end(), soFar };
}

describe('thinking in an answer', () => {
  it.each([
    ['<think>They want\na list.</think>\n\n[1]', '[1]'],
    ['\n<thinking>so</thinking>[1]', '[1]'],
    ['<thought>so</thought>[1]', '[1]'],
    ['<think></think>[1]', '[1]'],
    ['They want a list.\n</think>\n[1]', '[1]'],
    ['<think>never an end', ''],
    ['<thin line>, ink', '<thin line>, ink'],
    ['<th', '<th'],
    ['a < b', 'a < b'],
    ['', ''],
  ])('is no part of it: %j', (text, answer) => {
    expect(letterByLetter(text).end).toBe(answer);
    const whole = createThinkingFilter();
    whole.feed(text);
    expect(whole.end()).toBe(answer);
  });

  it('is taken out of a long answer without delay', () => {
    const filter = createThinkingFilter();
    const began = performance.now();
    // Whoever looks at its end each time copies the whole of it.
    for (let piece = 0; piece < 200_000; piece += 1) filter.feed('word');
    expect(filter.end()).toHaveLength(800_000);
    expect(performance.now() - began).toBeLessThan(1500);
  });

  it('is not shown while it comes', () => {
    const { soFar } = letterByLetter('<think>They want a list.</think>[1]');
    expect(soFar.slice(0, -3).every((text) => text === '')).toBe(true);
    expect(soFar.slice(-3)).toEqual(['[', '[1', '[1]']);
  });
});
