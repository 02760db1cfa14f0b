import { AppFailure } from '../../../core/contract/failure';

/**
 * Bytes from a caller as text. In: the bytes, and what they are (`The body`). Throws AppFailure `bad_request` for bytes that are no
 * UTF-8: read any other way, they would be kept as another text than was sent.
 */
export function textOf(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppFailure('bad_request', `${what} is not valid UTF-8. Send the JSON as UTF-8 text.`, {
      cause: error,
    });
  }
}
