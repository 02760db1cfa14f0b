import { beforeEach, describe, expect, it } from 'vitest';
import { chooseRater, ownRaterOf } from './ownRater';

describe('as whom this window votes', () => {
  beforeEach(() => chooseRater('20260412_214507', null));

  it('is kept by session, in this window', () => {
    chooseRater('20260412_214507', 'Ann');
    expect(ownRaterOf('20260412_214507')).toBe('Ann');
    expect(ownRaterOf('20260412_214508')).toBeNull();
    expect(localStorage.getItem('blindfold.raters')).toBe('{"20260412_214507":"Ann"}');
    chooseRater('20260412_214507', null);
    expect(ownRaterOf('20260412_214507')).toBeNull();
  });

  it('is forgotten for the oldest sessions when there are very many', () => {
    chooseRater('20260412_214507', 'Ann');
    for (let index = 0; index < 200; index += 1) chooseRater(`20260501_${100_000 + index}`, 'Bo');
    expect(ownRaterOf('20260412_214507')).toBeNull();
    expect(ownRaterOf('20260501_100199')).toBe('Bo');
    for (let index = 0; index < 200; index += 1) chooseRater(`20260501_${100_000 + index}`, null);
  });
});
