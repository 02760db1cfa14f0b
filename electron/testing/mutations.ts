import type { Random } from '../../core/plan/random';
import { type JsonValue, parseJson, stringifyJson } from '../../core/session/json';

/** One way to spoil a text file. */
type Mutation = (bytes: Buffer, random: Random) => Buffer;

const flipBits: Mutation = (bytes, random) => {
  const out = Buffer.from(bytes);
  for (let count = 1 + random.int(12); count > 0 && out.length > 0; count -= 1) {
    const at = random.int(out.length);
    out[at] = (out[at] ?? 0) ^ (1 << random.int(8));
  }
  return out;
};

const cut: Mutation = (bytes, random) => bytes.subarray(0, random.int(bytes.length + 1));

const dropSlice: Mutation = (bytes, random) => {
  const from = random.int(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + random.int(200))]);
};

const repeatSlice: Mutation = (bytes, random) => {
  const from = random.int(bytes.length + 1);
  const slice = bytes.subarray(from, from + random.int(400));
  return Buffer.concat([bytes.subarray(0, from), slice, slice, bytes.subarray(from)]);
};

/** What stands in no file that a program wrote. */
export const ODD: readonly JsonValue[] = [
  null,
  true,
  -1,
  1e300,
  -1e-300,
  2n ** 70n,
  -(10n ** 400n),
  '',
  'x'.repeat(5000),
  '../../../../etc/passwd',
  '..\\..\\outside\\secret.png',
  '/outside/secret.png',
  '..',
  'con',
  'a\u0000b.png',
  '+275760-09-13T00:00:00.000Z',
  [],
  {},
  [[[null]]],
  { __proto__: null, constructor: 1, toString: [] } as unknown as JsonValue,
  Array.from({ length: 50 }, () => 'a'),
];

/** Puts something odd into a random place of a JSON text, or takes the place out. */
const swapValue: Mutation = (bytes, random) => {
  const lines = bytes.toString('utf8').split('\n');
  const isJournal = lines.length > 1 && lines[0]?.startsWith('{"') === true;
  const index = isJournal ? random.int(lines.length) : 0;
  const text = isJournal ? (lines[index] ?? '') : bytes.toString('utf8');
  if (text === '') return bytes;
  const changed = stringifyJson(
    swapIn(parseJson(text, { nonFiniteAsNull: true }), random),
    isJournal ? 0 : 2,
  );
  if (!isJournal) return Buffer.from(changed);
  lines[index] = changed;
  return Buffer.from(lines.join('\n'));
};

function swapIn(value: JsonValue, random: Random): JsonValue {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const key = keys[random.int(Math.max(1, keys.length))];
  if (key === undefined || random.int(6) === 0) return ODD[random.int(ODD.length)] ?? null;
  if (Array.isArray(value))
    return value.flatMap((item, index) => {
      if (index !== Number(key)) return [item];
      return random.int(8) === 0 ? [] : [swapIn(item, random)];
    });
  const object = value as { [key: string]: JsonValue };
  const { [key]: old = null, ...rest } = object;
  return random.int(8) === 0 ? rest : { ...object, [key]: swapIn(old, random) };
}

const HUGE = ['1e400', '-1e400', `1${'0'.repeat(5000)}`, '9'.repeat(20_000), 'NaN', '-Infinity', '0.1e-999'];

/** Another number in the place of one. */
const swapNumber: Mutation = (bytes, random) => {
  const text = bytes.toString('latin1');
  const numbers = [...text.matchAll(/(?<=: ?)-?\d+(\.\d+)?/g)];
  const one = numbers[random.int(Math.max(1, numbers.length))];
  if (one === undefined) return bytes;
  const huge = HUGE[random.int(HUGE.length)] ?? '';
  return Buffer.from(text.slice(0, one.index) + huge + text.slice(one.index + one[0].length), 'latin1');
};

/** Nesting that would overflow a stack. */
const nest: Mutation = (bytes, random) => {
  const text = bytes.toString('latin1');
  const places = [...text.matchAll(/(?<=: ?)(null|true|false|\d)/g)];
  const place = places[random.int(Math.max(1, places.length))];
  const deep = random.int(2) === 0 ? '['.repeat(50_000) + ']'.repeat(50_000) : '{"a":'.repeat(50_000);
  return Buffer.from(text.slice(0, place?.index ?? 0) + deep + text.slice((place?.index ?? 0) + 1), 'latin1');
};

/** Every file name leads out of the folder. */
const leadOut: Mutation = (bytes, random) => {
  const names = [
    '../../../outside/secret.png',
    '..\\\\..\\\\outside\\\\secret.png',
    '/outside/secret.png',
    '..',
  ];
  const name = names[random.int(names.length)] ?? '..';
  return Buffer.from(bytes.toString('latin1').replaceAll(/[\w./\\]+\.png/g, name), 'latin1');
};

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flipBits,
  cut,
  dropSlice,
  repeatSlice,
  swapValue,
  swapNumber,
  nest,
  leadOut,
};

/** The text, spoilt in one way or two. Out: also the names of the ways. */
export function mutate(text: Buffer, random: Random): { bytes: Buffer; ways: string } {
  const names = Object.keys(MUTATIONS);
  const first = names[random.int(names.length)] ?? 'cut';
  const bytes = MUTATIONS[first]?.(text, random) ?? text;
  return random.int(3) === 0
    ? { bytes: mutateBytes(bytes, random), ways: `${first}, and more` }
    : { bytes, ways: first };
}

/** The same for what need not be text. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  const ways = [flipBits, cut, dropSlice, repeatSlice];
  return (ways[random.int(ways.length)] ?? cut)(bytes, random);
}
