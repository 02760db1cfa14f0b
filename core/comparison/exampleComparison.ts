import { createRandom } from '../plan/random';
import { exampleEvaluation, weightsOf } from '../report/exampleEvaluation';
import type { ReportInput } from '../report/report';
import { blankSetup, type Setup } from '../session/setup';
import { compareSessions } from './compareSessions';
import { type Comparison, standsForSchema } from './comparison';
import type { ComparedInput } from './sharedPart';

/** A session to compare, for tests: metrics with one line of votes a weight (see `exampleEvaluation`), and what is unlike in its set-up. */
export function exampleSession(
  session_id: string,
  lora: string,
  lines: Record<string, readonly string[]>,
  { setup = {}, ...report }: Partial<ReportInput> & { setup?: Partial<Setup>; prompt_count?: number } = {},
): ComparedInput {
  const weights = Object.values(lines)[0]?.map((_, place) => (place + 1) / 10) ?? [];
  const input = exampleEvaluation(weightsOf(lora, ...weights), lines, { session_id, ...report });
  const prompt_pairs = input.prompts.map((positive) => ({ positive, negative: '' }));
  return {
    report: input,
    setup: { ...blankSetup(), loras: [lora], prompt_pairs, seeds: input.seeds, ...setup },
  };
}

/** The comparison of sessions, for tests. */
export function compared(sessions: readonly ComparedInput[], stands: readonly unknown[] = []): Comparison {
  const named = stands.map((one) => standsForSchema.parse(one));
  return compareSessions({ sessions, stands: named, random: createRandom });
}
