import { join } from 'node:path';
import { createSession, getSession, SMALL_SETUP, voteAll, waitForRun } from '../evaluation';
import { expect, expectAccessible, test } from '../fixtures';
import { startHost } from '../runningHost';

test('a power cut in the middle of voting: the next start offers the votes, and Keep keeps them', async ({
  page,
  folder,
  comfy,
}) => {
  const args = ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfy.url];
  let host = await startHost({ args, cwd: folder });
  const id = await createSession(host, { ...SMALL_SETUP, metrics: ['Quality'] });
  await host.api('POST', `/sessions/${id}/generate`);
  await waitForRun(host, id, 'completed');
  await host.api('POST', `/sessions/${id}/save`);
  let votes = 0;
  await voteAll(host, id, () => {
    votes += 1;
    return votes % 2 === 0 ? 'A' : 'B';
  });
  await host.api('POST', `/sessions/${id}/undo`);
  await host.stop('SIGKILL');

  host = await startHost({ args, cwd: folder });
  await page.goto(`${host.url}/?token=${host.token}`);
  await page.getByRole('button', { name: new RegExp(`^${id}`) }).click();
  const sidebar = page.getByRole('complementary', { name: 'Sessions' });
  await expect(sidebar).toContainText('were not saved');
  await expectAccessible(page);
  await sidebar.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(sidebar.getByText('were not saved')).toBeHidden();
  const detail = await getSession(host, id);
  expect(detail).toMatchObject({ votes_done: 11, recovery: null });
  expect(Number(detail['unsaved_changes'])).toBeGreaterThan(0);
  await page.keyboard.press('ControlOrMeta+s');
  await expect.poll(async () => (await getSession(host, id))['unsaved_changes']).toBe(0);
  await host.stop();
});
