import { expect, test } from '../fixtures';
import { allFinds, tortureTable } from '../torture/count';
import { tortureAndCount } from '../torture/everything';

test('kills, damaged files, a second host and a disk in trouble: nothing that was counted or answered is lost', async ({
  folder,
}) => {
  const counts = await tortureAndCount({
    folder,
    seed: 20_260_412,
    kills: 5,
    damages: 1,
    secondHosts: 1,
    troubles: 1,
    taskKills: 1,
  });
  console.log(tortureTable(counts));
  expect(allFinds(counts), tortureTable(counts)).toEqual([]);
  for (const { name, moments } of counts) expect(moments, name).toBeGreaterThan(0);
});
