import { describe, expect, it } from 'vitest';
import { createRandom } from '../plan/random';
import { exampleEvaluation, weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import { taskRunner } from './progress';

const random = createRandom(4);
const LINES = Array.from({ length: 3 }, () =>
  Array.from({ length: 60 }, () => 'WWLLT'[random.int(5)]).join(''),
);
const INPUT = exampleEvaluation(weightsOf('a', 0.4, 0.8, 1.2), { Style: LINES, Quality: LINES });

describe('the progress of a report', () => {
  it('is told percent by percent and ends with all of it', () => {
    const told: number[] = [];
    buildReport(INPUT, {
      onStep: (done, total) => {
        expect(total).toBe(100);
        told.push(done);
      },
    });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(new Set(told).size).toBe(told.length);
    expect(told.at(-1)).toBe(100);
    expect(told.length).toBeGreaterThan(50);
  });

  it('changes no figure, and what it throws ends the making', () => {
    expect(buildReport(INPUT, { onStep: () => {} })).toEqual(buildReport(INPUT));
    const stopped = new Error('stopped');
    let steps = 0;
    const stop = () => {
      steps += 1;
      if (steps === 5) throw stopped;
    };
    expect(() => buildReport(INPUT, { onStep: stop })).toThrow(stopped);
    expect(steps).toBe(5);
  });

  it('ends for a report of nothing', () => {
    const told: number[] = [];
    buildReport(exampleEvaluation([], {}), { onStep: (done) => told.push(done) });
    expect(told.at(-1)).toBe(100);
  });

  it('counts tasks alike, and parts of them', () => {
    const told: number[] = [];
    const task = taskRunner(4, (done) => told.push(done));
    expect(task(() => 'made')).toBe('made');
    task((onShare) => {
      onShare(0.5);
      onShare(0.501);
      onShare(2);
    });
    task(() => {});
    task(() => {});
    expect(told).toEqual([25, 37, 50, 75, 100]);
  });
});
