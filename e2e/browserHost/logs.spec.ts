import { expect, test } from '../fixtures';
import { startExample } from '../judging';

test('the log of the app and the log of a session can be filtered, searched and copied', async ({
  app,
  comfy,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const clipboard = () => app.evaluate(() => navigator.clipboard.readText());

  await app.getByRole('button', { name: 'Settings' }).click();
  await app.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Log' }).click();
  const lines = app.getByRole('region', { name: 'Log lines' });
  await expect(lines).toContainText('Blindfold');
  await app.getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect.poll(clipboard).toContain('browser host');
  await app.getByRole('button', { name: 'Close', exact: true }).first().click();

  await startExample(app, comfy);
  await expect(app.getByRole('heading', { name: 'All images are made' })).toBeVisible({ timeout: 45_000 });
  const log = app.getByRole('region', { name: 'Log', exact: true });
  await expect(log.getByRole('button', { name: /^Success 2\d$/ })).toBeVisible();
  await log.getByRole('button', { name: /^Success/ }).click();
  await expect(log.getByText('24 of 24 made')).toBeHidden();
  await log.getByRole('button', { name: 'Search the log' }).click();
  await log.getByRole('textbox', { name: 'Search the log' }).fill('run');
  await log.getByRole('button', { name: 'Copy the lines shown' }).click();
  await expect.poll(clipboard).toMatch(/^\d{4}-\d\d-\d\dT\S+ {2}Info {5}.*run/i);
  // No name that would tell which picture is which.
  expect(await clipboard()).not.toMatch(/baseline|weight|safetensors/i);
});
