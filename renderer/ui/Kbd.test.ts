import { describe, expect, it } from 'vitest';
import { spokenKeys } from './Kbd';

describe('spokenKeys', () => {
  it('says keys in words, with the name that the command key has here', () => {
    expect(spokenKeys('mod+Z')).toBe('Ctrl Z');
    expect(spokenKeys('Shift+←')).toBe('Shift Left arrow');
    expect(spokenKeys('Shift+1 – 5')).toBe('Shift 1 to 5');
    expect(['+', '-', '↵', '?'].map(spokenKeys)).toEqual(['Plus', 'Minus', 'Enter', 'Question mark']);
  });
});
