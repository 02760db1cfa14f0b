import { isAscii } from 'node:buffer';

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

/** The text of bytes; quick where they are ASCII, as long files mostly are. Throws TypeError for what is not UTF-8. */
export function utf8Text(bytes: Uint8Array): string {
  return isAscii(bytes) ? asciiText(bytes, 0, bytes.length) : UTF_8.decode(bytes);
}

/** The text of a part of bytes that are known to be ASCII. */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
}
