import { weightsOf } from './exampleEvaluation';
import { buildReport } from './figures';
import type { ReportInput } from './report';

/** What tests of the verdict's words share: candidates, votes of a kind, and the sentences of a report. */

export const one = weightsOf('a.safetensors', 0.8);
export const three = weightsOf('a.safetensors', 0.4, 0.8, 1.2);
export const BETTER = `${'W'.repeat(31)}${'L'.repeat(7)}TT`;
export const WORSE = `${'L'.repeat(31)}${'W'.repeat(7)}TT`;
/** Wins and losses in turn: as even as can be on every prompt. */
export const EVEN = 'WL'.repeat(20);
/** A little ahead, far from decided. */
export const LEANING = `${'W'.repeat(12)}${'L'.repeat(8)}`;

export const verdictOf = (input: ReportInput) => buildReport(input).verdict;
export const headlineOf = (input: ReportInput) => verdictOf(input)[0];
