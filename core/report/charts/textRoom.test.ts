import { describe, expect, it } from 'vitest';
import { cutText, plainLine, textWidth } from './textRoom';

describe('plainLine', () => {
  it('leaves one line in which nothing turns or hides what stands beside it', () => {
    expect(plainLine(' a\n\tb\u202Ec\u200B\u0000d \u{1F98A}\u200D\u{1F525} \uD800')).toBe(
      'a bcd \u{1F98A}\u200D\u{1F525} \uFFFD',
    );
  });
});

describe('cutText', () => {
  it('keeps what fits, and cuts the rest with an ellipsis within the room', () => {
    expect(cutText('a fox', 200, 12)).toBe('a fox');
    const cut = cutText('a red fox in deep snow', 80, 12);
    expect(cut).toMatch(/^a red.*…$/);
    expect(textWidth(cut, 12)).toBeLessThanOrEqual(80);
    expect(cutText('\u{1F98A}'.repeat(40), 60, 12)).toMatch(/^\u{1F98A}+…$/u);
    expect(cutText('x'.repeat(100_000), 100, 12).length).toBeLessThan(20);
  });
});
