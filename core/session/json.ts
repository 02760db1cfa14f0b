/**
 * An integer as JSON carries it: a `number` while it is safe, a `bigint` beyond 2^53.
 * Values that went through `parseJson` or `canonicalInteger` have one form each, so `===` compares them.
 */
export type Integer = number | bigint;

/** Any JSON value as this codec reads it; whole numbers beyond 2^53 are `bigint`. */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | JsonValue[]
  | { [key: string]: JsonValue };

/** True for a JSON object (not an array, not null). */
export function isJsonObject(value: JsonValue | undefined): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Brings an integer to its one form: `number` when safe, else `bigint`. Throws RangeError on a fraction, NaN or infinity. */
export function canonicalInteger(value: Integer): Integer {
  if (typeof value === 'bigint') {
    return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
      ? Number(value)
      : value;
  }
  if (!Number.isInteger(value)) throw new RangeError(`${value} is not a whole number.`);
  return Number.isSafeInteger(value) ? value : BigInt(value);
}

export class JsonSyntaxError extends SyntaxError {
  /** Offset in the text, counted in UTF-16 units. */
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(`${message} at character ${offset + 1}.`);
    this.name = 'JsonSyntaxError';
    this.offset = offset;
  }
}

export interface ParseJsonOptions {
  /** Read the bare words NaN, Infinity and -Infinity, which Python writes, and numbers too large to keep, as null. Off by default. */
  readonly nonFiniteAsNull?: boolean;
}

/** Deep nesting is refused rather than left to overflow the stack. */
const MAX_DEPTH = 512;
/** Longer integers would take seconds to read, and mean nothing to anybody. */
const MAX_DIGITS = 10_000;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;

/**
 * Parses JSON text without losing a digit of any integer.
 * Out: the value, integers beyond 2^53 as `bigint`; own properties only (a key `__proto__` is plain data).
 * Throws JsonSyntaxError with the offset of the first fault.
 */
export function parseJson(text: string, options: ParseJsonOptions = {}): JsonValue {
  const quick = parseNatively(text);
  if (quick !== undefined) return quick;
  const reader = new Reader(text, options.nonFiniteAsNull === true);
  return reader.document();
}

/** What the native parser, which is many times as fast, reads in the same way; undefined for all that needs a closer look. */
function parseNatively(text: string): JsonValue | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isKept(value, MAX_DEPTH) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** False for what is nested too deeply, and for numbers of which the native parser may have lost digits. */
function isKept(value: JsonValue, depth: number): boolean {
  if (typeof value === 'number')
    return depth >= 0 && value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER;
  if (typeof value !== 'object' || value === null) return depth >= 0;
  if (depth < 0) return false;
  if (Array.isArray(value)) {
    for (const inner of value) if (!isKept(inner, depth - 1)) return false;
    return true;
  }
  // Many times as fast as a list of the values; what was parsed inherits nothing that counts here.
  for (const key in value) if (!isKept(value[key] as JsonValue, depth - 1)) return false;
  return true;
}

function isFiniteThroughout(value: JsonValue): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isFiniteThroughout);
}

class Reader {
  private at = 0;
  /** The place of a number that cannot be kept. */
  private tooLargeAt: number | null = null;
  private readonly text: string;
  private readonly nonFiniteAsNull: boolean;

  constructor(text: string, nonFiniteAsNull: boolean) {
    this.text = text;
    this.nonFiniteAsNull = nonFiniteAsNull;
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  document(): JsonValue {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) throw this.fault('Unexpected text after the value');
    // One under a name that comes again is not there any more, which is all that the native parser knows of it.
    if (this.tooLargeAt !== null && !isFiniteThroughout(value))
      throw new JsonSyntaxError('A number too large to keep', this.tooLargeAt);
    return value;
  }

  private fault(message: string): JsonSyntaxError {
    return new JsonSyntaxError(message, this.at);
  }

