import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allFinds, tellCases, tortureTable } from './count';
import { tortureAndCount } from './everything';

const kills = wholeNumber('BLINDFOLD_KILLS', 200);
const seed = wholeNumber('BLINDFOLD_SEED', Math.floor(Math.random() * 2 ** 32));

it('nothing that was counted or answered is lost, whatever happens', { timeout: 3_600_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blindfold-torture-'));
  const counts = await tortureAndCount({
    folder,
    seed,
    kills,
    damages: Math.max(1, Math.round(kills / 10)),
    secondHosts: Math.max(1, Math.round(kills / 10)),
    taskKills: Math.max(1, Math.round(kills / 10)),
    troubles: Math.max(1, Math.round(kills / 4)),
  });
  console.log(`seed ${seed}\n${tortureTable(counts)}`);
  tellCases(counts);
  expect(allFinds(counts), `in ${folder}`).toEqual([]);
  expect((counts[0]?.moments ?? 0) + (counts[1]?.moments ?? 0)).toBe(kills);
  // A folder with a find is left for whoever looks into it.
  await rm(folder, { recursive: true, force: true });
});

function wholeNumber(name: string, otherwise: number): number {
  const text = process.env[name] ?? '';
  if (text === '') return otherwise;
  if (!/^\d{1,10}$/.test(text)) throw new Error(`${name} cannot be "${text}". It is a whole number.`);
  return Number(text);
}
