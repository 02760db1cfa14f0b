/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/** @type {Counts} */
export const nothing = { passed: 0, failed: 0, skipped: 0 };

/**
 * @param {...Counts} parts
 * @returns {Counts}
 */
export function sum(...parts) {
  return parts.reduce(
    (all, part) => ({
      passed: all.passed + part.passed,
      failed: all.failed + part.failed,
      skipped: all.skipped + part.skipped,
    }),
    nothing,
  );
}

/**
 * A check without parts of its own counts as one.
 *
 * @param {boolean} isGood
 * @returns {Counts}
 */
export function one(isGood) {
  return { ...nothing, [isGood ? 'passed' : 'failed']: 1 };
}

/**
 * @param {Counts} counts
 */
export function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * The counts in Vitest's JSON report. A file that did not load has no tests to count, so it counts as one failure.
 *
 * @param {any} report
 * @returns {Counts}
 */
export function ofVitest(report) {
  const broken = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' &&
      !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * The counts in Playwright's JSON report. What failed outside any test (a file that does not load, a server that
 * does not start) stands under `errors`.
 *
 * @param {any} report
 * @returns {Counts}
 */
export function ofPlaywright({ stats, errors }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * What a runner counted, held against how it ended: a runner that died without a failed test is a failure too.
 *
 * @param {Counts | null} counts null when it left no report
 * @param {number} code its exit code
 * @returns {Counts}
 */
export function ended(counts, code) {
  if (counts === null) return one(false);
  return code !== 0 && counts.failed === 0 ? sum(counts, one(false)) : counts;
}