  private space(): void {
    while (this.at < this.text.length) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at += 1;
    }
  }

  private value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw this.fault('Nested too deeply');
    this.space();
    const start = this.text[this.at];
    if (start === '{') return this.object(depth);
    if (start === '[') return this.array(depth);
    if (start === '"') return this.string();
    if (this.word('true')) return true;
    if (this.word('false')) return false;
    if (this.word('null')) return null;
    if (this.nonFiniteAsNull && (this.word('NaN') || this.word('Infinity') || this.word('-Infinity')))
      return null;
    return this.number();
  }

  private word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private number(): number | bigint | null {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (match === null) {
      throw this.fault(this.at < this.text.length ? 'Unexpected character' : 'Unexpected end of the text');
    }
    const value = Number(match[0]);
    const isInteger = match[1] === undefined && match[2] === undefined;
    // What comes out as infinite could not be written again.
    const isTooLarge = isInteger ? match[0].length > MAX_DIGITS : !Number.isFinite(value);
    if (isTooLarge && !this.nonFiniteAsNull) this.tooLargeAt ??= this.at;
    this.at += match[0].length;
    if (isTooLarge) return this.nonFiniteAsNull ? null : Number.POSITIVE_INFINITY;
    return isInteger && !Number.isSafeInteger(value) ? BigInt(match[0]) : value;
  }

  private string(): string {
    this.at += 1;
    let out = '';
    for (;;) {
      const from = this.at;
      while (isPlainInString(this.text.charCodeAt(this.at))) this.at += 1;
      out += this.text.slice(from, this.at);
      const stop = this.text[this.at];
      if (stop === '"') {
        this.at += 1;
        return out;
      }
      if (stop !== '\\') {
        throw this.fault(
          stop === undefined ? 'Unexpected end of the text in a string' : 'Control character in a string',
        );
      }
      out += this.escape();
    }
  }

  private escape(): string {
    const sign = this.text[this.at + 1] ?? '';
    if (sign === 'u') {
      const digits = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.fault('Bad unicode escape');
      this.at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const plain = ESCAPES.get(sign);
    if (plain === undefined) throw this.fault('Bad escape');
    this.at += 2;
    return plain;
  }

  private array(depth: number): JsonValue[] {
    const out: JsonValue[] = [];
    this.at += 1;
    this.space();
    if (this.word(']')) return out;
    for (;;) {
      out.push(this.value(depth + 1));
      this.space();
      if (this.word(',')) continue;
      if (this.word(']')) return out;
      throw this.fault('Expected a comma or the end of the list');
    }
  }

  private object(depth: number): { [key: string]: JsonValue } {
    const out: { [key: string]: JsonValue } = {};
    this.at += 1;
    this.space();
    if (this.word('}')) return out;
    for (;;) {
      this.space();
      if (this.text[this.at] !== '"') throw this.fault('Expected a name in quotes');
      const key = this.string();
      this.space();
      if (!this.word(':')) throw this.fault('Expected a colon');
      const value = this.value(depth + 1);
      // A plain assignment of `__proto__` would set the prototype instead of a property.
      if (key === '__proto__') {
        Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
      } else {
        out[key] = value;
      }
      this.space();
      if (this.word(',')) continue;
      if (this.word('}')) return out;
      throw this.fault('Expected a comma or the end of the object');
    }
  }
}

/** True for a character that stands for itself in a string; false for quote, backslash, control characters and the end (NaN). */
function isPlainInString(code: number): boolean {
  return code >= 0x20 && code !== 0x22 && code !== 0x5c;
}

const ESCAPES = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/**
 * Writes a value as JSON text; `bigint` becomes a plain integer, `undefined` properties are left out.
 * In: the value and the indent in spaces (0 = one line). Throws RangeError on NaN and infinities, which JSON cannot carry,
 * and TypeError on functions and symbols.
 */
export function stringifyJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, plainValue, indent) ?? 'null';
}

/** The native writer's `JSON.rawJSON`, which TypeScript does not know yet: text that goes out as it stands. */
const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): unknown };

function plainValue(_key: string, value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return rawJSON(value.toString());
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`JSON cannot carry ${value}.`);
      return value;
    case 'function':
    case 'symbol':
      throw new TypeError(`JSON cannot carry a ${typeof value}.`);
    default:
      return value;
  }
}
