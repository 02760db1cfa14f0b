import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { createSession, generateAll } from '../evaluation';
import { expect, expectAccessible, test } from '../fixtures';
import { Judging } from '../judging';
import { openByKey } from '../keyboard';

const SAMPLE = '20260104_101500';

/** What fades is caught half faded by a scan. */
test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }));

const sidebar = (app: Page) => app.getByRole('complementary', { name: 'Sessions' });
const item = (app: Page, id: string) =>
  app.getByRole('list', { name: 'Sessions' }).getByRole('button', { name: new RegExp(`^${id} - `) });

/** Each of them is opened, scanned and closed; the page itself beside the first of a kind. */
async function openEach(app: Page, buttons: readonly Locator[]): Promise<void> {
  for (const button of buttons)
    await test.step(String(button), () => openByKey(app, button, (part) => expectAccessible(app, part)));
}

test('access: the set-up, its faults, and all that opens there', async ({ app }) => {
  await expect(app.getByRole('button', { name: 'Fill in an example' })).toBeVisible();
  await expectAccessible(app);
  for (const name of ['Generate', 'Evaluate', 'Report']) {
    await app.getByRole('tab', { name }).click();
    await expect(app.getByRole('tabpanel', { name }).getByRole('heading')).toBeVisible();
    await expectAccessible(app, 'main');
  }
  await app.getByRole('tab', { name: 'Setup' }).click();
  const setup = app.getByRole('tabpanel', { name: /Setup/ });
  const named = (name: string | RegExp) => setup.getByRole('button', { name, exact: true }).first();

  await setup.getByRole('textbox', { name: 'Largest weight' }).fill('0.2');
  await app.keyboard.press('F8');
  await expect(setup.getByText(/is above the largest/).first()).toBeVisible();
  await expectAccessible(app);
  await app.getByRole('button', { name: 'Fill in an example' }).click();
  const question = app.getByRole('alertdialog');
  await expect(question).toBeVisible();
  // A key of the page is none while something is asked.
  await app.keyboard.press('F8');
  await expect(question.getByRole('button', { name: 'Save' })).toBeFocused();
  await expectAccessible(app);
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(app.getByRole('button', { name: 'Save and start' })).toBeEnabled();
  await expectAccessible(app);

  await openEach(app, [
    named('Training'),
    named('Add inkwash to prompts'),
    named('More for prompts'),
    named('More for seeds'),
    app.getByRole('button', { name: 'Presets' }),
    setup.getByRole('combobox', { name: 'Workflow' }),
    setup.getByRole('combobox', { name: 'Text encoder' }),
    sidebar(app).getByRole('button', { name: 'More', exact: true }),
    sidebar(app).getByRole('button', { name: 'More for the list' }),
    sidebar(app).getByRole('button', { name: 'Filter by date' }),
    sidebar(app).getByRole('button', { name: /127/ }).last(),
  ]);
  for (const [button, part] of [
    ['Paste many', 'Prompts'],
    ['Generate prompts', 'Prompts'],
    ['Suggest metrics', 'Metrics'],
  ] as const) {
    await named(button).click();
    await expect(setup.getByRole('textbox').first()).toBeVisible();
    await expectAccessible(app, `section[aria-label="${part}"]`);
    await app.keyboard.press('Escape');
  }
  await named('Test one pair').click();
  const pair = app.getByRole('dialog', { name: /pair/i });
  await expect(pair.getByRole('img').first()).toBeVisible();
  await expectAccessible(app);
  await app.keyboard.press('Escape');
  await expect(named('Test one pair')).toBeFocused();
  await named('Add another server').click();
  await setup.getByRole('textbox', { name: 'Server 2', exact: true }).fill('127.0.0.1:9');
  await openEach(app, [named('Access header of 127.0.0.1:9')]);
  await expectAccessible(app, 'main');
});

test('access: all pages of the settings, and what opens there, in the dark', async ({ app }) => {
  await app.emulateMedia({ colorScheme: 'dark' });
  await app.keyboard.press('ControlOrMeta+,');
  const pages = app.getByRole('navigation', { name: 'Settings' });
  for (const page of await pages.getByRole('button').all()) {
    await page.click();
    const name = (await page.textContent()) ?? '';
    await test.step(name, async () => {
      const body = app.getByRole('region', { name: `${name} page` });
      await expect(body.getByRole('heading', { level: 2 }).first()).toBeVisible();
      await expectAccessible(app);
      for (const box of await body.getByRole('combobox').all()) await openEach(app, [box]);
    });
  }
});

