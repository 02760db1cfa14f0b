import type { WriteList } from './document';
import type { JsonValue } from './json';
import type { JsonObject, MadePack, OpenedPack, PastRound, Rater } from './state';

/** Records as they are: each is put in the place of an older one, never changed. In: a name that no other list has. */
export function writeRecords(name: string, records: readonly object[], list: WriteList): JsonValue {
  return list(
    name,
    records,
    (record) => [record],
    (record): JsonObject => ({ ...record }),
  );
}

/** Raters with all that the older fields cannot say of them. In: what sets their lists apart from those of other rounds. */
export function writeRaters(raters: readonly Rater[], list: WriteList, prefix = ''): JsonValue {
  return raters.map((rater, index): JsonObject => {
    const records = (name: string, items: readonly object[]) =>
      writeRecords(`${prefix}${name} ${index}`, items, list);
    return {
      name: rater.name,
      label: rater.label,
      order: records('order', rater.order),
      shown: records('shown', rater.shown),
      votes: records('votes', rater.votes),
      checks: records('checks', rater.checks),
      source: rater.source === null ? null : { ...rater.source },
    };
  });
}

/** Evaluations that were done over, with all their answers. */
export function writePastRounds(rounds: readonly PastRound[], list: WriteList): JsonValue {
  return rounds.map(
    ({ round, at, raters, finished_by_hand, revealed }, index): JsonObject => ({
      round,
      at,
      finished_by_hand,
      revealed: revealed === null ? null : { ...revealed },
      raters: writeRaters(raters, list, `past ${index} `),
    }),
  );
}

/** Rating packs that were given out. */
export function writePacks(packs: readonly MadePack[], list: WriteList): JsonValue {
  return packs.map(
    ({ pack_id, round, order }, index): JsonObject => ({
      pack_id,
      round,
      order: writeRecords(`pack ${index}`, order, list),
    }),
  );
}

/** The rating pack that a session was opened from. */
export function writePack(pack: OpenedPack | null, list: WriteList): JsonValue {
  if (pack === null) return null;
  return { ...pack, showings: writeRecords('showings', pack.showings, list) };
}
