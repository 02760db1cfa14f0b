/** The four ways besides none in which PNG writes a byte as its difference from others: left, above, their mean, Paeth's guess. */
const WAYS = 4;
/** Samples of a pixel, by the colour type of the header. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Where the passes of an interlaced picture begin, and in what steps they go: across, then down. */
const PASSES = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;

/** Rows of one length that are filtered from one another. */
interface Pass {
  readonly rows: number;
  /** Bytes of a row without that of its filter. */
  readonly rowBytes: number;
}

/**
 * The rows of a PNG with the same pixels, each row filtered in a way drawn by lot, so that the bytes which are then packed are
 * others in every copy. In: the unpacked rows, the data of the header, and a lot for each row: any byte. Throws RangeError where
 * the rows are not what the header says.
 */
export function filteredAnew(
  rows: Uint8Array,
  header: Uint8Array,
  lots: (length: number) => Uint8Array,
): Uint8Array {
  const { passes, pixelBytes } = layoutOf(header);
  const whole = passes.reduce((sum, pass) => sum + pass.rows * (pass.rowBytes + 1), 0);
  if (rows.length < whole) throw new RangeError('No whole PNG: it has fewer rows than it says.');
  const out = new Uint8Array(whole);
  const drawn = lots(passes.reduce((sum, pass) => sum + pass.rows, 0));
  let [at, row] = [0, 0];
  for (const pass of passes) {
    let above: Uint8Array = new Uint8Array(pass.rowBytes);
    for (let index = 0; index < pass.rows; index += 1, row += 1) {
      const next = at + 1 + pass.rowBytes;
      const plain = unfiltered(rows[at] ?? 0, rows.subarray(at + 1, next), above, pixelBytes);
      out[at] = 1 + ((drawn[row] ?? 0) % WAYS);
      filter(out[at] ?? 0, plain, above, pixelBytes, out.subarray(at + 1, next));
      above = plain;
      at = next;
    }
  }
  return out;
}

function layoutOf(header: Uint8Array): { passes: Pass[]; pixelBytes: number } {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const samples = SAMPLES[view.getUint8(9)];
  if (samples === undefined) throw new RangeError('No whole PNG: its colours are of no known kind.');
  const bits = samples * view.getUint8(8);
  const passOf = (across: number, down: number): Pass => ({
    rows: across === 0 ? 0 : down,
    rowBytes: Math.ceil((across * bits) / 8),
  });
  const passes =
    view.getUint8(12) === 0
      ? [passOf(width, height)]
      : PASSES.map(([left, stepX, top, stepY]) =>
          passOf(Math.ceil(Math.max(0, width - left) / stepX), Math.ceil(Math.max(0, height - top) / stepY)),
        );
  return { passes, pixelBytes: Math.max(1, bits / 8) };
}

/** A row as its samples are. In: its filter, its bytes, the row above as it is, and how many bytes a pixel has, one at least. */
function unfiltered(
  way: number,
  bytes: Uint8Array,
  above: Uint8Array,
  pixelBytes: number,
): Uint8Array<ArrayBuffer> {
  if (way > WAYS) throw new RangeError('No whole PNG: a row of it is of no known kind.');
  const plain = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += 1)
    plain[at] = (bytes[at] ?? 0) + guessOf(way, plain, above, at, pixelBytes);
  return plain;
}

/** Writes a row as its differences from what the filter guesses. */
function filter(
  way: number,
  plain: Uint8Array,
  above: Uint8Array,
  pixelBytes: number,
  into: Uint8Array,
): void {
  for (let at = 0; at < plain.length; at += 1)
    into[at] = (plain[at] ?? 0) - guessOf(way, plain, above, at, pixelBytes);
}

/** What a filter guesses a byte of a row to be, from those before it and those above. */
function guessOf(way: number, row: Uint8Array, above: Uint8Array, at: number, pixelBytes: number): number {
  if (way === 0) return 0;
  const left = at < pixelBytes ? 0 : (row[at - pixelBytes] as number);
  if (way === 1) return left;
  const up = above[at] as number;
  if (way === 2) return up;
  if (way === 3) return (left + up) >> 1;
  const corner = at < pixelBytes ? 0 : (above[at - pixelBytes] as number);
  const [byLeft, byUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const byCorner = Math.abs(left + up - 2 * corner);
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}
