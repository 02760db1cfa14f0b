import { isLoraBetter } from '../session/document';
import { type CheckVote, labelOf, type Rater, type SessionState, type Vote } from '../session/state';
import { filterTest } from './filter';
import { tooFastBelow } from './quality';
import type { GivenAnswers, PastRoundFigures, ReportFilter, SeenChoice } from './report';

/**
 * What the report says of the care of each rater who answered anything that a filter leaves, in the order of joining. What is too
 * fast for a rater hangs on all votes of the rater.
 */
export function answersOf({ raters, pairs }: SessionState, filter: ReportFilter | null): GivenAnswers[] {
  const isLeft = filterTest(filter);
  return raters.flatMap((rater) => {
    const isOwnLeft = (vote: Vote) => {
      const pair = pairs.get(vote.pair);
      if (filter === null || pair === undefined) return filter === null;
      return isLeft({ rater: rater.name, prompt_index: pair.prompt_index, seed: pair.seed });
    };
    const [votes, checks] = [rater.votes.filter(isOwnLeft), rater.checks.filter(isOwnLeft)];
    if (votes.length + checks.length === 0) return [];
    return [{ ...given({ ...rater, votes, checks }), too_fast_below: tooFastBelow(votingTimes(rater)) }];
  });
}

function given(rater: Rater): Omit<GivenAnswers, 'too_fast_below'> {
  const ofKind = (kind: CheckVote['kind']) => rater.checks.filter((check) => check.kind === kind);
  return {
    rater: rater.name,
    label: labelOf(rater),
    repeats: repeatsOf(rater.votes, ofKind('repeat')),
    catches: ofKind('catch').flatMap(({ choice }) => {
      if (choice === 'skip') return [];
      return [
        choice === 'same' ? ('same' as const) : choice === 'A' ? ('left' as const) : ('right' as const),
      ];
    }),
    training: ofKind('training').length,
    times: votingTimes(rater),
  };
}

/** The times of a rater's counted votes in milliseconds, as far as they are known; a skip is no judging. */
export function votingTimes({ votes }: Pick<Rater, 'votes'>): number[] {
  return votes.flatMap(({ choice, elapsed_ms }) =>
    choice === 'skip' || elapsed_ms === null ? [] : [elapsed_ms],
  );
}

function repeatsOf(votes: readonly Vote[], repeats: readonly Vote[]): GivenAnswers['repeats'] {
  if (repeats.length === 0) return [];
  const first = new Map(votes.map((vote) => [`${vote.pair}\n${vote.metric}`, seen(vote)]));
  return repeats.flatMap((repeat) => {
    const [before, again] = [first.get(`${repeat.pair}\n${repeat.metric}`) ?? null, seen(repeat)];
    return before === null || again === null ? [] : [[before, again] as const];
  });
}

function seen(vote: Vote): SeenChoice | null {
  if (vote.choice === 'skip') return null;
  const isBetter = isLoraBetter(vote);
  return isBetter === null ? 'same' : isBetter ? 'lora' : 'baseline';
}

/** The evaluations that were done over, as the report tells them. */
export function pastRoundsOf({ past_rounds }: SessionState): PastRoundFigures[] {
  return past_rounds.map(({ at, raters, revealed }) => ({
    at,
    votes: raters.reduce((sum, { votes }) => sum + votes.length, 0),
    raters: raters.filter(({ votes }) => votes.length > 0).length,
    after_reveal: revealed !== null,
  }));
}
