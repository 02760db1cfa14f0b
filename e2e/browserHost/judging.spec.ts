import { createSession, generateAll, getSession, type Json, SMALL_SETUP } from '../evaluation';
import { expect, test } from '../fixtures';
import { Judging } from '../judging';

test('an evaluation by keyboard: arrows, same, skip, stars, undo, prompt, a reload goes on exactly there', async ({
  app,
  server,
}) => {
  const id = await createSession(server, { ...SMALL_SETUP, metrics: ['Quality', 'Style'] });
  await generateAll(server, id);
  await server.api('POST', `/sessions/${id}/save`);
  await app.getByRole('button', { name: new RegExp(`^${id}`) }).click();
  await app.getByRole('tab', { name: /Evaluate/ }).click();
  const judging = new Judging(app);
  await judging.waitForTrial(1, 24);
  await expect(app.getByText('Better quality?', { exact: true })).toBeVisible();

  // The arrows judge although the tab was clicked a moment ago; they do not walk through the tabs.
  await app.keyboard.press('ArrowLeft');
  await judging.waitForTrial(2, 24);
  await expect(app.getByText('Better style?', { exact: true })).toBeVisible();
  await app.keyboard.press('Shift+Digit4');
  await app.keyboard.press('ArrowRight');
  await judging.waitForTrial(3, 24);
  await app.keyboard.press('ArrowDown');
  await judging.waitForTrial(4, 24);
  await app.keyboard.press('s');
  await judging.waitForTrial(5, 24);
  await expect(app.getByRole('tab', { name: /Evaluate 4\/24|Evaluate/, selected: true })).toBeVisible();

  await app.keyboard.press('z');
  await judging.waitForTrial(4, 24);
  await app.keyboard.press('1');
  await judging.waitForTrial(5, 24);
  // The next pair is shown at once, while the vote is still on its way to the disk.
  const told = async () => {
    const trials = (await server.api('GET', `/sessions/${id}/trials`)).body['trials'] as Json[];
    return trials.map((trial) => [trial['number'], trial['choice'], trial['stars']]);
  };
  await expect.poll(told).toEqual([
    [1, 'A', null],
    [2, 'B', 4],
    [3, 'same', null],
    [4, 'A', null],
  ]);

  // The prompt comes and goes with a key; the pictures keep their place on both sides alike.
  await app.keyboard.press('p');
  await expect(app.getByText(/a red fox in fresh snow|an old lighthouse at dusk/)).toBeVisible();
  await app.keyboard.press('p');

  await app.reload();
  await judging.waitForTrial(5, 24);
  expect(await getSession(server, id)).toMatchObject({ votes_done: 4, unsaved_changes: 6 });
  await app.keyboard.press('?');
  await expect(app.getByRole('dialog', { name: 'Keys' })).toBeVisible();
});
