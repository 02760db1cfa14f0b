import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { drawnOrder } from '../drawnOrder';
import { createSession, generateAll, type Json, SMALL_SETUP } from '../evaluation';
import { expect, test } from '../fixtures';
import { Judging } from '../judging';

test('pictures of two sizes are judged in one frame; a missing and a torn one are told, skipped with a flag, and made again', async ({
  page,
  server,
  folder,
}) => {
  const [prompt] = SMALL_SETUP['prompt_pairs'] as Json[];
  const id = await createSession(server, {
    ...SMALL_SETUP,
    metrics: ['Quality'],
    seeds: [42],
    prompt_pairs: [prompt as Json],
  });
  await generateAll(server, id);
  await server.api('POST', `/sessions/${id}/save`);
  const session = join(folder, 'sessions', id);
  const [larger = '', missing = '', torn = ''] = (await drawnOrder(session)).map(({ pair }) =>
    join(session, 'output', pair),
  );
  await writeFile(
    larger,
    await sharp(await readFile(larger))
      .resize(160, 96, { fit: 'fill' })
      .png()
      .toBuffer(),
  );
  await rm(missing);
  await truncate(torn, 2000);

  await page.goto(`${server.url}/?token=${server.token}`);
  await page.getByRole('button', { name: new RegExp(`^${id}`) }).click();
  await page.getByRole('tab', { name: /Evaluate/ }).click();
  const judging = new Judging(page);
  await judging.waitForTrial(1, 3);
  await expect(page.getByText('The two pictures differ in size.')).toBeVisible();
  const [a, b] = [await judging.pictureA.boundingBox(), await judging.pictureB.boundingBox()];
  expect([a?.width, a?.height]).toEqual([b?.width, b?.height]);
  await page.keyboard.press('1');
  for (const number of [2, 3]) {
    await expect(page.getByText(`${number} of 3`, { exact: true })).toBeVisible();
    const told = page.getByRole('alert').filter({ hasText: /can(not)? be shown/ });
    await expect(told).toContainText('skip the pair');
    // No answer counts for what nobody saw.
    await page.keyboard.press('2');
    await expect(told).toBeVisible();
    await page.keyboard.press('s');
  }
  await expect(page.getByText('All 3 votes are in')).toBeVisible();
  const votes = (await server.api('GET', `/sessions/${id}/trials`)).body['trials'] as Json[];
  expect(votes.map(({ choice, flags }) => [choice, flags])).toEqual([
    ['A', []],
    ['skip', ['broken_image']],
    ['skip', ['broken_image']],
  ]);

  await server.api('POST', `/sessions/${id}/check`);
  await generateAll(server, id);
  await page.getByRole('button', { name: 'Take the last vote back' }).click();
  await judging.waitForTrial(3, 3);
  await page.keyboard.press('z');
  await judging.waitForTrial(2, 3);
  for (const file of [missing, torn]) expect((await sharp(await readFile(file)).metadata()).width).toBe(96);
});
