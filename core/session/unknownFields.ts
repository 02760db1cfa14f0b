import { isJsonObject, type JsonValue } from './json';
import { baseName } from './paths';
import type { JsonObject } from './state';

/**
 * A written document with the fields of a loaded one that we do not know, at every level. `isMore` is false when there are
 * none, and the written one leaves out nothing that the loaded one lists: then what is written of this session later needs
 * nothing of it either.
 */
export function withUnknown(
  written: JsonObject,
  source: JsonObject,
): { document: JsonObject; isMore: boolean } {
  const found = { isMore: false };
  return { document: keepUnknown(written, source, found) as JsonObject, ...found };
}

/** Kept whole in the state, unknown fields included. */
const KEPT_WHOLE = new Set(['workflow', 'bindings']);
/** Replaced whole by a person or a run: the fields that stood beside an old value have no place beside a new one. */
const REPLACED_WHOLE = new Set(['sampling', 'text_encoder', 'checkpoint']);

/** What was written, with the fields of the loaded document that we do not know, at every level. */
function keepUnknown(
  written: JsonValue,
  source: JsonValue | undefined,
  found: { isMore: boolean },
): JsonValue {
  if (Array.isArray(written)) {
    if (!Array.isArray(source)) return written;
    const known = new Map(source.flatMap((item) => identityOf(item).map((key) => [key, item] as const)));
    const met = new Set<string>();
    const kept = written.map((item) => {
      const key = identityOf(item)[0];
      if (key === undefined) return item;
      met.add(key);
      return keepUnknown(item, known.get(key), found);
    });
    for (const key of known.keys()) if (!met.has(key)) found.isMore = true;
    return kept;
  }
  if (!isJsonObject(written) || !isJsonObject(source)) return written;
  const out: JsonObject = {};
  for (const [key, value] of Object.entries(written)) {
    const old = Object.hasOwn(source, key) ? source[key] : undefined;
    const isNew = KEPT_WHOLE.has(key) || (REPLACED_WHOLE.has(key) && !holdsAll(old, value));
    out[key] = isNew ? value : keepUnknown(value, old, found);
  }
  for (const [key, value] of Object.entries(source)) {
    if (Object.hasOwn(out, key) || (key === 'generated' && 'positive' in out)) continue;
    found.isMore = true;
    Object.defineProperty(out, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return out;
}

/** True when `old` says at least all that `value` says. */
function holdsAll(old: JsonValue | undefined, value: JsonValue): boolean {
  if (!isJsonObject(value) || !isJsonObject(old)) return old === value;
  return Object.entries(value).every(([key, item]) => Object.hasOwn(old, key) && old[key] === item);
}

/** What makes a list item the same one in two documents; nothing for items that have no fields. */
function identityOf(item: JsonValue): string[] {
  if (!isJsonObject(item)) return [];
  if (isJsonObject(item['result'])) return identityOf(item['result']);
  if (isJsonObject(item['lora'])) return [`pair ${baseName(String(item['lora']['image_path'] ?? ''))}`];
  if ('pair_index' in item) return [`score ${String(item['pair_index'])} ${String(item['metric'])}`];
  if ('positive' in item) return [`prompt ${String(item['positive'])}\n${String(item['negative'])}`];
  for (const key of ['vote_id', 'file', 'name', 'job', 'pack_id', 'key'])
    if (typeof item[key] === 'string') return [`${key} ${item[key]}`];
  // A pair may be shown as practice, for each question and as a check; each showing is one of its own.
  if (typeof item['pair'] === 'string')
    return [`pair ${item['pair']}\n${String(item['kind'])}\n${String(item['metric'])}`];
  if (typeof item['round'] === 'number') return [`round ${item['round']}`];
  if ('code' in item) return [`error ${String(item['at'])} ${String(item['code'])}`];
  return [];
}
