import type { JsonValue } from '../../core/session/json';

/** Stands where a server repeated the value of a header. */
const MASK = '[key]';
/** A shorter value is no key, and would be found in many a word. */
const SHORTEST = 4;
/** Behind a word such as Bearer the key itself may stand alone. */
const SHORTEST_WORD = 8;

/**
 * Covers up what a protected server is given for its login, wherever it repeats that: its words go into logs, sessions and exports.
 * In: a text, and the headers that were sent.
 */
export function maskKeys(text: string, headers: Readonly<Record<string, string>>): string {
  return keysOf(headers).reduce((masked, key) => masked.replaceAll(key, MASK), text);
}

/** The same for every text of a JSON value, names of fields apart. In: the value, and the text that it was read from. */
export function maskKeysIn(
  value: JsonValue,
  text: string,
  headers: Readonly<Record<string, string>>,
): JsonValue {
  const isRepeated = keysOf(headers).some((key) => text.includes(JSON.stringify(key).slice(1, -1)));
  return isRepeated ? masked(value, headers) : value;
}

function masked(value: JsonValue, headers: Readonly<Record<string, string>>): JsonValue {
  if (typeof value === 'string') return maskKeys(value, headers);
  if (Array.isArray(value)) return value.map((item) => masked(item, headers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, masked(item, headers)]));
}

/** The longest come first, so that none is left half covered. */
function keysOf(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers).flatMap((value) => [
    ...(value.length >= SHORTEST ? [value] : []),
    ...value.split(' ').filter((word) => word !== value && word.length >= SHORTEST_WORD),
  ]);
}
