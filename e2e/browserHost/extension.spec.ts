import {
  createSession,
  generateAll,
  getSession,
  type Json,
  SMALL_SETUP,
  voteAll,
  waitForRun,
} from '../evaluation';
import { expect, expectAccessible, test } from '../fixtures';
import { Judging } from '../judging';

test('an evaluation that is judged is extended by a weight, goes on with the new pairs, and its report says so', async ({
  app,
  server,
  comfy,
}) => {
  const id = await createSession(server, { ...SMALL_SETUP, metrics: ['Quality'] });
  await generateAll(server, id);
  await server.api('POST', `/sessions/${id}/save`);
  const made = comfy.stats().images;
  expect(made).toBe(16);

  await app.getByRole('button', { name: new RegExp(`^${id}`) }).click();
  // What is ready to be judged opens there; until then the set-up's tab is the one that is open.
  await expect(app.getByRole('tab', { name: /Evaluate/, selected: true })).toBeVisible();
  await app.getByRole('tab', { name: /Setup/ }).click();
  // Judged while the page shows the set-up: the report, which reveals the labels, is not opened.
  expect(await voteAll(server, id, () => 'A')).toBe(12);
  await server.api('POST', `/sessions/${id}/save`);
  await expect(app.getByText('Images are made with this set-up, so it can only grow.')).toBeVisible();
  await expect(app.getByRole('combobox', { name: /Checkpoint/ })).toBeDisabled();
  await expect(app.getByRole('button', { name: 'Edit prompt 1:' })).toHaveCount(0);

  // What is added is a draft: it can be taken back one by one, or by a discard.
  await app.getByRole('textbox', { name: 'Weights to add' }).fill('0.2, 1.2');
  await app.getByRole('button', { name: 'Add weights' }).click();
  await app.getByRole('button', { name: 'Remove weight 0.2' }).click();
  await app.getByRole('button', { name: 'Add random' }).click();
  await expect(app.getByText('Unsaved', { exact: true })).toBeVisible();
  await expectAccessible(app);
  await expect
    .poll(async () => (await getSession(server, id))['extension'])
    .toEqual({ images: 14, pairs: 12 });
  await app.getByRole('button', { name: /^Remove seed / }).click();
  await expect.poll(async () => (await getSession(server, id))['extension']).toEqual({ images: 4, pairs: 4 });

  await app.getByRole('button', { name: 'Generate the new ones' }).click();
  await expect(app.getByRole('tab', { name: /Generate/, selected: true })).toBeVisible();
  await waitForRun(server, id, 'completed');
  expect(comfy.stats().images).toBe(made + 4);
  await expect(app.getByRole('heading', { name: 'All images are made' })).toBeVisible();
  await expect(
    app.getByText(/^Image \d+\. Made\. Its picture is first shown in the evaluation\.$/),
  ).toHaveCount(4);

  const judging = new Judging(app);
  await app.getByRole('tab', { name: /Evaluate/ }).click();
  for (const number of [13, 14, 15]) await judging.vote('1', number, 16);
  await judging.waitForTrial(16, 16);
  await app.keyboard.press('1');
  await expect
    .poll(async () => ((await getSession(server, id))['evaluation'] as Json)['complete'])
    .toBe(true);
  await app.getByRole('tab', { name: /Report/ }).click();
  await expect(app.getByText('Extended', { exact: true })).toBeVisible();
  await expect(app.getByText(/The evaluation was extended on \d{4}-\d\d-\d\d by 4 pairs\./)).toBeVisible();
});
