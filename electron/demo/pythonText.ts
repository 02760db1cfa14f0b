import { canonicalInteger, type JsonValue } from '../../core/session/json';

/** ComfyUI's messages quote values as Python writes them; these say a JSON value in that way. */

export function pythonString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

/** `repr` of a JSON value. */
export function pythonRepr(value: JsonValue | undefined): string {
  if (typeof value === 'string') return pythonString(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, entry]) => `${pythonString(key)}: ${pythonRepr(entry)}`);
    return `{${entries.join(', ')}}`;
  }
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}

/** `str` of a JSON value. */
export function pythonStr(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

/** A float is written with a fraction, also when it is whole. */
export function pythonFloat(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? value.toFixed(1) : String(value);
}

const TYPE_NAMES: Readonly<Record<string, string>> = { boolean: 'bool', string: 'str' };

function typeName(value: JsonValue): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  return TYPE_NAMES[typeof value] ?? 'dict';
}

/** `int(value)`. Throws Error with Python's words. */
export function pythonInt(value: JsonValue): number | bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return canonicalInteger(BigInt(Math.trunc(value)));
  if (typeof value === 'string') {
    const digits = value.trim().replaceAll('_', '');
    if (/^[+-]?\d+$/.test(digits)) return canonicalInteger(BigInt(digits.replace(/^\+/, '')));
    throw new Error(`invalid literal for int() with base 10: ${pythonString(value)}`);
  }
  throw new Error(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
  );
}

/** `float(value)`. Throws Error with Python's words. */
export function toPythonFloat(value: JsonValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') {
    const text = value.trim();
    if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
    throw new Error(`could not convert string to float: ${pythonString(value)}`);
  }
  throw new Error(`float() argument must be a string or a real number, not '${typeName(value)}'`);
}

/** `bool(value)`. */
export function pythonBool(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
