/** The text of a file: UTF-8, or UTF-16 where the file says so, as spreadsheets write it; null when it is no text of these. */
export function fileText(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const kind =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(kind, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
