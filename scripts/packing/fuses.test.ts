import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FUSES_AS_SHIPPED, fuseFaults, readFuses } from './fuses.mjs';

describe('the fuses of a program', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'blindfold-fuses-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const program = (...parts: (string | Buffer)[]) => {
    const file = join(folder, 'program');
    writeFileSync(file, Buffer.concat(parts.map((part) => Buffer.from(part))));
    return file;
  };

  it('are read from where they lie, and each that is not as it should be is named', () => {
    const found = readFuses(program('some code', FUSES_AS_SHIPPED, 'more code'));
    expect(found).toMatchObject({
      runAsNode: true,
      enableCookieEncryption: false,
      grantFileProtocolExtraPrivileges: true,
    });
    expect(fuseFaults({ enableCookieEncryption: false, resetAdHocDarwinSignature: true }, found)).toEqual([]);
    expect(fuseFaults({ runAsNode: false }, found)).toEqual([
      'The fuse runAsNode is true and should be false.',
    ]);
    expect(fuseFaults({ runAsNode: false }, {})).toEqual([
      'The fuse runAsNode is not there and should be false.',
    ]);
  });

  it('are not made up for a program without any, or with ones of another kind', () => {
    expect(() => readFuses(program('no fuses'))).toThrow('holds no fuses');
    const newer = Buffer.from(FUSES_AS_SHIPPED);
    newer[newer.length - 10] = 2;
    expect(() => readFuses(program(newer))).toThrow('version 2');
  });
});
