import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  drawnParts,
  inspectPng,
  lengthOf,
  paddableLength,
  padPng,
  readPngText,
  stripPngMetadata,
} from './imageCheck';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

async function picture(): Promise<Buffer> {
  return sharp({ create: { width: 7, height: 5, channels: 3, background: '#a05020' } })
    .png()
    .toBuffer();
}

/** The chunks put in right behind the header. */
function withChunks(png: Buffer, ...chunks: Buffer[]): Buffer {
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

const pixels = async (png: Uint8Array) => (await sharp(png).raw().toBuffer()).toString('hex');

describe('inspectPng', () => {
  it('gives the size of a whole PNG', async () => {
    expect(inspectPng(await picture())).toEqual({ ok: true, width: 7, height: 5 });
  });

  it('refuses every cut of it, and every changed byte behind the signature', async () => {
    const png = await picture();
    for (let length = 0; length < png.length; length += 1)
      expect(inspectPng(png.subarray(0, length)).ok, `${length}`).toBe(false);
    for (let at = 8; at < png.length; at += 1) {
      const bad = Buffer.from(png);
      bad.writeUInt8((bad.readUInt8(at) ^ 0x01) & 0xff, at);
      expect(inspectPng(bad).ok, `${at}`).toBe(false);
    }
  });

  it('refuses other files, a PNG without pixels, and one with something behind its end', async () => {
    const png = await picture();
    expect(inspectPng(Buffer.from('<!doctype html>'))).toEqual({ ok: false, fault: 'It is not a PNG.' });
    expect(inspectPng(await sharp(png).jpeg().toBuffer()).ok).toBe(false);
    expect(inspectPng(Buffer.concat([png, Buffer.from('x')])).ok).toBe(false);
    const bare = Buffer.concat([png.subarray(0, 33), chunk('IEND', new Uint8Array())]);
    expect(inspectPng(bare)).toEqual({ ok: false, fault: 'It has no pixels.' });
    const headless = Buffer.concat([png.subarray(0, 8), png.subarray(33)]);
    expect(inspectPng(headless).ok).toBe(false);
  });
});

describe('stripPngMetadata', () => {
  it('takes out every word and keeps every pixel', async () => {
    const png = await picture();
    const talking = withChunks(
      png,
      chunk('tEXt', Buffer.from('prompt\0{"lora_name":"mine"}', 'latin1')),
      chunk('iTXt', Buffer.from('workflow\0\0\0\0\0mine', 'utf8')),
      chunk('tIME', Buffer.from([7, 230, 1, 1, 0, 0, 0])),
      chunk('eXIf', Buffer.from('II*\0mine')),
      chunk('prVt', Buffer.from('mine')),
    );
    const quiet = stripPngMetadata(talking);
    expect(Buffer.from(quiet).includes('mine')).toBe(false);
    expect(Buffer.from(quiet).includes('tIME')).toBe(false);
    expect(inspectPng(quiet)).toEqual({ ok: true, width: 7, height: 5 });
    expect(await pixels(quiet)).toBe(await pixels(png));
    expect(stripPngMetadata(quiet)).toEqual(quiet);
  });

  it('refuses what is no whole PNG', () => {
    expect(() => stripPngMetadata(Buffer.from('x'))).toThrow(RangeError);
  });
});

describe('padPng', () => {
  it('brings two pictures to one length without changing a pixel', async () => {
    const small = stripPngMetadata(await picture());
    const large = stripPngMetadata(
      await sharp({ create: { width: 40, height: 40, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    );
    const target = paddableLength(Math.max(small.length, large.length));
    for (const png of [small, large]) {
      const padded = padPng([png], target);
      expect(padded.length).toBe(target);
      expect(inspectPng(padded).ok).toBe(true);
      expect(await pixels(padded)).toBe(await pixels(png));
    }
  });

  it('makes of a picture in parts what it makes of it in one piece', async () => {
    const png = await picture();
    const parts = drawnParts(png);
    const whole = stripPngMetadata(png);
    expect(lengthOf(parts)).toBe(whole.length);
    for (const target of [whole.length, whole.length + 12, whole.length + 5_000])
      expect(padPng(parts, target)).toEqual(padPng([whole], target));
    expect(() => padPng(parts, whole.length + 11)).toThrow(RangeError);
    expect(() => padPng(parts.slice(0, -1), whole.length + 100)).toThrow('It has no end.');
  });

  it('refuses lengths that no chunk can fill', async () => {
    const png = await picture();
    expect(Buffer.from(padPng([png], png.length))).toEqual(png);
    expect(() => padPng([png], png.length - 1)).toThrow(RangeError);
    expect(() => padPng([png], png.length + 11)).toThrow(RangeError);
    expect(padPng([png], png.length + 12).length).toBe(png.length + 12);
  });

  it('refuses what has no end, or more after it', async () => {
    const png = await picture();
    for (const spoilt of [png.subarray(0, -1), Buffer.concat([png, Buffer.from('x')])])
      expect(() => padPng([spoilt], spoilt.length + 100)).toThrow('It has no end.');
  });
});

describe('readPngText', () => {
  it('reads plain, compressed and international text', async () => {
    const text = readPngText(
      withChunks(
        await picture(),
        chunk('tEXt', Buffer.from('prompt\0{"a":1}', 'latin1')),
        chunk('tEXt', Buffer.from('prompt\0later', 'latin1')),
        chunk(
          'zTXt',
          Buffer.concat([Buffer.from('packed\0\0', 'latin1'), deflateSync(Buffer.from('words'))]),
        ),
        chunk('iTXt', Buffer.from('wide\0\0\0de\0breit\0grün', 'utf8')),
        chunk(
          'iTXt',
          Buffer.concat([Buffer.from('both\0\x01\0\0\0', 'latin1'), deflateSync(Buffer.from('grün'))]),
        ),
        chunk('zTXt', Buffer.from('broken\0\0nothing packed', 'latin1')),
      ),
    );
    expect(Object.fromEntries(text)).toEqual({
      prompt: '{"a":1}',
      packed: 'words',
      wide: 'grün',
      both: 'grün',
    });
  });
});
