import { z } from 'zod';
import type { PlannedPair } from '../plan/jobs';
import type { OrderEntry } from '../plan/trials';
import { kindOf } from './answers';
import { quickReader } from './asItStands';
import {
  checkKindSchema,
  choiceSchema,
  eventSchemas,
  orderEntrySchema,
  voteFlagSchema,
  voteSourceSchema,
} from './events';
import type { ReadList } from './restoreLists';
import type { MadePack, OpenedPack, PastRound, Rater, Vote } from './state';

const readEntry = quickReader(orderEntrySchema);
const orderSchema = z.array(z.unknown()).catch([]);
const voteSchema = z.object({
  vote_id: z.string(),
  pair: z.string(),
  metric: z.string(),
  choice: choiceSchema,
  stars: z.number().int().min(1).max(5).nullable().catch(null),
  note: z.string().nullable().catch(null),
  flags: z.array(voteFlagSchema).catch([]),
  elapsed_ms: z.number().nullable().catch(null),
  swap: z.boolean(),
  at: z.string(),
  after_reveal: z.boolean().catch(false),
  /** Files from before there were checks do not say. */
  nth: z.number().int().positive().optional().catch(undefined),
});
const checkSchema = voteSchema.extend({ kind: checkKindSchema });
const raterSchema = z.looseObject({
  name: z.string(),
  label: z.string().nullable().catch(null),
  order: orderSchema,
  shown: orderSchema,
  votes: z.unknown().optional(),
  checks: z.unknown().optional(),
  source: voteSourceSchema.nullable().catch(null),
});
const pastRoundSchema = z.object({
  round: z.number().int().nonnegative(),
  at: z.iso.datetime({ offset: true }),
  finished_by_hand: z.boolean().catch(false),
  revealed: z
    .object({
      at: z.string(),
      early: z.boolean(),
      votes_taken_back: z.number().int().nonnegative().catch(0),
    })
    .nullable()
    .catch(null),
  raters: z.unknown().optional(),
});

/** Raters as our own part of the file tells them; showings of pairs that are not in the plan are left out. */
export function readRaters(
  value: unknown,
  pairs: ReadonlyMap<string, PlannedPair>,
  list: ReadList,
  what = 'raters',
): Rater[] {
  const raters = new Map(
    list(value, raterSchema, what)
      .toReversed()
      .map((rater) => [rater.name, rater]),
  );
  // Of two under one name the first counts; nobody votes twice.
  return [...raters.values()].toReversed().map((rater): Rater => {
    const { name, label, source } = rater;
    const votes = list(rater.votes, voteSchema, `votes of ${name}`);
    const checks = list(rater.checks, checkSchema, `checks of ${name}`);
    return {
      name,
      label,
      order: readOrder(rater.order, pairs),
      shown: readOrder(rater.shown, pairs),
      ...inOrderOfVoting({
        votes: onePerTrial(numbered(votes)),
        checks: onePerTrial(numbered(checks, votes.length)),
      }),
      source,
    };
  });
}

/** One answer for a trial; where a file holds several, the last one counts, in the first one's place. */
function onePerTrial<V extends Vote>(votes: readonly V[]): V[] {
  const byTrial = new Map(votes.map((vote) => [`${kindOf(vote) ?? ''}\n${vote.pair}\n${vote.metric}`, vote]));
  return byTrial.size === votes.length ? [...votes] : [...byTrial.values()];
}

/**
 * A rater's answers by the numbers that they were given, which a file of another tool may hold in another order or twice: new ones,
 * since Undo and the place of a changed vote go by them.
 */
export function inOrderOfVoting({
  votes,
  checks,
}: Pick<Rater, 'votes' | 'checks'>): Pick<Rater, 'votes' | 'checks'> {
  const all = [...votes, ...checks];
  const isCounted = (list: readonly Vote[]) =>
    list.every(({ nth }, index) => index === 0 || nth > (list[index - 1]?.nth ?? 0));
  if (isCounted(votes) && isCounted(checks) && new Set(all.map(({ nth }) => nth)).size === all.length)
    return { votes, checks };
  const numbers = new Map([...all].sort((a, b) => a.nth - b.nth).map((vote, index) => [vote, index + 1]));
  const anew = <V extends Vote>(list: readonly V[]) =>
    list.map((vote) => ({ ...vote, nth: numbers.get(vote) ?? 0 })).sort((a, b) => a.nth - b.nth);
  return { votes: anew(votes), checks: anew(checks) };
}

/** With the number that each was given; where a file has none, by their place. */
function numbered<V extends Omit<Vote, 'nth'> & { nth?: number | undefined }>(
  votes: readonly V[],
  before = 0,
) {
  return votes.map((vote, index) => ({ ...vote, nth: vote.nth ?? before + index + 1 }));
}

function readOrder(order: readonly unknown[], pairs: ReadonlyMap<string, PlannedPair>): OrderEntry[] {
  const entries: OrderEntry[] = [];
  for (const item of order) {
    const entry = readEntry(item);
    if (entry !== undefined && pairs.has(entry.pair)) entries.push(entry);
  }
  return entries;
}

/** Evaluations that were done over. */
export function readPastRounds(
  value: unknown,
  pairs: ReadonlyMap<string, PlannedPair>,
  list: ReadList,
): PastRound[] {
  return list(value, pastRoundSchema, 'earlier evaluations').map(({ raters, ...round }) => ({
    ...round,
    raters: readRaters(raters, pairs, list, 'raters of an earlier evaluation'),
  }));
}

/** Rating packs that were given out. */
export function readPacks(value: unknown, list: ReadList): MadePack[] {
  return list(value, eventSchemas.pack_made, 'rating packs');
}

/** The rating pack that a session was opened from; null where it is none. */
export function readPack(value: unknown, list: ReadList): OpenedPack | null {
  if (value === undefined || value === null) return null;
  return list([value], openedPackSchema, 'rating pack')[0] ?? null;
}

const openedPackSchema = eventSchemas.pack_opened.omit({ blind_key: true });
