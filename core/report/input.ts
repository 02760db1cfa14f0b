import { candidatesOf, type PlannedPair } from '../plan/jobs';
import { createRandom } from '../plan/random';
import { isLoraBetter, scoreOfVote } from '../session/document';
import { countsOf } from '../session/progress';
import { selfCheckWords } from '../session/selfCheck';
import { serverKey } from '../session/serverKey';
import type { Setup } from '../session/setup';
import {
  effectiveSetup,
  FIRST_RATER,
  findRater,
  labelOf,
  type SessionState,
  type Vote,
} from '../session/state';
import { countedPairs } from '../session/trialPlaces';
import { isDemoSession } from '../session/view';
import type { ScoreRow } from './export';
import { checkedFilter, filterTest } from './filter';
import { isTooFast, tooFastBelow } from './quality';
import { answersOf, pastRoundsOf, votingTimes } from './qualityInput';
import type { CountedVote, ReportFilter, ReportInput } from './report';

/**
 * What the report counts, taken from a session: every vote of every rater, in the order of voting, seen from the LoRA.
 * In: the state, the stored seed of the resampling, and what the votes are narrowed to. Whatever hangs on single votes follows
 * that filter; how the evaluation went (its method, its end, extensions, earlier rounds) is told of the whole. The peek-safe
 * test is used as soon as one vote was cast, changed or taken back after labels were shown, or the plan extended then. Throws
 * AppFailure `bad_request` on a filter that names what the session does not have.
 */
export function reportInput(
  state: SessionState,
  bootstrapSeed: number,
  chosen: ReportFilter | null = null,
): ReportInput {
  const setup = effectiveSetup(state);
  const filter = chosen === null ? null : checkedFilter(chosen, choicesOf(state, setup));
  const isTaken = filterTest(filter);
  const all = countedVotes(state);
  const votes = all.filter(isTaken);
  const takenBack = state.revealed?.votes_taken_back ?? 0;
  const extensions = state.started?.extensions ?? [];
  const isPeeked =
    takenBack > 0 ||
    all.some((vote) => vote.after_reveal) ||
    extensions.some((extension) => extension.after_reveal);
  const voters = state.raters.filter((rater) => rater.votes.length > 0);
  const heard = new Set(votes.map(({ rater }) => rater));
  return {
    session_id: state.session_id,
    demo: isDemoSession(state),
    raters: voters.filter(({ name }) => filter === null || heard.has(name)).map(labelOf),
    metrics: setup.metrics,
    candidates: reportCandidates(state),
    prompts: setup.prompt_pairs.map((pair) => pair.positive),
    // Where every pair has a seed of its own no seed is shared by two.
    seeds: setup.own_seeds === null ? setup.seeds : [],
    voters: voters.map((rater) => ({ rater: rater.name, label: labelOf(rater) })),
    filter,
    votes,
    method: isPeeked ? 'peek_safe' : 'fixed',
    revealed_early: state.revealed?.early === true,
    votes_taken_back: takenBack,
    ...openVotes(state),
    extensions: extensions.map(({ at, pairs, after_reveal }) => ({ at, pairs, after_reveal })),
    own_seeds: setup.own_seeds !== null,
    mixed_pairs: mixedPairs(state, votes),
    answers: answersOf(state, filter),
    past_rounds: pastRoundsOf(state),
    self_check:
      state.self_check === null
        ? null
        : { passed: state.self_check.ok, message: selfCheckWords(state.self_check) },
    bootstrap_seed: bootstrapSeed,
    random: (seed) => createRandom(seed, 'report'),
  };
}

/** Throws AppFailure `bad_request` on a filter that names what the session does not have. */
export function requireFilter(state: SessionState, filter: ReportFilter | null): void {
  if (filter !== null) checkedFilter(filter, choicesOf(state, effectiveSetup(state)));
}

/** What can be chosen is the plan; a plan of another tool may have pairs beyond its lists. */
function choicesOf({ raters, pairs }: SessionState, { prompt_pairs, seeds, own_seeds }: Setup) {
  const planned = [...pairs.values()];
  return {
    raters: raters.map(({ name }) => name),
    voters: raters.filter(({ votes }) => votes.length > 0).map(({ name }) => name),
    prompts: planned.reduce((most, pair) => Math.max(most, pair.prompt_index + 1), prompt_pairs.length),
    seeds: [...(own_seeds === null ? seeds : []), ...planned.map((pair) => pair.seed)],
  };
}

/** Of the pairs that were judged, those whose images were made on two servers: after a change of the servers half way. */
function mixedPairs({ images, pairs }: SessionState, votes: readonly CountedVote[]): number {
  const makerOf = (file: string) => {
    const server = images.get(file)?.server ?? '';
    return server === '' ? null : serverKey(server);
  };
  return [...new Set(votes.map(({ pair_id }) => pair_id))].filter((id) => {
    const pair = pairs.get(id);
    if (pair === undefined) return false;
    const [one, other] = [makerOf(pair.baseline), makerOf(pair.lora)];
    return one !== null && other !== null && one !== other;
  }).length;
}

