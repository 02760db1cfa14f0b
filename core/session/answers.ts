import type { OrderEntry } from '../plan/trials';
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
  if (kind === undefined) {
    const place = placesOf(rater.votes).get(textOf(pair, metric));
    return place === undefined ? undefined : rater.votes[place];
  }
  return rater.checks.find((vote) => vote.kind === kind && vote.pair === pair && vote.metric === metric);
}

/** Where each vote of a list stands: whoever replays thousands of them would go through all for each. */
const knownPlaces = new WeakMap<readonly Vote[], Map<string, number>>();

/** Votes are added at the end and changed in their places; a list that lost one is another list (see `undoVote`). */
function placesOf(votes: readonly Vote[]): ReadonlyMap<string, number> {
  const known = knownPlaces.get(votes) ?? new Map<string, number>();
  knownPlaces.set(votes, known);
  for (let place = known.size; place < votes.length; place += 1) {
    const { pair, metric } = votes[place] as Vote;
    const name = textOf(pair, metric);
    if (!known.has(name)) known.set(name, place);
  }
  return known;
}

function textOf(pair: string, metric: string): string {
  return `${pair}\n${metric}`;
}

/** The kind of check that an answer was given to; undefined for a vote that counts. */
export function kindOf(vote: Vote | CheckVote): CheckKind | undefined {
  return 'kind' in vote ? vote.kind : undefined;
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

/** All answers of a rater in the order of first voting, votes and checks as they came. */
export function allAnswers({ votes, checks }: Rater): (Vote | CheckVote)[] {
  if (checks.length === 0) return [...votes];
  return [...votes, ...checks].sort((a, b) => a.nth - b.nth);
}

/** The questions of a showing that have their answers, looked up by showing; made once for many showings. */
export function answersGiven({ votes, checks }: Rater): (entry: OrderEntry) => readonly string[] {
  const onVotes = givenIn(votes);
  const onChecks = givenIn(checks);
  return ({ kind, pair }) =>
    (kind === undefined ? onVotes.get(pair) : onChecks.get(`${kind}\n${pair}`)) ?? NONE;
}

/** The questions that a list of answers answers, by showing; as with the places, only what was added is looked at. */
const knownGiven = new WeakMap<readonly Vote[], { length: number; given: Map<string, string[]> }>();

function givenIn(answers: readonly (Vote | CheckVote)[]): ReadonlyMap<string, readonly string[]> {
  let known = knownGiven.get(answers);
  if (known === undefined || known.length > answers.length) {
    known = { length: 0, given: new Map() };
    knownGiven.set(answers, known);
  }
  const { given } = known;
  for (; known.length < answers.length; known.length += 1) {
    const answer = answers[known.length] as Vote | CheckVote;
    const kind = kindOf(answer);
    // Without a text for each vote, which thousands of them would feel.
    const key = kind === undefined ? answer.pair : `${kind}\n${answer.pair}`;
    const metrics = given.get(key);
    if (metrics === undefined) given.set(key, [answer.metric]);
    else metrics.push(answer.metric);
  }
  return given;
}

const NONE: readonly string[] = [];

/** How many answers count as trials done: votes, repeats and equal pictures; practice does not. */
export function answersDone({ votes, checks }: Rater): number {
  return checks.reduce((sum, { kind }) => sum + (kind === 'training' ? 0 : 1), votes.length);
}
