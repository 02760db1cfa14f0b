import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/plan/random';
import { readChunks } from '../../comfy/imageCheck';
import { filteredAnew } from './filteredRows';
import { packPictures } from './packPicture';

/** Lots that are the same in every run of the test. */
function noiseOf(seed: number): (length: number) => Uint8Array {
  const random = createRandom(seed);
  return (length) => Uint8Array.from({ length }, () => random.int(256));
}

/** A smooth picture under a little grain. */
function picture(width: number, height: number, channels: 3 | 4) {
  const random = createRandom(7);
  const samples = Uint8Array.from({ length: width * height * channels }, (_, at) => {
    const [x, y] = [Math.floor(at / channels) % width, Math.floor(at / channels / width)];
    return 112 + 96 * Math.sin((x * 3 + y * ((at % channels) + 3)) / 70) + random.int(8);
  });
  return sharp(samples, { raw: { width, height, channels } });
}

const rawOf = (png: Uint8Array) => sharp(png).raw().toBuffer();

describe('packPictures', () => {
  it.each([
    ['colours', picture(33, 21, 3).png()],
    ['see-through', picture(33, 21, 4).png({ adaptiveFiltering: true })],
    ['grey', picture(33, 21, 3).greyscale().toColourspace('b-w').png()],
    ['16 bits', picture(33, 21, 3).toColourspace('rgb16').png()],
    ['a palette of few', picture(33, 21, 3).png({ palette: true, colours: 4 })],
    ['interlaced', picture(33, 21, 3).png({ progressive: true })],
    ['interlaced and narrow', picture(3, 2, 3).png({ progressive: true })],
    ['one pixel', picture(1, 1, 3).png()],
  ])('keeps every pixel: %s', async (_, made) => {
    const png = await made.toBuffer();
    const plain = await rawOf(png);
    const [a, b] = await packPictures(png, png, noiseOf(3));
    expect(a.length).toBe(b.length);
    for (const copy of [a, b]) {
      expect((await rawOf(copy)).equals(plain)).toBe(true);
      expect(Buffer.from(copy).equals(png)).toBe(false);
    }
  });

  it('leaves hardly a run of bytes that two copies of one picture share', async () => {
    const png = await picture(96, 64, 3).png({ adaptiveFiltering: true }).toBuffer();
    const noise = noiseOf(11);
    const copies: Buffer[] = [];
    for (let index = 0; index < 12; index += 1) {
      for (const copy of await packPictures(png, png, noise)) {
        const chunks = readChunks(copy);
        if (typeof chunks === 'string') throw new Error(chunks);
        copies.push(Buffer.concat(chunks.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : []))));
      }
    }
    const pairs = copies.flatMap((one, index) =>
      copies.slice(index + 1).map((other) => [one, other] as const),
    );
    const alike = pairs.filter(([one, other]) => {
      for (let at = 64; at + 40 < one.length; at += 97)
        if (other.includes(one.subarray(at, at + 40))) return true;
      return false;
    });
    expect(pairs).toHaveLength(276);
    // Chance may give two copies a row of one filter and the same codes; a copy that is only cut anew shares runs in every second pair.
    expect(alike.length).toBeLessThan(8);
  });

  it('refuses rows that are fewer than the header says', async () => {
    const png = await picture(8, 8, 3).png().toBuffer();
    const chunks = readChunks(png);
    if (typeof chunks === 'string') throw new Error(chunks);
    const header = chunks[0]?.data ?? new Uint8Array();
    expect(() => filteredAnew(new Uint8Array(100), header, noiseOf(1))).toThrow(RangeError);
    expect(filteredAnew(new Uint8Array(8 * 25), header, noiseOf(1))).toHaveLength(200);
  });
});
