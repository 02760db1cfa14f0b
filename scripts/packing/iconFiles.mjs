/** @typedef {{ size: number, png: Buffer }} Picture one square, its side in pixels */

/** macOS's names of sizes; the same picture serves a size and, as a sharper one, half of it. */
const ICNS_NAMES = /** @type {Record<number, string[]>} */ ({
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['icp6', 'ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
});

/**
 * An icon for macOS: the pictures as they are, each behind its name and length.
 *
 * @param {Picture[]} pictures
 * @returns {Buffer}
 */
export function icnsFile(pictures) {
  const parts = pictures.flatMap(({ size, png }) => {
    const names = ICNS_NAMES[size];
    if (!names) throw new Error(`macOS knows no icon of ${size} pixels.`);
    return names.map((name) => Buffer.concat([Buffer.from(name, 'latin1'), length(png.length + 8), png]));
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from('icns', 'latin1'), length(body.length + 8), body]);
}

/**
 * An icon for Windows: a table of sizes and places, then the pictures as they are.
 *
 * @param {Picture[]} pictures of 256 pixels at most
 * @returns {Buffer}
 */
export function icoFile(pictures) {
  const head = Buffer.alloc(6);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let place = head.length + 16 * pictures.length;
  const rows = pictures.map(({ size, png }) => {
    if (size > 256) throw new Error(`Windows knows no icon of ${size} pixels.`);
    const row = Buffer.alloc(16);
    // 256 is written as 0.
    row.writeUInt8(size % 256, 0);
    row.writeUInt8(size % 256, 1);
    row.writeUInt16LE(1, 4);
    row.writeUInt16LE(32, 6);
    row.writeUInt32LE(png.length, 8);
    row.writeUInt32LE(place, 12);
    place += png.length;
    return row;
  });
  return Buffer.concat([head, ...rows, ...pictures.map(({ png }) => png)]);
}

/** @param {number} bytes */
function length(bytes) {
  const field = Buffer.alloc(4);
  field.writeUInt32BE(bytes);
  return field;
}
