import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { PictureRequest } from './models';
import { paintPicture } from './painter';
import { Chance } from './painting/chance';
import { readScene } from './painting/scene';
import { styleOf } from './painting/style';

const GOOD = 'demo/inkwash_v1-000008.safetensors';

function request(changes: Partial<PictureRequest> = {}): PictureRequest {
  return {
    checkpoint: 'demo_painter_xl.safetensors',
    positive: 'a red fox in a forest',
    negative: 'blurry',
    seed: 7,
    steps: 20,
    loras: [],
    width: 96,
    height: 96,
    ...changes,
  };
}

/** Mean distance of two pictures, 0 to 255, after a blur of `blur` pixels that leaves only the composition. */
async function distance(a: PictureRequest, b: PictureRequest, blur = 0): Promise<number> {
  const [one, two] = await Promise.all(
    [a, b].map(async (given) => {
      const { rgb, width, height } = await paintPicture(given);
      const image = sharp(rgb, { raw: { width, height, channels: 3 } });
      return (blur > 0 ? image.greyscale().blur(blur) : image).raw().toBuffer();
    }),
  );
  if (one === undefined || two === undefined) return Number.NaN;
  let sum = 0;
  for (const [at, value] of one.entries()) sum += Math.abs(value - (two[at] ?? 0));
  return sum / one.length;
}

describe('the painter', () => {
  it('paints equal requests equally', async () => {
    expect((await paintPicture(request())).rgb.equals((await paintPicture(request())).rgb)).toBe(true);
  });

  it('treats a weight of 0 as no LoRA at all', async () => {
    const zero = request({ loras: [{ name: GOOD, weight: 0 }] });
    expect(await distance(request(), zero)).toBe(0);
  });

  it('paints another picture for each seed, also beyond 2^53', async () => {
    expect(await distance(request(), request({ seed: 8 }))).toBeGreaterThan(5);
    const one = request({ seed: 18446744073709551614n });
    const two = request({ seed: 18446744073709551615n });
    expect(await distance(one, two)).toBeGreaterThan(5);
  });

  it('paints the size asked for, square or not', async () => {
    const { width, height, rgb, png } = await paintPicture(request({ width: 120, height: 64 }));
    expect([width, height, rgb.length]).toEqual([120, 64, 120 * 64 * 3]);
    expect(await sharp(png).metadata()).toMatchObject({ width: 120, height: 64, format: 'png' });
  });

  it('changes more and more as the weight grows', async () => {
    const far: number[] = [];
    for (const weight of [0.2, 0.5, 0.8, 1.2, 1.6]) {
      far.push(await distance(request(), request({ loras: [{ name: GOOD, weight }] })));
    }
    expect(far).toEqual([...far].sort((a, b) => a - b));
    expect(far[2]).toBeGreaterThan(5);
  });

  it('keeps the composition of a seed under a LoRA', async () => {
    const styled = request({ loras: [{ name: GOOD, weight: 0.8 }] });
    const other = request({ seed: 8 });
    expect(await distance(request(), styled, 6)).toBeLessThan(0.6 * (await distance(request(), other, 6)));
  });

  it('paints each LoRA of the list in its own way', async () => {
    const names = ['000004', '000008', '000012'].map((epoch) => `demo/inkwash_v1-${epoch}.safetensors`);
    const all = [...names, 'demo/overcooked_v2.safetensors'].map((name) =>
      request({ loras: [{ name, weight: 0.8 }] }),
    );
    for (const [index, one] of all.entries()) {
      for (const two of all.slice(index + 1)) expect(await distance(one, two)).toBeGreaterThan(0.5);
    }
  });
});

describe('a style', () => {
  it('is not burnt at good weights, and is beyond', () => {
    expect([0.6, 0.8, 0.9].map((weight) => styleOf([{ name: GOOD, weight }]).burn)).toEqual([0, 0, 0]);
    expect(styleOf([{ name: GOOD, weight: 1.3 }]).burn).toBeGreaterThan(0.4);
    expect(styleOf([{ name: 'demo/overcooked_v2.safetensors', weight: 0.8 }]).burn).toBeGreaterThan(0.4);
  });

  it('of a negative weight is faded, without ink', () => {
    const style = styleOf([{ name: GOOD, weight: -0.8 }]);
    expect(style.fade).toBeGreaterThan(0.5);
    expect(style.ink).toBe(0);
  });
});

describe('a scene', () => {
  it.each([
    ['a red fox in a snowy forest', 'fox', 'forest', 'winter'],
    ['oil painting of an old lighthouse in winter', 'lighthouse', 'shore', 'winter'],
    ['a teapot beside a fox, autumn', 'teapot', 'room', 'autumn'],
    ['cottage by the sea, spring', 'cottage', 'shore', 'spring'],
    ['foxglove on a windowsill with a vase, autumn', 'flowers', 'room', 'autumn'],
  ])('of "%s" shows a %s, %s, in %s', (prompt, subject, setting, season) => {
    expect(readScene(prompt, new Chance('any'))).toMatchObject({ subject, setting, season });
  });

  it('of unknown words is the same subject for every seed', () => {
    const subjects = [1, 2, 3, 4, 5].map((seed) => readScene('zyx qrst', new Chance(String(seed))).subject);
    expect(new Set(subjects).size).toBe(1);
  });
});
