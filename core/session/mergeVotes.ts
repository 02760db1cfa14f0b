import { AppFailure } from '../contract/failure';
import { showingKey } from '../plan/checks';
import type { OrderEntry } from '../plan/trials';
import { kindOf } from './answers';
import type { NewEvent } from './events';
import type { PackAnswer, VotesFile } from './packFile';
import { MAX_RATER_NAME } from './raterName';
import {
  effectiveSetup,
  FIRST_RATER,
  findRater,
  labelOf,
  type MadePack,
  newRater,
  packRater,
  type Rater,
  type SessionState,
  type Vote,
} from './state';

/** What taking votes of a rating pack in comes to. */
export interface VotesMerge {
  /** To be journaled in one go; none where nothing changes. */
  readonly events: NewEvent[];
  /** Whose votes they are in this session, and what that rater is called. */
  readonly rater: string;
  readonly label: string;
  /** Votes, checks among them as any other, without answers of practice. */
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  /** What came of it, in a sentence. */
  readonly message: string;
}

/**
 * How a session takes in the votes of one copy of a rating pack: as those of a rater of its own, who is known by that copy. It
 * depends only on what is there and what the file says, so a merge that broke off comes to the same end when it is done again.
 * In: the file, its checksum proved, and the order that is drawn under a pack's id over all pairs of the plan.
 * Throws AppFailure: `not_possible` for votes of another session or of an evaluation that was redone, `bad_request` for trials
 * that do not exist.
 */
export function mergeVotes(
  state: SessionState,
  file: VotesFile,
  wholeOrder: (packId: string) => readonly OrderEntry[],
): VotesMerge {
  const pack = findPack(state, file);
  const answers = placedAnswers(state, pack, file);
  const name = packRater(file.copy_id);
  const known = findRater(state, name);
  const label = labelFor(state, known, file.rater, name);
  const source = known?.source ?? null;
  if (source !== null && source.revision >= file.revision) {
    const message =
      source.revision === file.revision
        ? `These votes of ${label} were taken in before. Nothing changed.`
        : `Later votes of ${label} were taken in before. Nothing changed.`;
    return { events: [], rater: name, label, added: 0, changed: 0, removed: 0, message };
  }
  const rater = known ?? newRater(name);
  const votes = voteEvents(rater, pack, answers);
  const told = withoutPractice(rater, votes);
  const counts = {
    added: countOf(told, 'vote_cast'),
    changed: countOf(told, 'vote_changed'),
    removed: countOf(told, 'vote_undone'),
  };
  const events: NewEvent[] = [
    ...(known === undefined ? [{ type: 'rater_added', rater: name } as const] : []),
    ...(rater.order.length > 0 ? [] : [orderOf(state, pack, name, wholeOrder(pack.pack_id))]),
    ...(rater.label === label ? [] : [{ type: 'rater_named', rater: name, label } as const]),
    ...votes,
    // Taking a vote back opens an evaluation again; votes that went elsewhere do not.
    ...(counts.removed > 0 && state.finished_by_hand
      ? [{ type: 'evaluation_finished', by: 'hand' } as const]
      : []),
    // Last, so that votes which broke off before it are taken in again.
    {
      type: 'votes_merged',
      rater: name,
      source: { pack_id: file.pack_id, copy_id: file.copy_id, revision: file.revision },
    },
  ];
  return {
    events,
    rater: name,
    label,
    ...counts,
    message: mergedWords(label, counts, votes.length > told.length),
  };
}

function findPack(state: SessionState, { pack_id }: VotesFile): MadePack {
  const isOf = (pack: MadePack) => pack.pack_id === pack_id;
  const pack = state.packs.find(isOf);
  if (pack === undefined) {
    throw new AppFailure(
      'not_possible',
      'These votes are of a rating pack that this session did not make. Open the session that made it, and take them in there.',
    );
  }
  if (pack.round === state.round) return pack;
  throw new AppFailure(
    'not_possible',
    'These votes are of a rating pack from before the evaluation was redone, so they do not count any more. Make a new rating pack.',
  );
}

interface PlacedAnswer {
  readonly answer: PackAnswer;
  readonly entry: OrderEntry;
}

/** The answers with the showings that they answer; all of them, or none is taken. */
function placedAnswers(state: SessionState, pack: MadePack, { answers }: VotesFile): PlacedAnswer[] {
  const { metrics } = effectiveSetup(state);
  const entries = new Map(pack.order.map((entry) => [entry.key, entry]));
  const placed = answers.flatMap((answer): PlacedAnswer[] => {
    const entry = entries.get(answer.key);
    const isAsked =
      entry?.metric === undefined ? metrics.includes(answer.metric) : entry.metric === answer.metric;
    return entry !== undefined && isAsked && state.pairs.has(entry.pair) ? [{ answer, entry }] : [];
  });
  const strange = answers.length - placed.length;
  if (strange > 0) {
    throw new AppFailure(
      'bad_request',
      strange === 1
        ? `1 of the ${answers.length} votes is for a trial that this session does not have. Nothing was taken in.`
        : `${strange} of the ${answers.length} votes are for trials that this session does not have. Nothing was taken in.`,
    );
  }
  const trials = new Set(answers.map(({ key, metric }) => `${key}\n${metric}`));
  const ids = new Set(answers.map(({ vote_id }) => vote_id));
  if (trials.size < answers.length || ids.size < answers.length) {
    throw new AppFailure(
      'bad_request',
      'This file holds two votes for one trial. Nothing was taken in. Ask for the votes again.',
    );
  }
  return placed;
}

