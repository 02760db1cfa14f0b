/** The text of a file: UTF-8, or UTF-16 where the file says so, as spreadsheets write it; null when it is no text of these. */
export function fileText(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const kind =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  const decoder = new TextDecoder(kind, { fatal: true });
  try {
    return decoder.decode(bytes);
  } catch {
    // The one reason not to decode: bytes that are no text of this kind.
    return null;
  }
}
