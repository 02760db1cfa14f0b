import { stat } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { createSession, generateAll, SMALL_SETUP } from '../evaluation';
import { expect, expectAccessible, test } from '../fixtures';
import { Judging } from '../judging';
import type { RunningHost } from '../runningHost';

const LORA = 'demo/inkwash_v1-000012.safetensors';

const sidebar = (app: Page) => app.getByRole('complementary', { name: 'Sessions' });
const list = (app: Page) => sidebar(app).getByRole('list', { name: 'Sessions' });
const item = (app: Page, id: string) => list(app).getByRole('button', { name: new RegExp(`^${id} - `) });
const openPart = (app: Page) => sidebar(app).getByRole('region', { name: 'Open session' });
const toast = (app: Page, text: string | RegExp) =>
  app.getByRole('region', { name: 'Notices' }).getByText(text);

/** Opens the menu of a session in the list and presses an entry. */
async function choose(app: Page, id: string, entry: string | RegExp): Promise<void> {
  await item(app, id).focus();
  await app.keyboard.press('Shift+F10');
  await app.getByRole('menuitem', { name: entry }).click();
}

async function three(server: RunningHost): Promise<[string, string, string]> {
  const first = await createSession(server);
  const second = await createSession(server, { ...SMALL_SETUP, lora_filename: LORA });
  const third = await createSession(server, {
    ...SMALL_SETUP,
    prompt_pairs: [{ positive: 'a harbour in the evening', negative: '' }],
  });
  return [first, second, third];
}

test('a session is found by its words, its days and how far it is', async ({ server, app }) => {
  await expect(sidebar(app).getByText('No sessions yet')).toBeVisible();
  const [first, second, third] = await three(server);
  await expect(list(app).getByRole('listitem')).toHaveCount(3);
  await server.api('PATCH', `/sessions/${first}`, { notes: 'the one for Ada' });
  const search = sidebar(app).getByRole('searchbox', { name: 'Search sessions' });
  for (const [words, id] of [
    ['harbour', third],
    ['000012', second],
    ['ada', first],
  ] as const) {
    await search.fill(words);
    await expect(
      sidebar(app).getByRole('status').getByText(`1 session of 3 holds “${words}”.`),
    ).toBeVisible();
    await expect(item(app, id)).toBeVisible();
    await expect(list(app).getByRole('listitem')).toHaveCount(1);
  }
  await search.fill('zebra');
  await expect(sidebar(app).getByText('No session of 3 holds “zebra”.')).toBeVisible();
  await expectAccessible(app);
  await search.press('Escape');
  await expect(list(app).getByRole('listitem')).toHaveCount(3);
  await sidebar(app).getByRole('button', { name: 'Done 0' }).click();
  await expect(list(app).getByRole('listitem')).toHaveCount(0);
  await sidebar(app).getByRole('button', { name: 'Show all' }).click();

  await sidebar(app).getByRole('button', { name: 'Filter by date' }).click();
  await app.getByLabel('To', { exact: true }).fill('2001-01-01');
  await expect(list(app).getByRole('listitem')).toHaveCount(0);
  await app.getByRole('button', { name: 'Today' }).click();
  await expect(list(app).getByRole('listitem')).toHaveCount(3);
  await app.keyboard.press('Escape');
  await sidebar(app).getByRole('button', { name: 'Remove the date filter' }).click();
  await expect(sidebar(app).getByRole('button', { name: 'Remove the date filter' })).toBeHidden();
});

test('a deleted session comes back, and the keyboard keeps its place', async ({ server, app }) => {
  const [first, second, third] = await three(server);
  await item(app, second).click();
  await expect(openPart(app)).toContainText(second);
  // Pressing the menu's keys on an item, then Delete: the open session has work that no save holds.
  await choose(app, second, 'Delete');
  const question = app.getByRole('alertdialog', { name: 'Save before deleting this session?' });
  await question.getByRole('button', { name: 'Delete without saving' }).click();
  await expect(toast(app, /inkwash_v1-000012, .* moved to the trash/)).toBeVisible();
  await expect(item(app, second)).toBeHidden();
  await expect(openPart(app)).toContainText('New session');
  // Under the mouse it stays for as long as it is read.
  await toast(app, /inkwash_v1-000012, .* moved to the trash/).hover();
  await expectAccessible(app);
  await app.getByRole('button', { name: 'Undo' }).click();
  await expect(item(app, second)).toBeVisible();
  await expect(openPart(app)).toContainText(second);

  await choose(app, third, 'Delete');
  await expect(item(app, third)).toBeHidden();
  await expect(
    list(app)
      .getByRole('button', { name: /^\d{8}_\d{6} - / })
      .first(),
  ).toBeFocused();
  expect((await server.api('GET', '/sessions')).body['total']).toBe(2);
  await expect(item(app, first)).toBeVisible();
});

