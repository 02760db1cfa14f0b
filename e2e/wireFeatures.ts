import { type JsonValue, parseJson, stringifyJson } from '../core/session/json';

/** One side of one trial as it came over the wire. */
export interface SideOnTheWire {
  address: string;
  headers: [string, string][];
  bytes: Buffer;
}

/** Headers without the clock's. */
export function headerShape(side: SideOnTheWire): [string, string][] {
  return side.headers.filter(([name]) => name !== 'date').sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The chunks of a PNG: name and length of each. */
export function chunksOf(bytes: Buffer): { name: string; length: number }[] {
  const out: { name: string; length: number }[] = [];
  for (let at = 8; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    out.push({ name: bytes.toString('latin1', at + 4, at + 8), length });
    at += length + 12;
  }
  return out;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const keyOf = (side: SideOnTheWire) => side.address.slice(side.address.lastIndexOf('/') + 1);

/** Numbers that could differ between the sides; each is asked whether the larger one is the LoRA. */
export const WIRE_FEATURES: Record<string, (side: SideOnTheWire) => number> = {
  'length of the answer': (side) => side.bytes.length,
  'length of the drawn data': (side) =>
    sum(
      chunksOf(side.bytes)
        .filter((chunk) => chunk.name === 'IDAT')
        .map((chunk) => chunk.length),
    ),
  'number of chunks': (side) => chunksOf(side.bytes).length,
  'length of all but the drawn data': (side) =>
    sum(
      chunksOf(side.bytes)
        .filter((chunk) => chunk.name !== 'IDAT')
        .map((chunk) => chunk.length),
    ),
  'first character of the key': (side) => keyOf(side).charCodeAt(0),
  'key in the order of the alphabet': (side) =>
    Number.parseInt(Buffer.from(keyOf(side)).toString('hex').slice(0, 12), 16),
  'length of the address': (side) => side.address.length,
  'sum of the headers': (side) => headerShape(side).join('').length,
  'last byte': (side) => side.bytes.at(-1) ?? 0,
  'mean byte': (side) => sum([...side.bytes]) / side.bytes.length,
};

/** Exact two-sided sign test: how likely at least so lopsided a count of `wins` in `n` is by chance. */
export function signTest(wins: number, n: number): number {
  const extreme = Math.max(wins, n - wins);
  let term = 0.5 ** n;
  let tail = 0;
  for (let k = 0; k <= n; k += 1) {
    if (k >= extreme) tail += term;
    term = (term * (n - k)) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}

/** How often the larger value of a feature was the LoRA's, and how likely that is by chance. */
export interface FeatureVerdict {
  name: string;
  differ: number;
  agree: number;
  p: number;
}

/** Asks a feature about every pair. In: its values for A and B, and whether A was the LoRA. */
export function judgeFeature(
  name: string,
  values: readonly { a: number; b: number; loraLeft: boolean }[],
): FeatureVerdict {
  const telling = values.filter(({ a, b }) => a !== b);
  const agree = telling.filter(({ a, b, loraLeft }) => a > b === loraLeft).length;
  return { name, differ: telling.length, agree, p: signTest(agree, telling.length) };
}

/** An innocent set of features fails the audit about once in so many runs. */
const FALSE_ALARM = 1e-5;

/** The features that tell the sides better than chance, after correction for their number. */
export function tellingFeatures(verdicts: readonly FeatureVerdict[]): FeatureVerdict[] {
  return verdicts.filter((verdict) => verdict.p < FALSE_ALARM / verdicts.length);
}

/** Words that name a side, a file, the LoRA or the key to the order; none of them may reach a page before the reveal. */
const LABEL_WORDS = /baseline|"swap"|order_seed|blind_key|lora_\d|_w0\.\d|lora_better|inkwash/;

/** Fields that say what a session is about as a whole, what a server offers, or what a file says of itself: there a LoRA is named on purpose. */
const NAMES_A_LORA = new Set(['setup', 'begun_setup', 'label', 'lora_filename', 'loras', 'info']);

/** The words that tell a label in a message as it came over the wire. In: its JSON text. */
export function labelWordsIn(message: string): string[] {
  const rest = stringifyJson(withoutNames(parseJson(message)));
  // Outside of those fields the names are looked for; inside of them, all else still is.
  const found = [LABEL_WORDS.exec(rest)?.[0], LABEL_WORDS.exec(message.replaceAll('inkwash', ''))?.[0]];
  return found.filter((word) => word !== undefined);
}

function withoutNames(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNames);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([field]) => !NAMES_A_LORA.has(field));
  return Object.fromEntries(kept.map(([field, inner]) => [field, withoutNames(inner)]));
}
