import { z } from 'zod';
import type { PlannedPair } from '../plan/jobs';
import type { OrderEntry } from '../plan/trials';
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
  return list(value, raterSchema, what).map((rater): Rater => {
    const { name, label, source } = rater;
    const votes = list(rater.votes, voteSchema, `votes of ${name}`);
    const checks = list(rater.checks, checkSchema, `checks of ${name}`);
    return {
      name,
      label,
      order: readOrder(rater.order, pairs),
      shown: readOrder(rater.shown, pairs),
      votes: numbered(votes),
      checks: numbered(checks, votes.length),
      source,
    };
  });
}

/** With the number that each was given; where a file has none, by their place. */
function numbered<V extends Omit<Vote, 'nth'> & { nth?: number | undefined }>(
  votes: readonly V[],
  before = 0,
) {
  return votes.map((vote, index) => ({ ...vote, nth: vote.nth ?? before + index + 1 }));
}

function readOrder(order: readonly unknown[], pairs: ReadonlyMap<string, PlannedPair>): OrderEntry[] {
  return order.flatMap((item) => {
    const { data } = orderEntrySchema.safeParse(item);
    return data !== undefined && pairs.has(data.pair) ? [data] : [];
  });
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
