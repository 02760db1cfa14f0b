import { expect, test } from './fixtures';
import { findLines, killTable } from './torture/count';
import { killAndCount } from './torture/kills';

test.skip(
  ({ host }) => host === 'desktop',
  'These tests kill the host as a process; the desktop app has the same backend.',
);

test('kill -9 at random moments of generation and voting: nothing that was counted or answered is lost', async ({
  folder,
}) => {
  const count = await killAndCount({ folder, kills: 8, seed: 20_260_412 });
  expect(findLines(count), killTable(count)).toEqual([]);
  expect(count.killsGenerating).toBeGreaterThan(0);
  expect(count.killsVoting).toBeGreaterThan(0);
});
