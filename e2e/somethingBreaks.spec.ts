import { join } from 'node:path';
import { createSession, getSession, SMALL_SETUP, voteAll, waitForImages, waitForRun } from './evaluation';
import { expect, expectAccessible, test } from './fixtures';
import { startHost } from './runningHost';

test.describe('in the browser host', () => {
  test('out of memory three times in a row: the run pauses with the reason, keeps what is made, goes on by Resume', async ({
    app,
    server,
    comfy,
  }) => {
    // ComfyUI fails from the seventh picture on, at the first try and at the one after memory was freed.
    comfy.faults.arm({ kind: 'out_of_memory', image: 7, times: 6 });
    const id = await createSession(server);
    await app.getByRole('button', { name: new RegExp(id) }).click();
    await expect(app.getByRole('button', { name: 'Save and start' })).toBeEnabled();
    await app.getByRole('button', { name: 'Save and start' }).click();

    const images = app.getByRole('region', { name: 'Images' });
    await expect(images.getByText(/three failures in a row/)).toBeVisible({ timeout: 30_000 });
    await expect(images).toContainText('ran out of memory');
    await expect(images).toContainText('6 images are safe');
    await expect(images).not.toContainText('baseline');
    await expectAccessible(app);
    expect((await getSession(server, id))['status']).toBe('paused');

    // ComfyUI is started again.
    comfy.restart();
    await images.getByRole('button', { name: /Resume|Retry failed/ }).click();
    await waitForRun(server, id, 'completed');
    await expect(app.getByRole('heading', { name: 'All images are made' })).toBeVisible();
    expect(comfy.stats().images).toBe(16);
  });

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
    await page.getByRole('button', { name: new RegExp(id) }).click();
    const sidebar = page.getByRole('complementary', { name: 'Sessions' });
    await expect(sidebar).toContainText('were not saved');
    await expectAccessible(page);
    await sidebar.getByRole('button', { name: 'Keep' }).click();
    await expect(sidebar.getByText('were not saved')).toBeHidden();
    const detail = await getSession(host, id);
    expect(detail).toMatchObject({ votes_done: 11, recovery: null });
    expect(Number(detail['unsaved_changes'])).toBeGreaterThan(0);
    await page.keyboard.press('ControlOrMeta+s');
    await expect.poll(async () => (await getSession(host, id))['unsaved_changes']).toBe(0);
    await host.stop();
  });

  test('a reload in the middle of a run goes on with live progress; one picture is made again', async ({
    app,
    server,
    comfy,
  }) => {
    const id = await createSession(server);
    await app.getByRole('button', { name: new RegExp(id) }).click();
    await app.getByRole('button', { name: 'Save and start' }).click();
    await waitForImages(server, id, 3);
    await app.reload();
    await expect(app.getByRole('region', { name: 'Images' }).getByRole('img').first()).toBeVisible();
    await waitForRun(server, id, 'completed');
    await expect(app.getByRole('heading', { name: 'All images are made' })).toBeVisible();

    // One picture is made again, and only that one.
    await app.getByRole('button', { name: 'Make image 3 again' }).click();
    await expect.poll(() => comfy.stats().images).toBe(17);
    await waitForRun(server, id, 'completed');
    await expect(app.getByRole('img', { name: 'Image 3', exact: true })).toBeVisible();
    await expectAccessible(app);
  });
});
