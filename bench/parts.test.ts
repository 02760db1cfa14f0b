import { describe, expect, it } from 'vitest';
import { askedParts, PARTS } from './parts';

const namesOf = (names: string[]) => askedParts(names).parts.map(({ name }) => name);

describe('the parts that are measured', () => {
  it('are all but the soak where none is named', () => {
    expect(namesOf([])).toEqual(PARTS.map(({ name }) => name).filter((name) => name !== 'soak'));
  });

  it('are the named ones, each once, in the order in which all are measured', () => {
    expect(namesOf(['soak', 'opening', 'start', 'opening'])).toEqual(['start', 'opening', 'soak']);
    expect(askedParts(['start']).unknown).toEqual([]);
  });

  it('are told apart from names of none', () => {
    expect(askedParts(['start', 'opening,report', '']).unknown).toEqual(['opening,report', '']);
  });
});
