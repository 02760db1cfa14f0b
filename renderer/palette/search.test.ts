import { describe, expect, it } from 'vitest';
import { found, piecesOf } from './search';

const item = (label: string, more: object = {}) => ({ label, ...more });
const labels = (groups: readonly { items: readonly { label: string }[] }[]) =>
  groups.map(({ items }) => items.map(({ label }) => label));

describe('what is found', () => {
  const session = {
    items: [
      item('Save'),
      item('Next report'),
      item('Export session...'),
      item('Discard', { otherWords: 'undo revert' }),
    ],
  };
  const go = { items: [item('Report'), item('Settings')] };

  it('is everything without a search', () => {
    expect(labels(found([session, { items: [] }, go], ' '))).toEqual(labels([session, go]));
  });

  it('puts what begins with the word first, and its group with it', () => {
    expect(labels(found([session, go], 'rep'))).toEqual([['Report'], ['Next report']]);
  });

  it('needs every word somewhere, whatever its case and order', () => {
    expect(labels(found([session, go], 'SESS exp'))).toEqual([['Export session...']]);
    expect(found([session, go], 'export nothing')).toEqual([]);
  });

  it('knows other words by their beginning, and marks nothing for them', () => {
    expect(labels(found([session, go], 'undo'))).toEqual([['Discard']]);
    expect(found([session, go], 'ndo')).toEqual([]);
    expect(piecesOf('Discard', 'undo')).toEqual([{ text: 'Discard', isMatch: false }]);
  });

  it('puts what cannot be chosen after what can', () => {
    const off = { items: [item('Export', { off: 'no session is open' })] };
    expect(labels(found([off, { items: [item('Text of it')] }], 'ex'))).toEqual([['Text of it'], ['Export']]);
  });
});

describe('the pieces of a label', () => {
  it('are marked wherever a word stands, in their own case', () => {
    expect(piecesOf('Next export', 'ex n')).toEqual([
      { text: 'Nex', isMatch: true },
      { text: 't ', isMatch: false },
      { text: 'ex', isMatch: true },
      { text: 'port', isMatch: false },
    ]);
    expect(
      piecesOf('İstanbul_lora', 'lora')
        .map(({ text }) => text)
        .join(''),
    ).toBe('İstanbul_lora');
  });
});
