import { deserialize, serialize } from 'node:v8';
import { compareSessions } from '../../core/comparison/compareSessions';
import type { Comparison, StandsFor } from '../../core/comparison/comparison';
import type { ComparedInput } from '../../core/comparison/sharedPart';
import { createRandom } from '../../core/plan/random';
import type { ReportInput } from '../../core/report/report';
import type { OnStep } from './reportMaker';

/** What a comparison is made of, as bytes, so that many votes are sent in one piece; its chance is drawn where it is made. */
export interface PackedComparison {
  readonly sessions: Uint8Array;
}

interface ComparisonMatter {
  sessions: { report: Omit<ReportInput, 'random'>; setup: ComparedInput['setup'] }[];
  stands: readonly StandsFor[];
}

export function packComparison(
  inputs: readonly ComparedInput[],
  stands: readonly StandsFor[],
): PackedComparison {
  const sessions = inputs.map(({ report: { random: _, ...report }, setup }) => ({ report, setup }));
  return { sessions: serialize({ sessions, stands } satisfies ComparisonMatter) };
}

/** Makes a comparison where it stands, in one go. Throws what `onStep` throws. */
export function makeComparison({ sessions: bytes }: PackedComparison, onStep: OnStep): Comparison {
  const { sessions, stands } = deserialize(bytes) as ComparisonMatter;
  const random: ReportInput['random'] = (seed) => createRandom(seed, 'report');
  return compareSessions({
    sessions: sessions.map(({ report, setup }) => ({ report: { ...report, random }, setup })),
    stands,
    random,
    onStep,
  });
}
