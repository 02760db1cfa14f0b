import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures';

async function openPage(app: Page, name: string): Promise<void> {
  await app.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name }).click();
  await expect(app.getByRole('heading', { level: 2, name, exact: true }).first()).toBeVisible();
}

test('settings are opened and left by key, count at once, and are still there after a reload', async ({
  app,
}) => {
  const report = app.getByRole('tab', { name: 'Report' });
  await report.click();
  await app.keyboard.press('ControlOrMeta+,');
  await expect(app.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await expect(app.getByRole('button', { name: 'Servers' })).toBeFocused();

  await openPage(app, 'Appearance');
  await app.getByRole('button', { name: 'Dark' }).click();
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(app.getByText('Kept').first()).toBeAttached();

  await openPage(app, 'Saving');
  const autosave = app.getByRole('switch', { name: 'Autosave' });
  const minutes = app.getByRole('textbox', { name: 'Minutes between autosaves' });
  await autosave.click();
  await expect(minutes).toBeEnabled();
  await minutes.fill('0');
  await minutes.press('Enter');
  await expect(app.getByText('Autosave waits at least 1 minute, or is off.')).toBeVisible();
  await expectAccessible(app);
  // Escape takes back what was typed first; only the next one leaves.
  await minutes.press('Escape');
  await expect(minutes).toHaveValue('10');
  await minutes.fill('5');
  await minutes.press('Enter');
  await expect(app.getByText('at least 1 minute')).toBeHidden();

  await openPage(app, 'Evaluation');
  await app.getByRole('switch', { name: 'A choice is a vote at once' }).click();

  await app.reload();
  await expect(app.getByRole('switch', { name: 'A choice is a vote at once' })).not.toBeChecked();
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
  await openPage(app, 'Saving');
  await expect(autosave).toBeChecked();
  await expect(minutes).toHaveValue('5');

  await app.keyboard.press('Escape');
  await expect(app.getByRole('heading', { level: 1, name: 'Settings' })).toBeHidden();
  const button = app.getByRole('button', { name: 'Settings' });
  await button.click();
  await app.keyboard.press('Escape');
  await expect(button).toBeFocused();
});
