import { maskKeys } from '../comfy/maskKeys';

/** So many letters of a key's beginning at the end of a text are taken for the key that just comes. */
const BEGINNING = 6;

/**
 * Covers up a key wherever a server repeats it: what it answers goes into sessions and reports. In: `isWhole` false while the text still
 * comes, when its end may be the key's beginning and is left out.
 */
export function coverKey(text: string, key: string | null, isWhole = true): string {
  if (key === null) return text;
  const masked = maskKeys(text, { key, written: JSON.stringify(key).slice(1, -1) });
  if (isWhole) return masked;
  for (let length = Math.min(key.length - 1, masked.length); length >= BEGINNING; length -= 1)
    if (masked.endsWith(key.slice(0, length))) return masked.slice(0, -length);
  return masked;
}
