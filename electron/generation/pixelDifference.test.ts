import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { pixelDifference } from './pixelDifference';

const black = { create: { width: 4, height: 4, channels: 3 as const, background: '#000' } };

describe('two images pixel by pixel', () => {
  it('differ by what is drawn, and in all pixels where their sizes differ', async () => {
    const first = await sharp(black).png().toBuffer();
    const dot = { create: { ...black.create, width: 1, height: 1, background: '#200' } };
    const touched = await sharp(first)
      .composite([{ input: await sharp(dot).png().toBuffer(), top: 0, left: 0 }])
      .png()
      .toBuffer();
    const packed = await sharp(first).png({ compressionLevel: 0 }).toBuffer();
    expect(await pixelDifference(first, packed)).toEqual({ pixels: 16, differing: 0, largest: 0 });
    expect(await pixelDifference(first, touched)).toEqual({ pixels: 16, differing: 1, largest: 34 });
    const small = await sharp(first).resize(2, 2).png().toBuffer();
    expect(await pixelDifference(first, small)).toEqual({ pixels: 16, differing: 16, largest: 255 });
  });

  it('are refused in a sentence where one holds no picture', async () => {
    const first = await sharp(black).png().toBuffer();
    await expect(pixelDifference(first, first.subarray(0, 20))).rejects.toMatchObject({
      code: 'server_refuses',
      message: expect.stringContaining('cannot be read as a picture'),
    });
  });
});
