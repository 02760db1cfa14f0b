import { describe, expect, it } from 'vitest';
import { icnsFile, icoFile } from './iconFiles.mjs';

const picture = (size: number) => ({ size, png: Buffer.from(`picture of ${size}`) });

describe('an icon for Windows', () => {
  it('says where each picture lies', () => {
    const file = icoFile([picture(16), picture(256)]);
    expect([file.readUInt16LE(0), file.readUInt16LE(2), file.readUInt16LE(4)]).toEqual([0, 1, 2]);
    const found = [6, 22].map((row) => {
      const place = file.readUInt32LE(row + 12);
      return [file.readUInt8(row), file.subarray(place, place + file.readUInt32LE(row + 8)).toString()];
    });
    expect(found).toEqual([
      [16, 'picture of 16'],
      [0, 'picture of 256'],
    ]);
  });

  it('takes no picture that is too large', () => {
    expect(() => icoFile([picture(512)])).toThrow('512');
  });
});

describe('an icon for macOS', () => {
  it('holds each picture under all of its names', () => {
    const file = icnsFile([picture(32), picture(1024)]);
    expect(file.toString('latin1', 0, 4)).toBe('icns');
    expect(file.readUInt32BE(4)).toBe(file.length);
    const parts: string[][] = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
      parts.push([
        file.toString('latin1', at, at + 4),
        file.toString('utf8', at + 8, at + file.readUInt32BE(at + 4)),
      ]);
    }
    expect(parts).toEqual([
      ['icp5', 'picture of 32'],
      ['ic11', 'picture of 32'],
      ['ic10', 'picture of 1024'],
    ]);
  });

  it('takes no size that macOS does not know', () => {
    expect(() => icnsFile([picture(20)])).toThrow('20');
  });
});
