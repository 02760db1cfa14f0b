import { describe, expect, it } from 'vitest';
import type { LogEntry, Tile } from '../../core/contract/sessionView';
import { withEntry, withImage } from './generation';

const tile = (number: number): Tile => ({ number, state: 'waiting', image: null, message: null });
const entry = (seq: number): LogEntry => ({
  seq,
  at: '',
  level: 'info',
  type: 'log',
  message: `line ${seq}`,
});

describe('withImage', () => {
  it('fills the place of its number and leaves the others', () => {
    const tiles = withImage([tile(3), tile(1), tile(2)], 1, '/image/x');
    expect(tiles.map(({ number, image }) => [number, image])).toEqual([
      [3, null],
      [1, '/image/x'],
      [2, null],
    ]);
    expect(tiles[1]?.state).toBe('made');
  });
});

describe('withEntry', () => {
  it('keeps the lines in order, each once', () => {
    const entries = [3, 1, 2, 3].map(entry).reduce<LogEntry[]>(withEntry, []);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('keeps the newest 500 lines', () => {
    const entries = Array.from({ length: 510 }, (_, seq) => entry(seq)).reduce<LogEntry[]>(withEntry, []);
    expect([entries.length, entries[0]?.seq]).toEqual([500, 10]);
  });
});
