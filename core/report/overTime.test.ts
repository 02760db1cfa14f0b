import { describe, expect, it } from 'vitest';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { overTime } from './overTime';

const courseOf = (votes: number) =>
  overTime(
    exampleEvaluation(weightsOf('a', 1), { Style: ['WWLT'.repeat(votes).slice(0, votes)] }).votes,
    'fixed',
  );

describe('the course of the votes', () => {
  it.each([
    [1, 1, 1],
    [6, 6, 1],
    [60, 10, 6],
    [100, 10, 10],
    [395, 40, 10],
    [6000, 40, 150],
  ])('of %i votes has %i stretches of %i each', (votes, stretches, length) => {
    const course = courseOf(votes);
    expect(course).toHaveLength(stretches);
    expect(course[0]?.votes).toBe(length);
    expect(course.reduce((sum, own) => sum + own.votes, 0)).toBe(votes);
    expect(course.at(-1)?.n_so_far).toBe(course.reduce((sum, { wins, losses }) => sum + wins + losses, 0));
  });

  it('is empty without votes', () => {
    expect(courseOf(0)).toEqual([]);
  });
});