/** The votes given and planned, where not all are given: under the reason. */
function openVotes(state: SessionState): Pick<ReportInput, 'ended_early' | 'unfinished'> {
  const { votes_done, votes_total } = countsOf(state);
  const votes = votes_done < votes_total ? { votes_done, votes_total } : null;
  return state.finished_by_hand
    ? { ended_early: votes, unfinished: null }
    : { ended_early: null, unfinished: votes };
}

/** The candidates by their number in the pairs; a plan of another tool may hold fewer than its lists multiply to. */
function reportCandidates(state: SessionState): ReportInput['candidates'] {
  const out = candidatesOf(effectiveSetup(state)).map(({ lora_filename, weight }) => ({
    lora_filename,
    weight,
  }));
  const named = new Map<number, PlannedPair>();
  for (const pair of state.pairs.values()) if (!named.has(pair.candidate)) named.set(pair.candidate, pair);
  for (const [index, { lora_filename, weight }] of named) out[index] = { lora_filename, weight };
  return named.size === 0 ? out : out.slice(0, Math.max(...named.keys()) + 1);
}

function countedVotes(state: SessionState): CountedVote[] {
  const out = state.raters.flatMap((rater) =>
    rater.votes.flatMap((vote): CountedVote[] => {
      const pair = state.pairs.get(vote.pair);
      return pair === undefined ? [] : [countedVote(vote, pair, rater.name)];
    }),
  );
  // Sorting is stable: votes of one moment keep the order in which they were cast.
  return out.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || 0);
}

function countedVote(vote: Vote, pair: PlannedPair, rater: string): CountedVote {
  const isBetter = isLoraBetter(vote);
  const undecided = vote.choice === 'skip' ? 'skip' : 'tie';
  return {
    pair_id: pair.lora,
    prompt_index: pair.prompt_index,
    seed: pair.seed,
    candidate: pair.candidate,
    metric: vote.metric,
    outcome: isBetter === null ? undecided : isBetter ? 'win' : 'loss',
    chose_left: isBetter === null ? null : vote.choice === 'A',
    stars: vote.stars,
    rater,
    at: vote.at,
    after_reveal: vote.after_reveal,
    note: vote.note,
  };
}

/** A vote that `scores.csv` tells, with all that its line says and neither vote nor pair knows. */
export interface ToldVote {
  readonly vote: Vote;
  readonly pair: PlannedPair;
  /** As `ScoreRow.pair_index`. */
  readonly place: number | null;
  readonly rater: string;
  readonly label: string;
  readonly tooFast: boolean | null;
}

/**
 * The votes of `scores.csv`, rater by rater, each in the order of voting. A pair's place is that in the first rater's order of
 * showing, the `shuffled_results` of the saved file, whoever voted.
 */
export function toldVotes(state: SessionState): ToldVote[] {
  // Whoever judges a rating pack does not know which picture is which.
  if (state.pack !== null) return [];
  const shown = countedPairs(findRater(state, FIRST_RATER)?.shown ?? []);
  const places = new Map(shown.map((entry, index) => [entry.pair, index]));
  return state.raters.flatMap((rater) => {
    const limit = tooFastBelow(votingTimes(rater));
    const label = labelOf(rater);
    return rater.votes.flatMap((vote): ToldVote[] => {
      const pair = state.pairs.get(vote.pair);
      if (pair === undefined) return [];
      const place = places.get(vote.pair) ?? null;
      const { choice, elapsed_ms } = vote;
      const tooFast = elapsed_ms === null || choice === 'skip' ? null : isTooFast(elapsed_ms, limit);
      return [{ vote, pair, place, rater: rater.name, label, tooFast }];
    });
  });
}

/** A vote as a line of `scores.csv`. */
export function scoreRow(
  state: SessionState,
  { vote, pair, place, rater, label, tooFast }: ToldVote,
): ScoreRow {
  return {
    pair_index: place,
    ...scoreOfVote(state, pair, vote),
    lora_filename: pair.lora_filename,
    negative_prompt: pair.negative_prompt,
    prompt_index: pair.prompt_index,
    rater,
    swap: vote.swap,
    voted_at: vote.at,
    elapsed_ms: vote.elapsed_ms,
    after_reveal: vote.after_reveal,
    note: vote.note,
    flags: vote.flags,
    rater_label: label,
    too_fast: tooFast,
  };
}

/**
 * All lines of `scores.csv`. In: which votes are wanted; null for all. Throws AppFailure `bad_request` on a filter that names what
 * the session does not have.
 */
export function scoreRows(state: SessionState, chosen: ReportFilter | null = null): ScoreRow[] {
  const filter = chosen === null ? null : checkedFilter(chosen, choicesOf(state, effectiveSetup(state)));
  const rows = toldVotes(state).map((told) => scoreRow(state, told));
  return filter === null ? rows : rows.filter(filterTest(filter));
}
