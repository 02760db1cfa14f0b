import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { figureOf } from './figure';
import { updateFigures, writeFigures } from './kept';

const figure = (no: string, value: number) =>
  figureOf({ no, what: 'images', runs: [value], unit: 's', aim: 2, plain: null, beside: '' });

let folder = '';
const read = async () => JSON.parse(await readFile(join(folder, 'results/latest.json'), 'utf8'));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-kept-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the file of results', () => {
  it('holds a whole run in order, and of the run before nothing', async () => {
    const file = join(folder, 'results/latest.json');
    await writeFigures(file, [figure('P9', 1), figure('A1', 3)]);
    await writeFigures(file, [figure('P10', 1), figure('P2', 2), figure('A1', 4)]);
    expect(await read()).toEqual([figure('A1', 4), figure('P2', 2), figure('P10', 1)]);
  });

  it('keeps the other rows when a part is run, and begins where there is none', async () => {
    const file = join(folder, 'results/latest.json');
    await updateFigures(file, [figure('P2', 2), figure('A1', 3)]);
    await updateFigures(file, [figure('A1', 4), figure('A2', 5)]);
    expect(await read()).toEqual([figure('A1', 4), figure('A2', 5), figure('P2', 2)]);
  });

  it('takes no other file for results', async () => {
    const file = join(folder, 'latest.json');
    await writeFile(file, '[{ "no": 3 }]');
    await expect(updateFigures(file, [figure('A1', 4)])).rejects.toThrow();
  });
});
