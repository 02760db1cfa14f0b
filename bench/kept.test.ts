import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { figureOf } from './figure';
import { type KeptPart, keepPart, keptParts } from './kept';

const part = (name: string, ...values: number[]): KeptPart => ({
  name,
  day: '2026-11-27',
  commit: 'abc1234',
  machine: 'a machine',
  seconds: 12,
  figures: values.map((value) =>
    figureOf({ no: 'A1', what: 'wrong', runs: [value], unit: '%', aim: 5, plain: null, beside: '' }),
  ),
});

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-kept-'));
  file = join(folder, 'results/latest.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the file of results', () => {
  it('begins where there is none, and has the parts in the order of measuring', async () => {
    expect(await keptParts(file)).toEqual([]);
    await keepPart(file, part('statistics', 1));
    expect(await keepPart(file, part('start', 2))).toEqual([part('start', 2), part('statistics', 1)]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual([part('start', 2), part('statistics', 1)]);
  });

  it('has of a part that is measured again none of the rows before', async () => {
    await keepPart(file, part('start', 1, 2));
    await keepPart(file, part('list', 3));
    await keepPart(file, part('start', 4));
    expect(await keptParts(file)).toEqual([part('start', 4), part('list', 3)]);
  });

  it('forgets what is no part any more', async () => {
    await keepPart(file, part('bygone', 1));
    expect(await keepPart(file, part('list', 3))).toEqual([part('list', 3)]);
  });

  it('takes no other file for results', async () => {
    const other = join(folder, 'latest.json');
    await writeFile(other, '[{ "no": 3 }]');
    await expect(keepPart(other, part('start', 1))).rejects.toThrow();
  });
});
