import { expect, test } from './fixtures';
import { startExample } from './judging';
import { Keyboard } from './keyboard';

test('out of memory three times in a row: the run pauses with the reason, keeps what is made, goes on by Resume', async ({
  app,
  comfy,
}) => {
  // ComfyUI fails from the seventh picture on, whatever is freed, until it is started again.
  comfy.faults.arm({ kind: 'out_of_memory', image: 7, times: 1000 });
  await startExample(app, comfy);

  const images = app.getByRole('region', { name: 'Images' });
  await expect(images.getByText(/three failures in a row/)).toBeVisible({ timeout: 30_000 });
  await expect(images).toContainText('ran out of memory');
  await expect(images).toContainText('6 images are safe');
  await expect(images).not.toContainText('baseline');

  expect(comfy.unhitFaults()).toEqual([]);
  comfy.faults.clear();
  comfy.restart();
  await new Keyboard(app).press(images.getByRole('button', { name: /Resume|Retry failed/ }));
  await expect(app.getByRole('heading', { name: 'All images are made' })).toBeVisible({ timeout: 45_000 });
  expect(comfy.stats().images).toBe(24);
});

test('a reload in the middle of a run goes on with live progress; one picture is made again', async ({
  app,
  comfy,
}) => {
  await startExample(app, comfy);
  await expect.poll(() => comfy.stats().images).toBeGreaterThanOrEqual(3);
  await app.reload();
  const images = app.getByRole('region', { name: 'Images' });
  await expect(images.getByRole('img').first()).toBeVisible();
  await expect(app.getByRole('heading', { name: 'All images are made' })).toBeVisible({ timeout: 45_000 });
  expect(comfy.stats().images).toBe(24);

  // One picture is made again, and only that one.
  await new Keyboard(app).press(app.getByRole('button', { name: 'Make image 3 again' }));
  await expect.poll(() => comfy.stats().images).toBe(25);
  await expect(app.getByRole('heading', { name: 'All images are made' })).toBeVisible();
  await expect(app.getByRole('img', { name: 'Image 3', exact: true })).toBeVisible();
});