test('access: a run at work and at rest, judging, its dialogs and its end', async ({
  app,
  server,
  comfy,
}) => {
  comfy.faults.arm({ kind: 'out_of_memory', image: 7, times: 1000 });
  const id = await createSession(server);
  await server.api('POST', `/sessions/${id}/generate`);
  await item(app, id).click();
  await app.getByRole('tab', { name: /Generate/ }).click();
  await expect(app.getByRole('region', { name: 'Images' }).getByText(/three failures in a row/)).toBeVisible({
    timeout: 30_000,
  });
  await expectAccessible(app);
  comfy.faults.clear();
  await generateAll(server, id);
  await expect(app.getByRole('heading', { name: 'All images are made' })).toBeVisible();
  await expectAccessible(app);

  await app.getByRole('tab', { name: /Evaluate/ }).click();
  const judging = new Judging(app);
  await judging.waitForTrial(1, 24);
  await expectAccessible(app);
  await judging.vote('1', 1, 24);
  await expect(app.getByRole('region', { name: 'Judging' }).getByRole('status')).toHaveText(
    /^Voted A\. Better .*\? 2 of 24\.$/,
  );
  for (const key of ['p', 't']) await app.keyboard.press(key);
  await expect(app.getByRole('navigation', { name: 'All trials' })).toBeVisible();
  await expectAccessible(app);
  const named = (name: string | RegExp) => app.locator('main').getByRole('button', { name });
  const home = app.getByRole('region', { name: 'Judging' });
  // After these the keys are for the pictures again.
  for (const button of [named('Note and flags'), named(/^Zoom/)])
    await openByKey(app, button, (part) => expectAccessible(app, part), home);
  await openEach(app, [named('2 of 24'), named(/^Rater/), named(/^More/)]);
  for (const view of ['Slider', 'Difference', 'One at a time']) {
    await named(new RegExp(`^${view}`)).click();
    await expectAccessible(app, 'main');
  }
  await app.keyboard.press('?');
  await expect(app.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await expectAccessible(app);
  await app.keyboard.press('Escape');
  await expect(home).toBeFocused();
  await named(/^More/).click();
  await app.getByRole('menuitem', { name: /Finish/ }).click();
  const question = app.getByRole('alertdialog');
  await expectAccessible(app);
  await question.getByRole('button', { name: /Finish/ }).click();
  await expect(app.getByRole('button', { name: /report/i }).first()).toBeVisible();
  await expectAccessible(app);
});

test('access: the report in all its views, its pictures and dialogs, in the dark', async ({
  app,
  folder,
}) => {
  await app.emulateMedia({ colorScheme: 'dark' });
  await cp(resolve('sessions', SAMPLE), join(folder, 'sessions', SAMPLE), { recursive: true });
  await app.reload();
  await item(app, SAMPLE).click();
  await app.getByRole('tab', { name: /Report/ }).click();
  const report = app.getByRole('article', { name: 'Report' });
  const named = (name: string | RegExp) => report.getByRole('button', { name, exact: true }).first();
  const views = report.getByRole('group', { name: 'Shown' });
  await expect(report.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(app);
  await openEach(app, [
    app.getByRole('button', { name: 'Written report' }),
    app.getByRole('button', { name: 'Export', exact: true }),
    app.getByRole('button', { name: 'More about this report' }),
    named('Filter votes'),
    named('Hand it on'),
    named('How this is counted'),
    named('All figures'),
    named(/^Open ?Baseline/),
  ]);
  for (const view of ['By prompt', 'Stars', 'Over time']) {
    await views.getByRole('button', { name: view }).click();
    await expect(views.getByRole('button', { name: view, pressed: true })).toBeVisible();
    await expectAccessible(app, 'main');
    const table = report.getByRole('button', { name: 'As a table' });
    if ((await table.count()) > 0) await openEach(app, [table.first()]);
  }
  for (const tab of ['Setup', 'Generate', 'Evaluate']) {
    await app.getByRole('tab', { name: tab }).click();
    await expectAccessible(app, 'main');
  }
});
