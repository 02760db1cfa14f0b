import type { Page, WebSocketRoute } from '@playwright/test';
import type { Updates } from '../../core/contract/updatesView';
import { expect, expectAccessible, test } from '../fixtures';
import { Keyboard } from '../keyboard';

/** What fades is caught half faded by a scan. */
test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }));

test('access: the palette, the list of keys and the About box, by keyboard alone', async ({ app }) => {
  const keyboard = new Keyboard(app);
  const button = app.getByRole('button', { name: 'All commands' });
  await keyboard.reach(button);
  await app.keyboard.press('Enter');
  const field = app.getByRole('combobox', { name: 'Find a command or a session' });
  await expect(field).toBeFocused();
  await expectAccessible(app);
  await app.keyboard.insertText('run');
  await expect(app.getByRole('option', { name: /not now: nothing is being made/ }).first()).toBeVisible();
  await expectAccessible(app);
  await app.keyboard.press('ControlOrMeta+a');
  await app.keyboard.insertText('zzz');
  await expect(app.getByText(/^Nothing fits/)).toBeVisible();
  await expectAccessible(app);
  await app.keyboard.press('Escape');
  await expect(button).toBeFocused();

  for (const name of ['Keyboard shortcuts', 'About Blindfold']) {
    await app.keyboard.press('ControlOrMeta+k');
    await expect(field).toBeFocused();
    await app.keyboard.insertText(name);
    await app.keyboard.press('Enter');
    const dialog = app.getByRole('dialog', { name });
    await expect(dialog).toBeVisible();
    const licences = dialog.getByRole('button', { name: 'Licences of its parts' });
    await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
    if (name.startsWith('About')) {
      await expect(dialog.getByText('Sessions', { exact: true })).toBeVisible();
      await expectAccessible(app);
      await keyboard.press(licences);
      await expect(dialog.getByRole('region', { name: 'Licences of its parts' })).toBeVisible();
    }
    await expectAccessible(app);
    await app.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(button, 'the focus comes back').toBeFocused();
  }
});

test('access: the help, its search and its links, by keyboard alone', async ({ app }) => {
  const keyboard = new Keyboard(app);
  const button = app.getByRole('button', { name: 'All commands' });
  await button.focus();
  await app.keyboard.press('F1');
  await expect(app.getByRole('region', { name: 'Guide' })).toBeFocused();
  await expectAccessible(app);
  const search = app.getByRole('searchbox', { name: 'Search the help' });
  await search.focus();
  await app.keyboard.insertText('memory');
  await expect(app.getByRole('heading', { name: /places with "memory"$/ })).toBeVisible();
  await expectAccessible(app, 'main');
  await app.keyboard.press('Escape');
  const pages = app.getByRole('navigation', { name: 'Pages of the help' });
  await keyboard.press(pages.getByRole('button', { name: 'Troubleshooting', exact: true }));
  const troubles = app.getByRole('region', { name: 'Troubleshooting' });
  await expect(troubles).toBeFocused();
  await expectAccessible(app, 'main');
  await keyboard.press(troubles.getByRole('button').first());
  await expect(app.locator('[data-found]')).toBeFocused();
  await app.keyboard.press('Escape');
  await expect(button, 'the focus comes back').toBeFocused();
});

/** How things stand with newer versions where the app can replace itself; a browser host cannot. */
const VIEW: Updates = {
  state: 'unasked',
  current: '1.0.0',
  next: null,
  share: null,
  asked_at: null,
  may_ask: true,
  at_quit: true,
  reason: null,
};
const STATES: readonly [Updates, string][] = [
  [VIEW, 'Not looked for yet.'],
  [{ ...VIEW, state: 'checking' }, 'Looking for a newer version.'],
  [{ ...VIEW, state: 'available', next: '1.1.0' }, 'Version 1.1.0 is there.'],
  [{ ...VIEW, state: 'downloading', next: '1.1.0', share: 0.4 }, '40 %'],
  [{ ...VIEW, state: 'ready', next: '1.1.0' }, 'Version 1.1.0 is ready.'],
  [{ ...VIEW, state: 'failed', reason: 'GitHub cannot be reached.' }, 'GitHub cannot be reached.'],
];

test('access: the question about newer versions, their page in its states, and files dragged over the window', async ({
  app,
}) => {
  const doors: WebSocketRoute[] = [];
  await app.routeWebSocket(/\/contract$/, (door) => {
    door.connectToServer();
    doors.push(door);
  });
  await app.reload();
  await expect(app.getByRole('button', { name: 'Fill in an example' })).toBeVisible();
  const tell = (payload: Updates) => doors.at(-1)?.send(JSON.stringify({ push: 'updates.changed', payload }));
  tell(VIEW);
  await expect(app.getByText('Look for newer versions?')).toBeVisible();
  await expectAccessible(app);
  await new Keyboard(app).press(app.getByRole('button', { name: 'No', exact: true }));
  tell({ ...VIEW, state: 'off' });
  await expect(app.getByText('Look for newer versions?')).toBeHidden();
  await expect(app.locator('body'), 'the focus is not lost').not.toBeFocused();

  await drag(app, 'application/zip');
  await expect(app.getByText('Drop the zip to take its sessions in')).toBeVisible();
  await expectAccessible(app);
  await drag(app, 'application/x-msdownload');
  await expect(app.getByText('This file cannot be taken in')).toBeVisible();
  await expectAccessible(app);
  await app.dispatchEvent('body', 'drop');
  await expect(app.getByText('This file cannot be taken in')).toBeHidden();

  await app.keyboard.press('ControlOrMeta+,');
  const settings = app.getByRole('navigation', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Updates' }).click();
  const updates = app.getByRole('region', { name: 'Updates page' });
  await expect(updates).toContainText('Blindfold');
  for (const [view, words] of STATES) {
    tell(view);
    await expect(updates).toContainText(words);
    await expectAccessible(app, '[aria-label="Updates page"]');
  }
});

async function drag(page: Page, type: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle((kind) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'dragged', { type: kind }));
    return transfer;
  }, type);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer });
}
