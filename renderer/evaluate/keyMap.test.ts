import { describe, expect, it } from 'vitest';
import type { KeyPress } from '../stage/lookKeys';
import { judgeKey, KEY_GROUPS } from './keyMap';

const press = (key: string, part: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...part,
});

describe('judgeKey', () => {
  it.each([
    ['1', 'A'],
    ['ArrowLeft', 'A'],
    ['2', 'B'],
    ['ArrowRight', 'B'],
    ['3', 'same'],
    ['ArrowDown', 'same'],
    ['s', 'skip'],
    ['S', 'skip'],
  ])('%s chooses %s', (key, choice) => {
    expect(judgeKey(press(key, { code: 'KeyX' }))).toEqual({ does: 'choose', choice });
  });

  it.each([
    ['Enter', 'submit'],
    ['z', 'undo'],
    [' ', 'swap'],
    ['v', 'view'],
    ['p', 'prompt'],
  ])('%s does %s', (key, does) => {
    expect(judgeKey(press(key))).toEqual({ does });
  });

  it('opens the keys with the question mark, which needs Shift on many layouts', () => {
    expect(judgeKey(press('?', { shiftKey: true, code: 'Slash' }))).toEqual({ does: 'keys' });
  });

  it('takes stars by the place of the key, whatever Shift writes there', () => {
    expect(judgeKey(press('!', { code: 'Digit1', shiftKey: true }))).toEqual({ does: 'star', stars: 1 });
    expect(judgeKey(press('§', { code: 'Digit3', shiftKey: true }))).toEqual({ does: 'star', stars: 3 });
    // On a Swiss layout it writes a plus, which would zoom.
    expect(judgeKey(press('+', { code: 'Digit1', shiftKey: true }))).toEqual({ does: 'star', stars: 1 });
    // On a French layout Shift writes the digit itself.
    expect(judgeKey(press('5', { code: 'Digit5', shiftKey: true }))).toEqual({ does: 'star', stars: 5 });
    expect(judgeKey(press('&', { code: 'Digit6', shiftKey: true }))).toBeNull();
  });

  it('takes the digits by their place where they need Shift', () => {
    expect(judgeKey(press('&', { code: 'Digit1' }))).toEqual({ does: 'choose', choice: 'A' });
    expect(judgeKey(press('"', { code: 'Digit3' }))).toEqual({ does: 'choose', choice: 'same' });
  });

  it('undoes with the system key as well, and leaves other combinations alone', () => {
    expect(judgeKey(press('z', { ctrlKey: true }))).toEqual({ does: 'undo' });
    expect(judgeKey(press('z', { metaKey: true }))).toEqual({ does: 'undo' });
    expect(judgeKey(press('s', { ctrlKey: true }))).toBeNull();
    expect(judgeKey(press('1', { ctrlKey: true }))).toBeNull();
    expect(judgeKey(press('ArrowLeft', { altKey: true }))).toBeNull();
  });

  it('never votes, undoes or swaps twice while a key is held', () => {
    for (const key of ['1', '2', '3', 's', 'z', ' ', 'Enter', 'ArrowLeft'])
      expect(judgeKey(press(key, { repeat: true }))).toBeNull();
    expect(judgeKey(press('z', { ctrlKey: true, repeat: true }))).toBeNull();
  });

  it('zooms and pans, also while held', () => {
    expect(judgeKey(press('+', { shiftKey: true, repeat: true }))).toEqual({ does: 'zoom', to: 'in' });
    expect(judgeKey(press('-'))).toEqual({ does: 'zoom', to: 'out' });
    expect(judgeKey(press('0'))).toEqual({ does: 'zoom', to: 'pixels' });
    expect(judgeKey(press('8'))).toEqual({ does: 'zoom', to: 'double' });
    expect(judgeKey(press('9'))).toEqual({ does: 'zoom', to: 'quadruple' });
    // On a French layout the digits need Shift; without it the places decide, but for what writes a sign of its own.
    expect(judgeKey(press('à', { code: 'Digit0' }))).toEqual({ does: 'zoom', to: 'pixels' });
    expect(judgeKey(press('ç', { code: 'Digit9' }))).toEqual({ does: 'zoom', to: 'quadruple' });
    expect(judgeKey(press('_', { code: 'Digit8' }))).toEqual({ does: 'zoom', to: 'out' });
    expect(judgeKey(press('f'))).toEqual({ does: 'zoom', to: 'fit' });
    expect(judgeKey(press('ArrowLeft', { shiftKey: true, repeat: true }))).toEqual({
      does: 'pan',
      x: -1,
      y: 0,
    });
  });

  it.each([
    ['n', { does: 'note' }],
    ['b', { does: 'flag', flag: 'broken_image' }],
    ['x', { does: 'flag', flag: 'both_bad' }],
    ['t', { does: 'strip' }],
    ['PageUp', { does: 'step', by: -1 }],
    [',', { does: 'step', by: -1 }],
    ['PageDown', { does: 'step', by: 1 }],
    ['.', { does: 'step', by: 1 }],
    ['End', { does: 'goOn' }],
    ['q', { does: 'question', by: 1 }],
  ])('%s says more or goes to another trial, once a press', (key, meaning) => {
    expect(judgeKey(press(key))).toEqual(meaning);
    expect(judgeKey(press(key, { repeat: true }))).toBeNull();
  });

  it('turns to the question before with Shift', () => {
    expect(judgeKey(press('Q', { shiftKey: true }))).toEqual({ does: 'question', by: -1 });
  });

  it('makes differences brighter and darker, and fills the screen', () => {
    expect(judgeKey(press('g'))).toEqual({ does: 'gain', by: 1 });
    expect(judgeKey(press('G', { shiftKey: true }))).toEqual({ does: 'gain', by: -1 });
    expect(judgeKey(press('F', { shiftKey: true }))).toEqual({ does: 'full' });
    expect(judgeKey(press('F', { shiftKey: true, repeat: true }))).toBeNull();
  });

  it('does nothing with other keys', () => {
    for (const key of ['a', '4', 'Tab', 'Escape', 'ArrowUp', 'F5']) expect(judgeKey(press(key))).toBeNull();
  });
});

describe('KEY_GROUPS', () => {
  it('names no line twice', () => {
    const lines = KEY_GROUPS.flatMap((group) => group.lines.map(({ does }) => does));
    expect(new Set(lines).size).toBe(lines.length);
  });
});
