import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../core/contract/sessionView';
import { mergeEntries } from './sessionLog';

const entry = (seq: number): LogEntry => ({
  seq,
  at: '',
  level: 'info',
  type: 'log',
  message: `line ${seq}`,
});
const lines = (...seqs: number[]) => seqs.map(entry);

describe('mergeEntries', () => {
  it('keeps the lines in order, each once', () => {
    const merged = lines(3, 1, 2, 3, 5).reduce<LogEntry[]>((all, one) => mergeEntries(all, [one]), []);
    expect(merged.map(({ seq }) => seq)).toEqual([1, 2, 3, 5]);
  });

  it('puts earlier lines before those that came meanwhile', () => {
    const merged = mergeEntries(lines(4, 5, 6), lines(1, 2, 3, 4, 5));
    expect(merged.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('keeps the newest lines of a log that is too long', () => {
    const merged = mergeEntries(
      [],
      Array.from({ length: 10_010 }, (_, seq) => entry(seq)),
    );
    expect([merged.length, merged[0]?.seq]).toEqual([10_000, 10]);
  });
});
