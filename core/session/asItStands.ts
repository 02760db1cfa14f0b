import type { z } from 'zod';
import { integerSchema } from './setup';

type Test = (value: unknown) => boolean;

/** What of a schema's own description is read here; what is not known is left to the schema. */
interface Description {
  readonly type: string;
  readonly format?: string;
  readonly coerce?: boolean;
  readonly pattern?: RegExp;
  readonly checks?: readonly { readonly _zod: { readonly def: CheckDescription } }[];
  readonly entries?: Readonly<Record<string, unknown>>;
  readonly innerType?: Described;
  readonly element?: Described;
  readonly shape?: Readonly<Record<string, Described>>;
  readonly catchall?: Described;
  readonly in?: Described;
  readonly out?: Described;
}

interface CheckDescription {
  readonly check: string;
  readonly format?: string;
  readonly value?: unknown;
  readonly inclusive?: boolean;
}

interface Described {
  readonly _zod: { readonly def: Description };
}

/** How far a value may differ from what its schema gives back: not at all, or by fields of which the schema knows nothing. */
type More = 'exact' | 'more';

/**
 * A quick test whether a schema takes a value and gives it back as it stands, so that many alike need not go through the schema.
 * In: a schema; `more`: fields of which it knows nothing do not count. Out: a test that is false, too, for all that needs a closer look,
 * which the schema itself must then take.
 */
export function asItStands<S extends z.ZodType>(
  schema: S,
  more: More = 'exact',
): (value: unknown) => value is z.output<S> {
  const test = testOf(schema as unknown as Described, more);
  return (test ?? never) as (value: unknown) => value is z.output<S>;
}

/** A reader as the schema's own, quick for what stands as it is given back. Out: undefined for what the schema refuses. */
export function quickReader<S extends z.ZodType>(schema: S): (value: unknown) => z.output<S> | undefined {
  const stands = asItStands(schema);
  return (value) => (stands(value) ? value : schema.safeParse(value).data);
}

/**
 * Like `quickReader`, for a value of which the known fields are looked at and nothing is kept: what is given back may hold fields of
 * which the schema knows nothing.
 */
export function quickLook<S extends z.ZodType>(schema: S): (value: unknown) => z.output<S> | undefined {
  const stands = asItStands(schema, 'more');
  return (value) => (stands(value) ? value : schema.safeParse(value).data);
}

function never(): boolean {
  return false;
}

/** Null for a schema of a kind that is not known here. */
function testOf(schema: Described, more: More): Test | null {
  const { def } = schema._zod;
  switch (def.type) {
    case 'string':
      return stringTest(def);
    case 'number':
      return numberTest(def);
    case 'boolean':
      return isUnchecked(def) ? (value) => value === true || value === false : null;
    case 'null':
      return isUnchecked(def) ? (value) => value === null : null;
    case 'enum':
      return isUnchecked(def) ? enumTest(Object.values(def.entries ?? {})) : null;
    case 'nullable':
      return withInner(def, more, (inner) => (value) => value === null || inner(value));
    // Of a field that is not there its object knows; one that is there and undefined is looked at more closely.
    case 'optional':
      return withInner(def, more, (inner) => (value) => value !== undefined && inner(value));
    // What the inner one takes is caught by nobody.
    case 'catch':
      return withInner(def, more, (inner) => inner);
    case 'array':
      return arrayTest(def, more);
    case 'object':
      return objectTest(def, more);
    case 'pipe':
      return isPlace(def) ? Number.isSafeInteger : null;
    default:
      return null;
  }
}

function isUnchecked({ checks }: Description): boolean {
  return checks === undefined || checks.length === 0;
}

function stringTest(def: Description): Test | null {
  if (!isUnchecked(def) || def.coerce === true) return null;
  if (def.format === undefined) return (value) => typeof value === 'string';
  const { pattern } = def;
  if (def.format !== 'datetime' || pattern === undefined || pattern.global || pattern.sticky) return null;
  return (value) => typeof value === 'string' && pattern.test(value);
}

function numberTest(def: Description): Test | null {
  if (def.coerce === true || def.format !== undefined) return null;
  const tests: ((value: number) => boolean)[] = [];
  for (const { _zod } of def.checks ?? []) {
    const test = boundTest(_zod.def);
    if (test === null) return null;
    tests.push(test);
  }
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return false;
    for (const test of tests) if (!test(value)) return false;
    return true;
  };
}

function boundTest({ check, format, value: bound, inclusive }: CheckDescription) {
  if (check === 'number_format' && format === 'safeint')
    return Number.isSafeInteger as (n: number) => boolean;
  if (typeof bound !== 'number') return null;
  if (check === 'greater_than') return (n: number) => (inclusive === true ? n >= bound : n > bound);
  if (check === 'less_than') return (n: number) => (inclusive === true ? n <= bound : n < bound);
  return null;
}

function enumTest(values: readonly unknown[]): Test | null {
  if (!values.every((value) => typeof value === 'string')) return null;
  const known = new Set<unknown>(values);
  return (value) => known.has(value);
}

function withInner({ innerType, ...def }: Description, more: More, make: (inner: Test) => Test): Test | null {
  const inner = innerType === undefined || !isUnchecked(def) ? null : testOf(innerType, more);
  return inner === null ? null : make(inner);
}

function arrayTest({ element, ...def }: Description, more: More): Test | null {
  const inner = element === undefined || !isUnchecked(def) ? null : testOf(element, more);
  if (inner === null) return null;
  return (value) => {
    if (!Array.isArray(value)) return false;
    for (const item of value) if (!inner(item)) return false;
    return true;
  };
}

function objectTest({ shape, catchall, ...def }: Description, more: More): Test | null {
  if (shape === undefined || catchall !== undefined || !isUnchecked(def)) return null;
  const keys = Object.keys(shape);
  const tests: Test[] = [];
  const mayLack = keys.map((key) => shape[key]?._zod.def.type === 'optional');
  for (const key of keys) {
    const field = shape[key];
    const test = field === undefined ? null : testOf(field, more);
    if (test === null) return null;
    tests.push(test);
  }
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const fields = value as Record<string, unknown>;
    let known = 0;
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index] as string;
      const field = fields[key];
      if (field === undefined) {
        if (mayLack[index] !== true || key in fields) return false;
        continue;
      }
      if (!(tests[index] as Test)(field)) return false;
      known += 1;
    }
    return more === 'more' || hasOnly(fields, known);
  };
}

/** Whether an object has so many fields, inherited ones included. */
function hasOnly(fields: object, count: number): boolean {
  let found = 0;
  for (const _key in fields) found += 1;
  return found === count;
}

/** True for a whole number that is no larger than a place in a list can be. */
function isPlace(def: Description): boolean {
  const out = def.out?._zod.def;
  return (
    isUnchecked(def) &&
    def.in === (integerSchema as unknown) &&
    out?.type === 'number' &&
    isUnchecked(out) &&
    out.coerce !== true &&
    out.format === undefined
  );
}
