import { describe, expect, it } from 'vitest';
import { ended, nothing, ofPlaywright, ofVitest, one, sentence, sum } from './counts.mjs';

describe('counts', () => {
  it('adds up to one sentence', () => {
    const all = sum(one(true), one(false), { passed: 10, failed: 0, skipped: 3 });
    expect(sentence(all)).toBe('11 passed, 1 failed, 3 skipped');
    expect(sum()).toEqual(nothing);
  });

  it('reads the report of the unit tests, a file that did not load included', () => {
    expect(
      ofVitest({
        numPassedTests: 7,
        numFailedTests: 1,
        numPendingTests: 2,
        numTodoTests: 1,
        testResults: [
          { status: 'passed', assertionResults: [{ status: 'passed' }] },
          { status: 'failed', assertionResults: [{ status: 'failed' }] },
          { status: 'failed', assertionResults: [] },
        ],
      }),
    ).toEqual({ passed: 7, failed: 2, skipped: 3 });
  });

  it('reads the report of the journeys, errors outside tests included', () => {
    expect(
      ofPlaywright({
        stats: { expected: 4, flaky: 1, unexpected: 2, skipped: 3 },
        errors: [{ message: 'x' }],
      }),
    ).toEqual({ passed: 5, failed: 3, skipped: 3 });
  });

  it('takes a runner that died for a failure, and counts no failure twice', () => {
    expect(ended(null, 1)).toEqual(one(false));
    expect(ended(null, 0)).toEqual(one(false));
    expect(ended({ passed: 3, failed: 0, skipped: 0 }, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
    expect(ended({ passed: 3, failed: 2, skipped: 0 }, 1)).toEqual({ passed: 3, failed: 2, skipped: 0 });
    expect(ended({ passed: 3, failed: 0, skipped: 1 }, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });
});
