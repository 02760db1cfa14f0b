import { crc32 } from 'node:zlib';

/** Length of the signature and the IHDR chunk, which come first in every PNG. */
const HEAD_LENGTH = 8 + 4 + 4 + 13 + 4;

/**
 * Puts tEXt chunks right after a PNG's header.
 * In: a whole PNG; keyword to text, both plain ASCII (see `asciiJson`). Out: a new PNG.
 */
export function withTextChunks(png: Buffer, texts: Readonly<Record<string, string>>): Buffer {
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([png.subarray(0, HEAD_LENGTH), ...chunks, png.subarray(HEAD_LENGTH)]);
}

function textChunk(keyword: string, text: string): Buffer {
  const body = Buffer.from(`tEXt${keyword}\0${text}`, 'latin1');
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** Escapes everything beyond ASCII in JSON text, as Python's encoder does. */
export function asciiJson(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