/** What the rater is called: as the file says, told apart from everybody else of the session. A name given here stays. */
function labelFor(state: SessionState, known: Rater | undefined, wanted: string, own: string): string {
  const given = known?.label ?? null;
  // Who had no name when the first votes came may have one by now.
  const isNamedSince = given?.startsWith(FIRST_RATER) === true && wanted !== FIRST_RATER;
  if (given !== null && !isNamedSince) return given;
  const others = state.raters.filter(({ name }) => name !== own);
  const taken = new Set(others.flatMap((rater) => [rater.name, labelOf(rater)].map(sounds)));
  let label = wanted;
  for (let number = 2; taken.has(sounds(label)); number += 1)
    label = `${wanted.slice(0, MAX_BASE)} (${number})`;
  return label;
}

function sounds(name: string): string {
  return name.toLowerCase();
}

/** So that there is room for a number. */
const MAX_BASE = MAX_RATER_NAME - 10;

/** The order that the votes were given in, and behind it the pairs that came since, as for every other rater. */
function orderOf(state: SessionState, pack: MadePack, rater: string, whole: readonly OrderEntry[]): NewEvent {
  const placed = new Set(pack.order.map(showingKey));
  const order = pack.order.map(({ key: _key, ...entry }) => entry);
  const since = whole.filter((entry) => !placed.has(showingKey(entry)));
  return { type: 'order_drawn', rater, round: state.round, order: [...order, ...since] };
}

/**
 * What brings a rater's answers in line with those of a file; what is alike already is left alone, and so is what was given here
 * on pairs that the pack does not have.
 */
function voteEvents(rater: Rater, pack: MadePack, answers: readonly PlacedAnswer[]): NewEvent[] {
  const places = new Set(answers.map(({ answer, entry }) => placeOf(entry.pair, answer.metric, entry.kind)));
  const inPack = new Set(pack.order.map(showingKey));
  const given = new Map(
    [...rater.votes, ...rater.checks].map((vote) => [placeOf(vote.pair, vote.metric, kindOf(vote)), vote]),
  );
  const gone = [...given.values()].filter((vote) => {
    const { pair, metric } = vote;
    const kind = kindOf(vote);
    const isOfPack = inPack.has(showingKey({ pair, kind })) || inPack.has(showingKey({ pair, kind, metric }));
    return isOfPack && !places.has(placeOf(pair, metric, kind));
  });
  return [
    ...gone.map(({ vote_id }): NewEvent => ({ type: 'vote_undone', vote_id, rater: rater.name })),
    ...answers.flatMap(({ answer, entry }): NewEvent[] => {
      const { choice, metric, note, elapsed_ms, voted_at, vote_id } = answer;
      const { pair, swap, kind } = entry;
      const stars = choice === 'A' || choice === 'B' ? answer.stars : null;
      const flags = [...new Set(answer.flags)];
      const vote = { vote_id, pair, metric, choice, stars, note, flags, elapsed_ms, swap };
      const old = given.get(placeOf(pair, metric, kind));
      if (old !== undefined && isAlike(old, { ...vote, at: voted_at })) return [];
      const type = old === undefined ? 'vote_cast' : 'vote_changed';
      return [{ type, rater: rater.name, ...vote, voted_at, ...(kind === undefined ? {} : { kind }) }];
    }),
  ];
}

function placeOf(pair: string, metric: string, kind: OrderEntry['kind']): string {
  return JSON.stringify([pair, metric, kind ?? null]);
}

const FIELDS = ['vote_id', 'choice', 'stars', 'note', 'elapsed_ms', 'at'] as const;

function isAlike(old: Vote, next: Pick<Vote, (typeof FIELDS)[number] | 'flags'>): boolean {
  return (
    FIELDS.every((field) => old[field] === next[field]) &&
    old.flags.length === next.flags.length &&
    old.flags.every((flag) => next.flags.includes(flag))
  );
}

/** The events of what a person calls votes: checks among them as any other, practice not. */
function withoutPractice({ checks }: Rater, events: readonly NewEvent[]): NewEvent[] {
  const practice = new Set(checks.flatMap(({ kind, vote_id }) => (kind === 'training' ? [vote_id] : [])));
  return events.filter((event) =>
    event.type === 'vote_undone'
      ? !practice.has(event.vote_id)
      : !('kind' in event && event.kind === 'training'),
  );
}

function countOf(events: readonly NewEvent[], type: NewEvent['type']): number {
  return events.filter((event) => event.type === type).length;
}

function mergedWords(
  label: string,
  counts: Pick<VotesMerge, 'added' | 'changed' | 'removed'>,
  isPractice: boolean,
): string {
  const { added, changed, removed } = counts;
  const parts = [
    added === 0 ? '' : `${votes(added)} came in`,
    changed === 0 ? '' : `${votes(changed)} changed`,
    removed === 0 ? '' : `${votes(removed)} went`,
  ].filter((part) => part !== '');
  if (parts.length === 0 && isPractice) return `Only practice of ${label} came in, which does not count.`;
  return parts.length === 0
    ? `The votes of ${label} are as they were before. Nothing changed.`
    : `Votes of ${label}: ${parts.join(', ')}.`;
}

function votes(count: number): string {
  return count === 1 ? '1 vote' : `${count} votes`;
}
