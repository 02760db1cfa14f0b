import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSession } from '../evaluation';
import { expect, expectAccessible, test } from '../fixtures';

const OLD_ID = '20240115_143022';

// The folders are as old as their files, which are made now.
test.use({ daysAhead: 60 });

test('the storage page: what would go is seen first, what went comes back, and opens', async ({
  app,
  server,
  folder,
}) => {
  const sessions = join(folder, 'sessions');
  // A session that was left alone for years, and one that is new.
  const id = await createSession(server);
  await server.api('POST', `/sessions/${id}/save`);
  const meta = await readFile(join(sessions, id, 'session_meta.json'), 'utf8');
  await mkdir(join(sessions, OLD_ID, 'output'), { recursive: true });
  await writeFile(
    join(sessions, OLD_ID, 'session_meta.json'),
    meta
      .replaceAll(id, OLD_ID)
      .replace(/"timestamp": [\d.]+/, '"timestamp": 1705325422.5')
      .replace(/("(?:created_at|saved_at|last_event_at)": )"[^"]+"/g, '$1"2024-01-15T14:30:22.500Z"'),
  );
  await app.getByRole('button', { name: 'Settings' }).click();
  await app.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Storage' }).click();
  await expect(app.getByText(/Older than 168 hours now: 1 session,/)).toBeVisible();

  // Retention shows what it would take, and is off until that was seen.
  const retention = app.getByRole('switch', { name: /Move old sessions to the trash/ });
  await retention.click();
  const ask = app.getByRole('group', { name: /1 session, .* is older than 168 hours/ });
  await expect(ask).toContainText(OLD_ID);
  await expect(ask).not.toContainText(id);
  await expectAccessible(app);
  await app.keyboard.press('Escape');
  await expect(ask).toBeHidden();
  await expect(retention).not.toBeChecked();
  await expect(retention).toBeFocused();

  // Clean up now: it goes to the trash, and comes back from there.
  await app.getByRole('button', { name: 'Clean up sessions older than 30 days' }).click();
  await expect(app.getByText('1 session went to the trash. It can be restored from there.')).toBeVisible();
  const trash = app.getByRole('region', { name: /^Trash/ });
  await trash.getByRole('button', { name: new RegExp(`^Restore ${OLD_ID}`) }).click();
  await expect(trash.getByText('The trash is empty.')).toBeVisible();
  await expect(app.getByRole('complementary', { name: 'Sessions' })).toContainText(OLD_ID);

  // What came back counts as new. It holds nothing, and goes for that; emptying asks first, and the answer at hand is to keep.
  await expect(app.getByText('No session that can go is older than 30 days.')).toBeVisible();
  await app.getByRole('button', { name: 'Clean up 1' }).click();
  await trash.getByRole('button', { name: 'Empty trash' }).click();
  await expect(app.getByRole('alertdialog').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await app.keyboard.press('Enter');
  await expect(trash).toContainText(OLD_ID);
  await trash.getByRole('button', { name: 'Empty trash' }).click();
  await app.getByRole('alertdialog').getByRole('button', { name: 'Remove for good' }).click();
  await expect(trash.getByText('The trash is empty.')).toBeVisible();

  // The table opens a session, and the settings close for it.
  await app.getByRole('button', { name: new RegExp(`^Open ${id}`) }).click();
  await expect(app.getByRole('tab', { name: /Setup/, selected: true })).toBeVisible();
  await expect(app.getByRole('region', { name: 'Open session' })).toContainText(id);
});

test.describe('with settings from outside', () => {
  test.use({ hostArgs: ['--comfyui', '127.0.0.1:9'] });

  test('what is given on the command line is shown and cannot be changed', async ({ app }) => {
    // A key that comes before the page listens is lost.
    await expect(app.getByRole('tab', { name: /Setup/ })).toBeVisible();
    await app.keyboard.press('ControlOrMeta+,');
    await expect(app.getByText('Set on the command line.')).toBeVisible();
    await expect(app.getByRole('textbox', { name: 'ComfyUI address' })).toBeDisabled();
    await app.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Storage' }).click();
    await expect(app.getByRole('button', { name: 'Change folder' })).toHaveAttribute('aria-disabled', 'true');
  });
});
