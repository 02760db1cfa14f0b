import type { Random } from '../plan/random';
import { tallyVotes } from '../report/tally';
import { comparedMetric } from './comparedMetric';
import type { ComparedSession, Comparison, ComparisonFigures, StandsFor } from './comparison';
import { comparisonMethods } from './comparisonMethods';
import { comparisonVerdict } from './comparisonVerdict';
import type { OnStep } from './drawnRows';
import { comparisonRemarks } from './remarks';
import {
  type ComparedInput,
  metricsOf,
  promptKey,
  type SharedVotes,
  seedsOf,
  sharedPart,
  sharedVotes,
} from './sharedPart';
import { type Standing, standingOf } from './standing';

/** Resamples by prompt behind every interval and sureness. */
const RESAMPLES = 2000;

export interface ComparisonAsked {
  /** Two or more, each once. */
  sessions: readonly ComparedInput[];
  /** Candidates that were named to stand for their session. */
  stands: readonly StandsFor[];
  random: (seed: number) => Random;
  onStep?: OnStep;
}

/**
 * Sessions side by side on what all of them share: every candidate's figures there, duels between those that stand for their
 * sessions, who is ahead, and all of it in words. The same sessions give the same figures, in whichever order they come.
 * Throws RangeError for fewer than two sessions, and for a named candidate that its session has not.
 */
export function compareSessions({ sessions, stands, random, onStep }: ComparisonAsked): Comparison {
  if (sessions.length < 2) throw new RangeError('A comparison needs two sessions.');
  const shared = sharedPart(sessions);
  const votes = sessions.map((session) => sharedVotes(session, shared));
  const standings = sessions.map((session) =>
    standingOf(
      session,
      stands.find(({ session_id }) => session_id === session.report.session_id),
    ),
  );
  const seed = seedOfIds(sessions.map(({ report }) => report.session_id));
  const steps = shared.metrics.length;
  const figures: ComparisonFigures = {
    sessions: sessions.map((session, place) =>
      comparedSession(session, standings[place] as Standing, votes[place] as SharedVotes),
    ),
    shared: { ...shared, units: sharedUnits(votes) },
    metrics: shared.metrics.map((metric, at) =>
      comparedMetric(metric, {
        sessions: sessions.map(({ report }, place) => ({
          report,
          standing: standings[place]?.candidate ?? null,
          tallies: tallyVotes(report.candidates, votes[place]?.votes.get(metric)?.flat() ?? []),
          units: votes[place]?.units.get(metric) ?? [],
        })),
        resamples: RESAMPLES,
        random: random(seed),
        onStep: (done, of) => onStep?.(at * of + done, steps * of),
      }),
    ),
    bootstrap_seed: seed,
    resamples: RESAMPLES,
  };
  return {
    ...figures,
    remarks: comparisonRemarks(figures, sessions),
    verdict: comparisonVerdict(figures, sessions),
    methods: comparisonMethods(figures),
  };
}

function comparedSession(
  session: ComparedInput,
  { candidate, by }: Standing,
  { total }: SharedVotes,
): ComparedSession {
  const { report, setup } = session;
  return {
    session_id: report.session_id,
    demo: report.demo,
    candidates: report.candidates.map(({ lora_filename, weight }) => ({ lora_filename, weight })),
    stands: candidate === null ? null : (report.candidates[candidate] ?? null),
    stands_by: by,
    metrics: metricsOf(session),
    prompts: new Set(setup.prompt_pairs.map(promptKey)).size,
    seeds: seedsOf(session).size,
    votes: report.votes.filter(({ outcome }) => outcome !== 'skip').length,
    shared_votes: total,
    raters: report.raters,
    method: report.method,
  };
}

/** How many (prompt, seed) pairs were judged in every session, on whichever candidate and shared metric. */
function sharedUnits(votes: readonly SharedVotes[]): number {
  const judged = votes.map(
    ({ units }) => new Set([...units.values()].flat().flatMap((ofCandidate) => [...ofCandidate.keys()])),
  );
  const [first, ...rest] = judged;
  return [...(first ?? [])].filter((unit) => rest.every((other) => other.has(unit))).length;
}

/** A seed from the sessions' ids, whichever their order: FNV-1a over the sorted ids, 32 bits. */
function seedOfIds(ids: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const letter of [...ids].sort().join('\n')) {
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  }
  return hash >>> 0;
}
