import { afterEach, describe, expect, it, vi } from 'vitest';
import { exampleEvaluation } from '../../core/testing/exampleEvaluation';
import { chooseRater, onRaterChosen, ownRaterOf, seenBy } from './ownRater';

const ID = '20260412_214507';

afterEach(() => chooseRater(ID, null));

describe('ownRaterOf', () => {
  it('is the first rater until another is chosen, and again when that is taken back', () => {
    expect(ownRaterOf(ID)).toBeNull();
    chooseRater(ID, 'rater 2');
    expect([ownRaterOf(ID), ownRaterOf('20260412_214508')]).toEqual(['rater 2', null]);
    chooseRater(ID, null);
    expect(ownRaterOf(ID)).toBeNull();
  });

  it('knows nobody for a name that every object has', () => {
    expect(ownRaterOf('constructor')).toBeNull();
  });

  it('is kept in this window', async () => {
    chooseRater(ID, 'rater 2');
    vi.resetModules();
    const again = await import('./ownRater');
    expect(again.ownRaterOf(ID)).toBe('rater 2');
  });
});

describe('onRaterChosen', () => {
  it('hears of its own session only, and of a change only', () => {
    const heard = vi.fn();
    const stop = onRaterChosen(ID, heard);
    chooseRater('20260412_214508', 'rater 3');
    chooseRater(ID, null);
    expect(heard).not.toHaveBeenCalled();
    chooseRater(ID, 'rater 2');
    expect(heard).toHaveBeenCalledTimes(1);
    stop();
    chooseRater(ID, null);
    chooseRater('20260412_214508', null);
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

describe('seenBy', () => {
  it('names the rater of this window', () => {
    const evaluation = exampleEvaluation();
    expect(seenBy(evaluation, null)).toBe(evaluation);
    expect(seenBy(evaluation, 'rater 2').rater).toBe('rater 2');
  });
});
