/** A weight as written in a range or a list must lie in what ComfyUI's LoRA loaders take. */
export const WEIGHT_LIMIT = 100;
/** More weights than this in one set-up are refused: the evaluation could never be finished. */
export const MAX_WEIGHTS = 100;

/** A number as a whole count of `10^-places`; exponents such as 1e-7 stay exact. `places` is at most 324, for 5e-324. */
interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

function toDecimal(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = value.toString().toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

function scaleTo(value: Decimal, places: number): bigint {
  return value.digits * 10n ** BigInt(places - value.places);
}

function toNumber(digits: bigint, places: number): number {
  return Number(`${digits}e-${places}`);
}

/**
 * The weights of a range, in exact decimal steps from `min`; the end is included where a step lands on it.
 * 0 is the baseline and never a candidate, so it is left out. In: finite numbers, `step` > 0, `min` <= `max`.
 * Out: at most `MAX_WEIGHTS` + 1 weights (one more than allowed, so that a caller sees the excess). Throws RangeError otherwise.
 */
export function expandRange(min: number, max: number, step: number): number[] {
  if (![min, max, step].every(Number.isFinite) || step <= 0 || min > max) {
    throw new RangeError(
      'A weight range needs finite numbers, a step above 0 and a minimum not above the maximum.',
    );
  }
  const parts = [toDecimal(min), toDecimal(max), toDecimal(step)] as const;
  const places = Math.max(...parts.map((part) => part.places));
  const [from, to, by] = parts.map((part) => scaleTo(part, places)) as [bigint, bigint, bigint];
  const out: number[] = [];
  for (let at = from; at <= to && out.length <= MAX_WEIGHTS; at += by) {
    if (at !== 0n) out.push(toNumber(at, places));
  }
  return out;
}

/** The weights of a list without 0 and without repeats, in the order given. */
export function cleanWeights(weights: readonly number[]): number[] {
  return [...new Set(weights.filter((weight) => weight !== 0))];
}

/** A weight in its shortest decimal form, as it stands in file names: `0.4`, `-0.25`, `1`. Never with an exponent. */
export function formatWeight(weight: number): string {
  const { digits, places } = toDecimal(weight);
  if (places === 0) return digits.toString();
  const sign = weight < 0 ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  return `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** The `[min, max, step]` that the session file shows for a list: smallest and largest weight and smallest gap (0.1 for one weight). */
export function rangeOfList(weights: readonly number[]): [number, number, number] | null {
  const sorted = [...new Set(weights)].sort((a, b) => a - b);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return null;
  let smallest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < sorted.length; i += 1) {
    const [a, b] = [toDecimal(sorted[i - 1] as number), toDecimal(sorted[i] as number)];
    const places = Math.max(a.places, b.places);
    smallest = Math.min(smallest, toNumber(scaleTo(b, places) - scaleTo(a, places), places));
  }
  return [first, last, Number.isFinite(smallest) ? smallest : 0.1];
}
