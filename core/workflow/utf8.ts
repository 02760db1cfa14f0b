const REPLACEMENT = 0xfffd;
/** Letters put together at once; a call takes no more arguments than this with ease. */
const AT_ONCE = 8192;

/** Reads bytes as UTF-8; what is no UTF-8 becomes the replacement character. */
export function utf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  let codes: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    const length =
      first < 0x80
        ? 1
        : first >> 5 === 0b110
          ? 2
          : first >> 4 === 0b1110
            ? 3
            : first >> 3 === 0b11110
              ? 4
              : 0;
    const code = length === 0 ? null : codePoint(bytes, at, first, length);
    codes.push(code ?? REPLACEMENT);
    at += code === null ? 1 : length;
    if (codes.length >= AT_ONCE) {
      parts.push(String.fromCodePoint(...codes));
      codes = [];
    }
  }
  return parts.join('') + String.fromCodePoint(...codes);
}

/** The letter that begins here; null when its bytes do not belong together. */
function codePoint(bytes: Uint8Array, at: number, first: number, length: number): number | null {
  if (length === 1) return first;
  let code = first & (0xff >> (length + 1));
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined || byte >> 6 !== 0b10) return null;
    code = (code << 6) | (byte & 0x3f);
  }
  const smallest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code < smallest || code > 0x10ffff || isSurrogate ? null : code;
}
