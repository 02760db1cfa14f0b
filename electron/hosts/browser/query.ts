import { canonicalInteger, type JsonValue } from '../../../core/session/json';

/** How a query parameter is read. Those in the plural may come several times; numbers also as one list with commas. */
type Kind = 'text' | 'count' | 'number' | 'texts' | 'integers';

/** Query parameters that a call takes: how each is read, and under which name it is handed on where that is another. */
export type QueryFields = Readonly<Record<string, Kind | { readonly as: string; readonly kind: Kind }>>;

/** What the votes of a report are narrowed to. */
export const FILTER_QUERY: QueryFields = {
  rater: { as: 'raters', kind: 'texts' },
  prompt: { as: 'prompts', kind: 'integers' },
  seed: { as: 'seeds', kind: 'integers' },
};

/** What a query says, for the contract to check. In: the parameters that are taken. An empty one counts as left out. */
export function readQuery(wanted: QueryFields, query: URLSearchParams): Record<string, JsonValue> {
  const out: Record<string, JsonValue> = {};
  for (const [name, field] of Object.entries(wanted)) {
    const { as, kind } = typeof field === 'string' ? { as: name, kind: field } : field;
    const values = query.getAll(name).filter((value) => value !== '');
    const [first] = values;
    if (first === undefined) continue;
    if (kind === 'texts') out[as] = values;
    else if (kind === 'integers') out[as] = values.flatMap((value) => value.split(',').map(readInteger));
    else out[as] = readOne(kind, first);
  }
  return out;
}

// What is no number stays text, and the contract's schema says so.

function readOne(kind: 'text' | 'count' | 'number', value: string): JsonValue {
  if (kind === 'count' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (kind === 'number' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return Number(value);
  return value;
}

function readInteger(value: string): JsonValue {
  const digits = value.trim();
  return /^-?\d{1,40}$/.test(digits) ? canonicalInteger(BigInt(digits)) : digits;
}
