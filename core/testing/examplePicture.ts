/** A PNG of one grey pixel that holds texts by their keyword, as ComfyUI writes them into its pictures (`prompt`, `workflow`). */
export function pictureWith(texts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
  // A stored block with the two bytes of the one line: filter none, grey.
  const pixels = [0x78, 0x01, 0x01, 0x02, 0x00, 0xfd, 0xff, 0x00, 0x80, 0x00, 0x82, 0x00, 0x81];
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', header),
    ...Object.entries(texts).flatMap(([keyword, text]) => chunk('tEXt', latin1(`${keyword}\0${text}`))),
    ...chunk('IDAT', pixels),
    ...chunk('IEND', []),
  ]);
}

function chunk(name: string, data: readonly number[]): number[] {
  const body = [...latin1(name), ...data];
  return [...word(data.length), ...body, ...word(crc32(body))];
}

function latin1(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

function word(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
}

function crc32(bytes: readonly number[]): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