test('pin, notes and a copy, each kept at once', async ({ server, app }) => {
  const [first] = await three(server);
  await choose(app, first, 'Pin to the top');
  await expect(list(app).getByRole('listitem').first()).toContainText(first);
  await choose(app, first, 'Notes');
  const notes = app.getByRole('textbox', { name: 'Notes' });
  await expect(notes).toBeFocused();
  await notes.fill('Epoch 8, for comparison.');
  await expect(app.getByText('Notes are kept at once.')).toBeVisible();
  await expectAccessible(app);
  await app.keyboard.press('Escape');
  await expect
    .poll(async () => (await server.api('GET', `/sessions/${first}`)).body)
    .toMatchObject({ pinned: true, notes: 'Epoch 8, for comparison.' });

  await item(app, first).click();
  await expect(openPart(app)).toContainText(first);
  await expect(openPart(app).getByRole('button', { name: 'Save as copy' })).toBeVisible();
  await app.keyboard.press('ControlOrMeta+Shift+S');
  await toast(app, /copied/).waitFor();
  await app.getByRole('button', { name: 'Open the copy' }).click();
  const question = app.getByRole('alertdialog');
  await question.getByRole('button', { name: 'Save' }).click();
  await expect(openPart(app)).not.toContainText(first);
  await expect(list(app).getByRole('listitem')).toHaveCount(4);
  await expect(item(app, first)).toBeVisible();
});

test('sessions go into one zip and come out of it', async ({ server, app, folder }) => {
  const [first, second] = await three(server);
  await sidebar(app).getByRole('button', { name: 'More for the list' }).click();
  await app.getByRole('menuitem', { name: 'Select several' }).click();
  for (const id of [first, second])
    await list(app)
      .getByRole('checkbox', { name: new RegExp(`^${id} - `) })
      .click();
  await expectAccessible(app);
  const arriving = app.waitForEvent('download');
  await sidebar(app).getByRole('button', { name: 'Export' }).click();
  const download = await arriving;
  const zip = `${folder}/two.zip`;
  await download.saveAs(zip);
  expect((await stat(zip)).size).toBeGreaterThan(500);

  const choosing = app.waitForEvent('filechooser');
  await sidebar(app).getByRole('button', { name: 'More for the list' }).click();
  await app.getByRole('menuitem', { name: 'Import from a zip' }).click();
  await (await choosing).setFiles(zip);
  await expect(list(app).getByRole('listitem')).toHaveCount(5);
  await expect(app.getByText('2 sessions taken in')).toBeVisible();
});

test('what is no zip is refused in a sentence, and nothing is taken in', async ({ page: app, server }) => {
  // Not the watched page: a refusal stands in a browser's console, whoever reads its sentence.
  await app.goto(`${server.url}/?token=${server.token}`);
  await expect(sidebar(app).getByRole('button', { name: 'Import from a zip' })).toBeVisible();
  const choosing = app.waitForEvent('filechooser');
  await sidebar(app).getByRole('button', { name: 'Import from a zip' }).click();
  await (await choosing).setFiles({
    name: 'holiday.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from('This is a letter, not an archive.'.repeat(40)),
  });
  await expect(
    app
      .getByText(/zip|archive/i)
      .filter({ hasText: /\./ })
      .first(),
  ).toBeVisible();
  await expect(sidebar(app).getByText('No sessions yet')).toBeVisible();
});

test('a fresh start proposes the session that was begun, and never insists', async ({ server, app }) => {
  const id = await createSession(server);
  await generateAll(server, id);
  const next = (await server.api('GET', `/sessions/${id}/trials/next`)).body;
  await server.api('POST', `/sessions/${id}/votes`, { trial_id: next['trial_id'], choice: 'A' });
  await app.goto(server.url);
  await app.reload();
  const proposal = app.getByText(/^Go on with inkwash_v1-000008, .*\?$/);
  await expect(proposal).toBeVisible();
  await expectAccessible(app);
  await app.getByRole('button', { name: 'Not now' }).click();
  await expect(proposal).toBeHidden();
  await app.reload();
  await expect(item(app, id)).toBeVisible();
  await expect(proposal).toBeHidden();
});

test('a reload comes back to an edit that was just made, and to the trial that was open', async ({
  server,
  app,
}) => {
  app.on('dialog', (dialog) => void dialog.accept());
  const id = await createSession(server, { ...SMALL_SETUP, metrics: ['Quality'] });
  await item(app, id).click();
  await expect(openPart(app)).toContainText(id);
  await app.getByRole('button', { name: 'Style', exact: true }).click();
  await app.reload();
  await expect(openPart(app)).toContainText(id);
  const metrics = async () => {
    const { setup } = (await server.api('GET', `/sessions/${id}`)).body as { setup: { metrics: string[] } };
    return setup.metrics;
  };
  await expect.poll(metrics).toEqual(['Quality', 'Style']);
  await expect(app.getByRole('button', { name: 'Remove Style' })).toBeVisible();

  await generateAll(server, id);
  await app.getByRole('tab', { name: /Evaluate/ }).click();
  const judging = new Judging(app);
  await judging.vote('1', 1, 24);
  await judging.vote('2', 2, 24);
  await app.reload();
  await judging.waitForTrial(3, 24);
  expect((await server.api('GET', `/sessions/${id}`)).body['votes_done']).toBe(2);
});

test('an archived session says so, and is brought back where it is opened', async ({ server, app }) => {
  const [first] = await three(server);
  await choose(app, first, 'Archive');
  await expect(item(app, first)).toContainText('Archived');
  await item(app, first).click();
  await expect(app.getByRole('heading', { name: 'inkwash_v1-000008 is archived' })).toBeVisible();
  await expectAccessible(app);
  await app.getByRole('tabpanel').getByRole('button', { name: 'Bring back' }).click();
  await expect(openPart(app)).toContainText(first);
  await expect(item(app, first)).not.toContainText('Archived');
});
