import { parseJson, stringifyJson } from '../../core/session/json';
import { type Setup, type SetupField, setupSchema } from '../../core/session/setup';
import type { Draft } from './draft';

/** Where this tab keeps edits that the backend does not hold yet, for a reload in the meantime. */
const KEY = 'blindfold.edits';

/** Keeps the edits of a draft that are not sent, or forgets them when there are none. `id` is null for a blank session. */
export function keepBackup(id: string | null, draft: Draft): void {
  if (draft.dirty.size === 0) {
    sessionStorage.removeItem(KEY);
    return;
  }
  const setup = Object.fromEntries([...draft.dirty].map((key) => [key, draft.setup[key]]));
  sessionStorage.setItem(KEY, stringifyJson({ id, setup }));
}

/** The edits kept for a session, if this tab was left before they were sent. */
export function readBackup(id: string | null): Partial<Setup> | null {
  const text = sessionStorage.getItem(KEY);
  if (text === null) return null;
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const setup = value['setup'];
  if (value['id'] !== id || typeof setup !== 'object' || setup === null || Array.isArray(setup)) return null;
  const known = Object.entries(setup).filter(([key]) => key in setupSchema.shape) as [SetupField, unknown][];
  return known.length === 0 ? null : (Object.fromEntries(known) as Partial<Setup>);
}
