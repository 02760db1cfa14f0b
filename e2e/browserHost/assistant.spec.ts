import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type FakeModelServer, startFakeModelServer } from '../../electron/testing/fakeModelServer';
import { createSession, generateAll, getSession, type Json, SMALL_SETUP, voteAll } from '../evaluation';
import { expect, expectAccessible, test } from '../fixtures';
import type { RunningHost } from '../runningHost';

const KEY = 'key-0123456789-of-nobody-abcdef';
const DESCRIPTION = 'ink wash drawings of animals, with plain paper behind them';
const NUMBER = '97.3 %';

test('a model writes prompts, metrics and the report, and its key is found nowhere', async ({
  app,
  server,
  folder,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const model = await startFakeModelServer({ behaviour: { key: KEY, models: ['small-model', 'big-model'] } });
  try {
    const id = await createSession(server, { ...SMALL_SETUP, weight_range: [0.8, 0.8, 0.2], seeds: [42] });
    await app
      .getByRole('list', { name: 'Sessions' })
      .getByRole('button', { name: new RegExp(`^${id} - `) })
      .click();
    await test.step('it is set up', () => setUp(app, model));
    await test.step('prompts come one after the other, are appended, and go by Undo', () =>
      generatePrompts(app, server, model, id));
    await test.step('metrics are chosen from', () => suggestMetrics(app, server, id));
    await generateAll(server, id);
    await voteAll(server, id, (_trial, index) => (index % 3 === 0 ? 'B' : 'A'));
    await server.api('POST', `/sessions/${id}/save`);
    await test.step('the report is written, and a number of its own is marked', () =>
      writeReport(app, model, join(folder, 'sessions', id)));

    // The first call came before the key was typed.
    const keys = model.asked.slice(1).map(({ headers }) => headers.authorization);
    expect(new Set(keys)).toEqual(new Set([`Bearer ${KEY}`]));
    expect((await diagnostics(app)) + server.output()).not.toContain(KEY);
    for (const path of ['/log', '/assistant', '/settings', `/sessions/${id}`, `/sessions/${id}/log`])
      expect((await server.api('GET', path)).text, path).not.toContain(KEY);
    const holders = await filesWith(folder, KEY);
    expect(holders).toEqual(['assistant-keys.json']);
    expect((await stat(join(folder, 'assistant-keys.json'))).mode & 0o777).toBe(0o600);
    expect(await filesWith(join(folder, 'logs'), DESCRIPTION)).toEqual([]);
  } finally {
    await model.close();
  }
});

async function setUp(app: Page, model: FakeModelServer): Promise<void> {
  await app.getByRole('button', { name: 'Settings', exact: true }).click();
  await app.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Assistant' }).click();
  await app.getByRole('combobox', { name: 'Model server' }).click();
  await app.getByRole('option', { name: 'Other address' }).click();
  const address = app.getByRole('textbox', { name: 'Address of the model server' });
  await expect(address).toBeFocused();
  // As a person copies it.
  await address.fill(`${model.url.replace('http://', '')}/chat/completions`);
  await address.press('Enter');
  await expect(app.getByText(/asks for a key \(401\)/)).toBeVisible();
  await app.getByLabel('Key of the model server').fill(KEY);
  await app.getByRole('button', { name: 'Keep', exact: true }).click();
  await expect(app.getByText(/offers 2 models\. Choose one below/)).toBeVisible();
  await app.getByRole('combobox', { name: 'Model', exact: true }).click();
  await app.getByRole('option', { name: 'small-model' }).click();
  await expect(app.getByText(/answers and has small-model\./)).toBeVisible();
  await expect(app.getByText(/A key is kept in a file beside the settings/)).toBeVisible();
  await app.getByRole('button', { name: 'Edit the wording: prompts' }).click();
  await inBothThemes(app, '.settings__body');
  await app.getByRole('button', { name: 'Cancel' }).click();
  await app.getByRole('button', { name: 'Close', exact: true }).first().click();
}

async function generatePrompts(app: Page, server: RunningHost, model: FakeModelServer, id: string) {
  await app.getByRole('button', { name: 'Generate prompts' }).click();
  const panel = app.getByRole('region', { name: 'Generate prompts' });
  await panel.getByRole('textbox', { name: 'What does the LoRA show?' }).fill(DESCRIPTION);
  model.behave({ key: KEY, trouble: 'held' });
  await panel.getByRole('button', { name: /^Generate 8 prompts/ }).click();
  const items = panel.getByRole('list', { name: 'Generated prompts' }).getByRole('listitem');
  await expect(items.first()).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Stop' })).toBeVisible();
  expect(await items.count()).toBeLessThan(8);
  model.release();
  model.behave({ key: KEY });
  await expect(items).toHaveCount(8);
  await panel.getByRole('button', { name: 'Add 8 prompts' }).click();
  await expect.poll(() => makers(server, id)).toEqual([null, null, ...Array(8).fill('model')]);
  await app.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect.poll(() => makers(server, id)).toEqual([null, null]);
}

/** Who made each prompt of a session; null for a person. */
async function makers(server: RunningHost, id: string): Promise<unknown[]> {
  const { prompt_pairs } = (await getSession(server, id))['setup'] as { prompt_pairs: Json[] };
  return prompt_pairs.map(({ generated }) => generated ?? null);
}

async function suggestMetrics(app: Page, server: RunningHost, id: string): Promise<void> {
  await app.getByRole('button', { name: 'Suggest metrics' }).click();
  const panel = app.getByRole('region', { name: 'Suggest metrics' });
  await panel.getByRole('button', { name: /^Suggest/ }).click();
  await panel.getByRole('checkbox', { name: /^Likeness/ }).check();
  await panel.getByRole('button', { name: 'Add 1 metric' }).click();
  await expect
    .poll(async () => ((await getSession(server, id))['setup'] as Json)['metrics'])
    .toEqual(['Quality', 'Style', 'Likeness']);
}

async function writeReport(app: Page, model: FakeModelServer, session: string): Promise<void> {
  const words = `It was a close thing. ${'The drawings look calm. '.repeat(20)}In ${NUMBER} of all cases nobody knew.`;
  model.behave({ key: KEY, trouble: 'held', answer: words });
  await app.getByRole('tab', { name: /Report/ }).click();
  await app.getByRole('button', { name: 'Written report' }).click();
  const written = app.getByRole('dialog', { name: 'Written report' });
  // The way back from the metrics is offered still, and lies over none of the acts.
  await expect(app.getByRole('region', { name: 'Notices' })).toContainText('1 metric added.');
  await written.getByRole('button', { name: 'Write with small-model' }).click({ timeout: 3000 });
  await expect(written).toContainText('It was a close thing.');
  await expect(written.getByRole('button', { name: 'Stop' })).toBeVisible();
  expect(await readFile(join(session, 'lora_report.md'), 'utf8')).not.toContain('a close thing');
  model.release();
  await expect(written).toContainText('One number of the model is not among the figures.');
  await expect(written.getByText(NUMBER).first()).toBeVisible();
  await inBothThemes(app, '[role=dialog]:not(.toast)');
  const text = await readFile(join(session, 'lora_report.md'), 'utf8');
  expect(text).toContain('It was a close thing.');
  expect(text).toContain('small-model');
  expect(text).toContain('Not among the figures: `97.3 %`');
}

async function diagnostics(app: Page): Promise<string> {
  await app.keyboard.press('Escape');
  await app.getByRole('button', { name: 'Settings', exact: true }).click();
  await app.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Log' }).click();
  await app.getByRole('button', { name: 'Copy diagnostics' }).click();
  const clipboard = () => app.evaluate(() => navigator.clipboard.readText());
  await expect.poll(clipboard).toContain('browser host');
  return clipboard();
}

test('without any model both buttons give results', async ({ app, server }) => {
  await app.getByRole('button', { name: 'Generate prompts' }).click();
  const prompts = app.getByRole('region', { name: 'Generate prompts' });
  await expect(prompts.getByText(/A model can be set up in the/)).toBeVisible();
  await prompts.getByRole('textbox', { name: 'What does the LoRA show?' }).fill(DESCRIPTION);
  await prompts.getByRole('button', { name: /^Generate 8 prompts/ }).click();
  await expect(prompts.getByRole('button', { name: 'Add 8 prompts' })).toBeVisible();
  await inBothThemes(app, '.asking');
  await prompts.getByRole('button', { name: 'Add 8 prompts' }).click();
  await app.getByRole('button', { name: 'Suggest metrics' }).click();
  const metrics = app.getByRole('region', { name: 'Suggest metrics' });
  await metrics.getByRole('button', { name: /^Suggest/ }).click();
  const boxes = metrics.getByRole('list', { name: 'Suggested metrics' }).getByRole('checkbox');
  await boxes.first().check();
  await inBothThemes(app, '.asking');
  await metrics.getByRole('button', { name: 'Add 1 metric' }).click();
  await expect(metrics).toBeHidden();
  await app.getByRole('button', { name: /^Save/ }).first().click();
  const first = async () =>
    ((await server.api('GET', '/sessions')).body['sessions'] as Json[])[0]?.['session_id'] as string;
  await expect.poll(first).toMatch(/^\d{8}_/);
  expect(await makers(server, await first())).toEqual(Array(8).fill('word_lists'));
});

/** Scans what is new on the page in the dark and in the light. */
async function inBothThemes(app: Page, part: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await app.emulateMedia({ colorScheme });
    await expectAccessible(app, part);
  }
}

/** Names of the files below a folder that hold a text. */
async function filesWith(folder: string, text: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    if ((await readFile(join(entry.parentPath, entry.name))).includes(text)) found.push(entry.name);
  }
  return found;
}
