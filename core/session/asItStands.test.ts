import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRandom, type Random } from '../plan/random';
import { asItStands, quickLook, quickReader } from './asItStands';
import { eventSchemas, orderEntrySchema, readEvent, takeEvent } from './events';
import { generationEvents, voteEvent } from './sampleJournal';
import { integerSchema } from './setup';

const AT = '2026-04-01T20:00:00.000Z';
const vote = { ...voteEvent(0, 'Quality', 'B'), kind: 'repeat', voted_at: '2024-02-29T20:00:00+02:00' };
const failed = {
  type: 'image_failed',
  job: 'a',
  code: 'b',
  message: 'c',
  prompt_index: 0,
  done: 1,
  total: 2,
};
const EVENTS = [
  ...[...generationEvents(), voteEvent(0, 'Quality', 'B'), vote],
  { ...failed, next_action: 'resume' },
  { type: 'order_drawn', rater: 'a', round: 0, order: [{ pair: 'a', swap: true, metric: 'b' }] },
  { type: 'revealed', by: 'hand', votes_done: 0, votes_total: 8 },
  { type: 'saved', sha256: 'a', timestamp: 1.5 },
  { type: 'evaluation_reopened' },
].map((event, index): object => ({ seq: index + 1, at: AT, ...event }));

/** Each kind of field that a saved file's lists have. */
const LISTED = z.object({
  name: z.string(),
  stars: z.number().int().min(1).max(5).nullable().catch(null),
  seconds: z.number().nonnegative().max(100).nullable().catch(null),
  flags: z.array(z.enum(['a', 'b'])).catch([]),
  nth: z.number().int().positive().optional().catch(undefined),
  place: integerSchema.pipe(z.number()),
  inner: z.object({ x: z.number().gt(0).lt(2), none: z.null() }).optional(),
});
const ITEM = { name: 'n', stars: 3, seconds: 4.5, flags: ['a'], nth: 1, place: 7 };

const BITS: readonly unknown[] = [
  ...[
    undefined,
    null,
    true,
    false,
    '',
    'a',
    'A',
    'same',
    'hand',
    'repeat',
    AT,
    '2026-02-30T20:00:00Z',
    '2026-04-01',
  ],
  ...[0, -0, 1, 1.5, 5, 6, -1, 100, 101, 2 ** 53, 1e300, Number.NaN, Number.POSITIVE_INFINITY, 7n, 2n ** 60n],
  ...[
    [],
    ['a'],
    ['broken_image'],
    [1],
    {},
    { x: 1, none: null },
    { x: 2, none: null },
    { pair: 'a', swap: true },
  ],
];

/** A copy in which a field is another, is gone, or is one too many; now and then one inside another. */
function changed(value: object, random: Random): object {
  const fields: Record<string, unknown> = { ...value };
  const names = [...Object.keys(fields), 'more', 'kind', 'inner'];
  const name = names[random.int(names.length)] ?? 'more';
  const inner = fields[name];
  if (typeof inner === 'object' && inner !== null && !Array.isArray(inner) && random.int(2) === 0)
    fields[name] = changed(inner, random);
  else if (random.int(5) === 0) delete fields[name];
  else fields[name] = BITS[random.int(BITS.length)];
  return fields;
}

/** Values as they should be, and thousands that are more or less so. */
function* alike(values: readonly object[]): Generator<object> {
  yield* values;
  const random = createRandom(7);
  for (let turn = 0; turn < 2000; turn += 1) {
    let value = values[random.int(values.length)] ?? {};
    for (let times = random.int(3); times >= 0; times -= 1) value = changed(value, random);
    yield value;
  }
}

describe('a value that is read as it stands', () => {
  it('is the event that its schema would make of it, for every kind of damage', () => {
    for (const value of alike(EVENTS)) expect(takeEvent(value)).toStrictEqual(readEvent(value));
  });

  it('is the item of a list that its schema would make of it', () => {
    const [read, look, stands] = [quickReader(LISTED), quickLook(LISTED), asItStands(LISTED)];
    let standing = 0;
    for (const value of alike([ITEM, { ...ITEM, inner: { x: 1, none: null } }])) {
      const { data } = LISTED.safeParse(value);
      expect(read(value)).toStrictEqual(data);
      if (stands(value)) standing += 1;
      const seen = look(value);
      expect(seen === undefined).toBe(data === undefined);
      if (data !== undefined) expect(seen).toMatchObject(data);
    }
    expect(standing).toBeGreaterThan(100);
  });

  it('is what a program of ours has written: thousands of lines need no closer look', () => {
    const placed = z.object({ seq: z.number().int(), at: z.string(), type: z.string() });
    for (const type of ['image_completed', 'vote_cast', 'order_drawn'] as const) {
      const event = EVENTS.find((one) => 'type' in one && one.type === type);
      expect(asItStands(placed.extend(eventSchemas[type].shape))(event)).toBe(true);
      expect(takeEvent(event)).toBe(event);
    }
    expect(asItStands(orderEntrySchema)({ pair: 'a', swap: true })).toBe(true);
  });

  it.each([
    ['changes what it reads', z.object({ a: z.string().trim() })],
    ['has a rule of its own', z.object({ a: z.string() }).refine(() => true)],
    ['is loose', z.looseObject({ a: z.string() })],
    ['puts something in', z.object({ a: z.string().default('b') })],
    ['reads numbers from texts', z.object({ a: z.coerce.string() })],
    ['is of another kind', z.object({ a: z.union([z.string(), z.null()]) })],
    ['checks a text', z.object({ a: z.string().max(3) })],
  ])('is nothing that a schema takes which %s', (_what, schema) => {
    expect(asItStands(schema)({ a: 'a' })).toBe(false);
  });
});
