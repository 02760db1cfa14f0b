import { describe, expect, it } from 'vitest';
import type { ListFilter } from '../../core/contract/sessionView';
import { passesFilter } from './query';

const FILTERS: ListFilter[] = ['active', 'to_vote', 'done', 'archived', 'damaged'];

describe('the filters of the list', () => {
  it.each([
    ['paused', 2, ['active']],
    ['completed', 3, ['to_vote']],
    ['completed', 4, ['done']],
  ] as const)('count an archived session (%s, step %i) only among the archived', (status, step, open) => {
    const under = (state: 'ok' | 'archived') =>
      FILTERS.filter((filter) => passesFilter({ state, status, step }, filter));
    expect(under('ok')).toEqual(open);
    expect(under('archived')).toEqual(['archived']);
  });
});
