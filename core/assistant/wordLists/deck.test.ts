import { describe, expect, it } from 'vitest';
import { createRandom } from '../../plan/random';
import { createDeck } from './deck';

const LETTERS = [...'abcdefgh'];

describe('a deck', () => {
  it('gives every item once before any comes again, each time round in another order', () => {
    const deck = createDeck(LETTERS, createRandom(3, 'words'));
    const rounds = Array.from({ length: 6 }, () => LETTERS.map(() => deck.draw() ?? ''));
    for (const round of rounds) expect(round.toSorted()).toEqual(LETTERS);
    expect(new Set(rounds.map((round) => round.join(''))).size).toBeGreaterThan(1);
  });

  it('shows all groups first', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const deck = createDeck(
        ['a1', 'a2', 'a3', 'a4', 'b1', 'c1'],
        createRandom(seed, 'words'),
        ([group]) => group,
      );
      const first = [deck.draw(), deck.draw(), deck.draw()].map((item) => item?.[0]);
      expect(first.toSorted()).toEqual(['a', 'b', 'c']);
    }
  });

  it('keeps to what fits, and has nothing where nothing does', () => {
    const deck = createDeck(LETTERS, createRandom(1, 'words'));
    const fits = (item: string) => item < 'c';
    expect([deck.draw(fits), deck.draw(fits)].toSorted()).toEqual(['a', 'b']);
    expect(deck.draw(() => false)).toBeNull();
  });
});
