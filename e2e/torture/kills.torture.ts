import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findLines, killTable } from './count';
import { killAndCount } from './kills';

const kills = wholeNumber('BLINDFOLD_KILLS', 200);
const seed = wholeNumber('BLINDFOLD_SEED', Math.floor(Math.random() * 2 ** 32));

it(`kill -9 at ${kills} random moments loses nothing`, { timeout: 60_000 + kills * 10_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blindfold-torture-'));
  const count = await killAndCount({ folder, kills, seed });
  console.log(killTable(count));
  expect(findLines(count), `in ${folder}`).toEqual([]);
  expect(count.killsGenerating + count.killsVoting).toBe(kills);
  // A folder with a find is left for whoever looks into it.
  await rm(folder, { recursive: true, force: true });
});

function wholeNumber(name: string, otherwise: number): number {
  const text = process.env[name] ?? '';
  if (text === '') return otherwise;
  if (!/^\d{1,10}$/.test(text)) throw new Error(`${name} cannot be "${text}". It is a whole number.`);
  return Number(text);
}
