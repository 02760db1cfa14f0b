import { answerOf, type Method, testOutcomes } from '../report/tally';
import { holm, mcNemar } from '../statistics/pairwise';
import { ALPHA } from '../statistics/proportion';
import type { Duel } from './comparison';
import { type Row, rowOf } from './drawnRows';
import type { CandidateUnits } from './sharedPart';

/** A candidate that stands for its session. */
export interface Contender {
  /** Place of its session. */
  session: number;
  units: CandidateUnits;
  method: Method;
}

/** A duel before its interval is drawn, with the row that it is drawn from. */
export interface OpenDuel {
  duel: Omit<Duel, 'low' | 'high' | 'difference'>;
  row: Row;
}

/** The numbers of the units that all of these candidates were judged on, upwards. */
export function commonUnits(contenders: readonly Pick<Contender, 'units'>[]): number[] {
  const [first, ...rest] = contenders;
  if (first === undefined) return [];
  return [...first.units.keys()]
    .filter((unit) => rest.every(({ units }) => units.has(unit)))
    .sort((a, b) => a - b);
}

/**
 * Every two of the contenders against each other, on the units that both were judged on. A unit is won where the mean of its
 * votes is above zero. The test is the exact McNemar test (McNemar 1947) of the units that only one of them won; when one of
 * the two sessions was looked at early, the peek-safe test of the same units in the order in which they became known. Holm's
 * correction is over all duels, those without a unit counted with p = 1.
 */
export function openDuels(contenders: readonly Contender[]): OpenDuel[] {
  const open = contenders.flatMap((a, place) => contenders.slice(place + 1).map((b) => openDuel(a, b)));
  const adjusted = holm(open.map(({ duel }) => duel.p_value));
  return open.map(({ duel, side, row }, index) => {
    const p_adjusted = adjusted[index] ?? 1;
    const answer = answerOf(p_adjusted, side, ALPHA);
    const answers = { better: 'a', worse: 'b', undecided: 'undecided' } as const;
    return { duel: { ...duel, p_adjusted, answer: answers[answer] }, row };
  });
}

function openDuel(a: Contender, b: Contender) {
  const method: Method = a.method === 'peek_safe' || b.method === 'peek_safe' ? 'peek_safe' : 'fixed';
  const units = commonUnits([a, b]).map((unit) => {
    const [ofA, ofB] = [a.units.get(unit), b.units.get(unit)];
    if (ofA === undefined || ofB === undefined) throw new RangeError(`Unit ${unit} is not of both.`);
    return { ofA, ofB, known: Math.max(ofA.known, ofB.known) };
  });
  const differing = units
    .filter(({ ofA, ofB }) => ofA.sum > 0 !== ofB.sum > 0)
    // Sorting is stable: what became known at one moment stays in the order of the units.
    .sort((one, other) => one.known - other.known)
    .map(({ ofA }) => ofA.sum > 0);
  const { p_value, side } = testOutcomes(differing, method);
  const onlyA = differing.filter((won) => won).length;
  const approximate = method === 'fixed' ? mcNemar(onlyA, differing.length - onlyA) : null;
  return {
    duel: {
      a: a.session,
      b: b.session,
      units: units.length,
      prompts: new Set(units.map(({ ofA }) => ofA.prompt)).size,
      only_a: onlyA,
      only_b: differing.length - onlyA,
      method,
      p_value,
      chi_square: approximate?.corrected ?? null,
      chi_square_p: approximate?.corrected_p ?? null,
    },
    side,
    row: rowOf(
      units.map(({ ofA, ofB }) => [ofA.prompt, ofA.sum / ofA.votes - ofB.sum / ofB.votes, 1] as const),
    ),
  };
}
