import type { CheckKind } from './events';
import type { CheckVote, Rater, Vote } from './state';

/** What an answer answers: a pair and a question, and which check it is when it is one. */
export interface AnswerPlace {
  readonly pair: string;
  readonly metric: string;
  readonly kind?: CheckKind | undefined;
}

/** The answer that a rater has given at a place, to a trial that counts or to a check. */
export function voteOn(rater: Rater, { pair, metric, kind }: AnswerPlace): Vote | CheckVote | undefined {
  if (kind === undefined) return rater.votes.find((vote) => vote.pair === pair && vote.metric === metric);
  return rater.checks.find((vote) => vote.kind === kind && vote.pair === pair && vote.metric === metric);
}

/** The rater's answer that was first given last; undefined when there is none. Undo takes this one back. */
export function lastAnswer({ votes, checks }: Rater): Vote | CheckVote | undefined {
  const [vote, check] = [votes.at(-1), checks.at(-1)];
  return (check?.nth ?? 0) > (vote?.nth ?? 0) ? check : vote;
}

/** The number of that answer; 0 when there is none. */
export function lastNth(rater: Rater): number {
  return lastAnswer(rater)?.nth ?? 0;
}
