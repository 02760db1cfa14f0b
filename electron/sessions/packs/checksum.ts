import { createHash } from 'node:crypto';
import { isJsonObject, type JsonValue, parseJson } from '../../../core/session/json';
import { canonicalText } from '../../../core/session/packFile';

/** The checksum of a rating pack's list or of a file of votes, as SHA-256 in hexadecimal digits. In: the content, with or without one. */
export function checksumOf(content: { readonly [key: string]: JsonValue }): string {
  return createHash('sha256').update(canonicalText(content)).digest('hex');
}

/** A text as a JSON object; null when it is none. */
export function readObject(text: string): { [key: string]: JsonValue } | null {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
