import { expect, expectAccessible, test } from './fixtures';
import { Judging } from './judging';
import { Keyboard } from './keyboard';

// No ComfyUI is there; the demo is quick so that the journey takes seconds.
test.use({ hostArgs: ['--comfyui', '127.0.0.1:9', '--demo-image-ms', '10', '--demo-size', '96x96'] });

test('a first look without ComfyUI, by keyboard alone: the demo, a run, votes by key, a report with a verdict', async ({
  app,
}) => {
  // Nothing has to be read first: what is missing is said, and one button goes on without it.
  await expect(app.getByRole('button', { name: 'No ComfyUI at 127.0.0.1:9' })).toBeVisible();
  await expect(app.getByRole('heading', { name: 'No ComfyUI at 127.0.0.1:9' })).toBeVisible();
  await expectAccessible(app);
  const keyboard = new Keyboard(app);
  await keyboard.press(app.getByRole('link', { name: 'Skip the sidebar' }));
  await keyboard.press(app.getByRole('button', { name: 'Try it with the built-in demo' }));

  const start = app.getByRole('button', { name: 'Save and start' });
  await expect(start).toBeEnabled();
  await expect(app.getByText('Demo', { exact: true }).first()).toBeVisible();
  await keyboard.press(start);

  // Pictures appear one by one, in shuffled places.
  await expect(app.getByRole('tab', { name: /Generate/, selected: true })).toBeVisible();
  await expect(app.getByRole('region', { name: 'Images' }).getByRole('img').first()).toBeVisible();
  await expectAccessible(app);
  await expect(app.getByRole('heading', { name: 'All images are made' })).toBeVisible({ timeout: 45_000 });
  await keyboard.press(
    app.getByRole('tabpanel', { name: /Generate/ }).getByRole('button', { name: 'Start judging' }),
  );

  const judging = new Judging(app);
  await judging.waitForTrial(1, 16);
  for (let number = 1; number <= 16; number += 1)
    await judging.vote(number % 4 === 0 ? '3' : '1', number, 16);
  await expect(app.getByText('All 16 votes are in')).toBeVisible();

  await keyboard.reach(app.getByRole('tab', { name: /Evaluate/ }), true);
  await app.keyboard.press('ArrowRight');
  await app.keyboard.press('Enter');
  const report = app.getByRole('article', { name: 'Report' });
  await expect(report.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(report).toContainText('built-in demo');
  await expect(report.getByRole('row', { name: /not decided yet|better|worse/ })).toHaveCount(2);

  await app.keyboard.press('ControlOrMeta+s');
  await expect(app.getByRole('region', { name: 'Open session' }).getByText('Unsaved')).toBeHidden();
});
