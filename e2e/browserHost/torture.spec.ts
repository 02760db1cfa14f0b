import { expect, test } from '../fixtures';
import { findLines, killTable } from '../torture/count';
import { killAndCount } from '../torture/kills';

test('killed at random moments of generation and voting: nothing that was counted or answered is lost', async ({
  folder,
}) => {
  const count = await killAndCount({ folder, kills: 8, seed: 20_260_412 });
  expect(findLines(count), killTable(count)).toEqual([]);
  expect(count.killsGenerating).toBeGreaterThan(0);
  expect(count.killsVoting).toBeGreaterThan(0);
});
