import { z } from 'zod';
import type { OrderEntry } from '../plan/trials';
import { quickLook } from './asItStands';
import { choiceSchema } from './events';
import type { JsonValue } from './json';
import { baseName } from './paths';
import { leftOut } from './restoreLists';
import { inOrderOfVoting } from './restoreRaters';
import { integerSchema } from './setup';
import { FIRST_RATER, type JsonObject, newRater, type Rater, type SessionState, type Vote } from './state';
import { countedPairs, showingIndex } from './trialPlaces';

/** The name of a result's candidate. */
export const resultNameSchema = z.object({ lora: z.object({ image_path: z.string() }) });

const shuffledSchema = z.object({
  result: resultNameSchema,
  swap: z.boolean(),
});
const scoreSchema = z.object({
  pair_index: integerSchema.pipe(z.number()),
  metric: z.string(),
  choice: choiceSchema,
  stars: z.number().int().min(1).max(5).nullable().catch(null),
});
const lookAtShuffled = quickLook(shuffledSchema);
const lookAtScore = quickLook(scoreSchema);

/**
 * The first rater's order and votes as the older fields tell them; what those cannot say comes from our own part, and so does
 * all of it where they cannot be read. Changes `state` in place.
 */
export function readFirstRater(
  state: SessionState,
  step2: JsonObject,
  step3: JsonObject,
  repairs: string[],
): void {
  const isShuffledTold = Array.isArray(step2['shuffled_results']);
  const shuffled = Array.isArray(step2['shuffled_results']) ? step2['shuffled_results'] : [];
  const shown = shuffled.flatMap((item): OrderEntry[] => {
    const told = lookAtShuffled(item);
    const pair = told === undefined ? '' : baseName(told.result.lora.image_path);
    return told !== undefined && state.pairs.has(pair) ? [{ pair, swap: told.swap }] : [];
  });
  let rater = state.raters.find((one) => one.name === FIRST_RATER);
  if (rater === undefined) {
    if (shown.length === 0) return;
    rater = { ...newRater(FIRST_RATER), order: shown };
    state.raters.unshift(rater);
  }
  // An empty list is what a tool writes that has none; what is no list at all was damaged.
  const isOurs = isSameOrder(countedPairs(rater.shown), shown);
  if (!isOurs && (isShuffledTold || rater.shown.length === 0)) rater.shown = shown;
  const { shown: inOrder } = rater;
  const counted = countedPairs(inOrder);
  const kept = new Map(rater.votes.map((vote) => [`${vote.pair}\n${vote.metric}`, vote]));
  if (!Array.isArray(step3['scores'])) {
    keepOwnVotes(rater.votes, repairs);
    return;
  }
  const { scores } = step3 as { scores: JsonValue[] };
  let isForeign = false;
  const votes = scores.flatMap((item, index): Vote[] => {
    const score = lookAtScore(item);
    const entry = score === undefined ? undefined : counted[score.pair_index];
    if (score === undefined || entry === undefined) return [];
    const { metric, choice, stars } = score;
    const own = kept.get(`${entry.pair}\n${metric}`);
    if (own !== undefined && own.choice === choice && own.stars === stars) return [own];
    isForeign = true;
    return [
      {
        vote_id: `score-${index}`,
        pair: entry.pair,
        metric,
        choice,
        stars,
        note: null,
        flags: [],
        elapsed_ms: null,
        swap: sideOf(inOrder, entry, metric),
        at: state.created_at,
        after_reveal: false,
        nth: index + 1,
      },
    ];
  });
  const bad = scores.length - votes.length;
  if (bad > 0) repairs.push(leftOut(bad, scores.length, 'scores'));
  // One vote for a trial; where a file holds several, the last one counts, in the first one's place.
  rater.votes = [...new Map(votes.map((vote) => [`${vote.pair}\n${vote.metric}`, vote])).values()];
  if (isForeign) numberAnew(rater);
  // A tool may have sorted the scores, and yet none of them is its own.
  else Object.assign(rater, inOrderOfVoting(rater));
}

function isSameOrder(own: readonly OrderEntry[], other: readonly OrderEntry[]): boolean {
  return (
    own.length === other.length &&
    own.every(({ pair, swap }, index) => pair === other[index]?.pair && swap === other[index].swap)
  );
}

/** The side on which a question of a pair is shown: each pass has its own. */
function sideOf(shown: readonly OrderEntry[], entry: OrderEntry, metric: string): boolean {
  return (shown[showingIndex(shown, { pair: entry.pair, metric })] ?? entry).swap;
}

/** Another tool's votes have no number among all answers: they are taken to come after the checks, in their own order. */
function numberAnew(rater: Rater): void {
  rater.checks = rater.checks.map((check, index) => ({ ...check, nth: index + 1 }));
  const before = rater.checks.length;
  rater.votes = rater.votes.map((vote, index) => ({ ...vote, nth: before + index + 1 }));
}

/** Says where the votes come from when the list that other tools read cannot be read. */
function keepOwnVotes({ length }: readonly Vote[], repairs: string[]): void {
  if (length === 0) return;
  const votes = length === 1 ? '1 vote was' : `${length} votes were`;
  repairs.push(`The list of scores could not be read. ${votes} taken from the part named blindfold.`);
}
