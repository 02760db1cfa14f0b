import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from '@playwright/test';
import { buildReport } from '../../core/report/figures';
import { parseJson } from '../../core/session/json';
import { resultsInput } from '../../core/testing/resultsInput';
import { type DrawnShowing, drawnOrder } from '../drawnOrder';
import { createSession, generateAll, type Json, SMALL_SETUP, voteAll } from '../evaluation';
import { expect, expectAccessible, test, watchConsole } from '../fixtures';
import { Keyboard } from '../keyboard';
import type { RunningHost } from '../runningHost';

const WEIGHTS = ['0.4', '0.6', '0.8'];

test('the answer: verdict first, what it rests on, taken along in files that hold it, and beside another session', async ({
  app,
  browser,
  server,
  folder,
}) => {
  const id = await createSession(server);
  await generateAll(server, id);
  await server.api('POST', `/sessions/${id}/save`);
  const keyboard = new Keyboard(app);
  await keyboard.press(item(app, id));
  const report = app.getByRole('article', { name: 'Report' });
  const headline = report.getByRole('heading', { level: 1 });

  await test.step('nothing of it is there before the reveal', async () => {
    await judge(server, join(folder, 'sessions', id), 'rater 1', answerOfFirst, 12);
    await judge(server, join(folder, 'sessions', id), 'Ann', answerOfAnn);
    await keyboard.press(app.getByRole('tab', { selected: true }), 'End');
    await app.keyboard.press('Enter');
    await expect(app.getByRole('heading', { name: /nothing to see yet$/ })).toBeVisible();
    for (const name of ['Export', 'Written report'])
      await expect(app.getByRole('button', { name, exact: true })).toHaveCount(0);
    for (const path of ['report', 'report/written', 'export?format=html', 'export?format=json']) {
      const { status, body } = await server.api('GET', `/sessions/${id}/${path}`);
      expect([path, status, (body['error'] as Json)['code']]).toEqual([path, 409, 'evaluation_open']);
    }
    await judge(server, join(folder, 'sessions', id), 'rater 1', answerOfFirst);
  });

  // Two prompts are few, and the headline does not hide it.
  await expect(headline).toHaveText(/^At weight 0\.8 .* better on Quality and Style on these prompts/);

  await test.step('every view by keyboard', () => walkViews(app, report));
  await test.step('a filter narrows, says so, and goes back', () => narrowAndBack(app, report));
  await test.step('the pictures behind it', () => lookAtPair(app, report));
  await test.step('the written report lies with the session', async () => {
    const words = (await headline.textContent()) ?? '';
    await keyboard.press(app.getByRole('button', { name: 'Written report' }));
    const written = app.getByRole('dialog', { name: 'Written report' });
    await expect(written).toContainText(words);
    expect(await readFile(join(folder, 'sessions', id, 'lora_report.md'), 'utf8')).toContain(words);
    await app.keyboard.press('Escape');
    await expect(written).toBeHidden();
  });
  await test.step('one HTML file, opened without a network', async () => {
    const file = await exported(app, 'HTML file', join(folder, 'report.html'));
    await openOffline(browser, file, (await headline.textContent()) ?? '');
  });
  await test.step('all that the figures are counted from', async () => {
    const file = await exported(app, 'Everything', join(folder, 'results.json'));
    // biome-ignore lint/suspicious/noExplicitAny: what a stranger reads has no types.
    const results = parseJson(await readFile(file, 'utf8')) as any;
    expect(results.votes).toHaveLength(48);
    const counted = buildReport(resultsInput(results));
    expect(counted).toEqual(results.figures);
    const { body } = await server.api('GET', `/sessions/${id}/report`);
    expect([counted.verdict, counted.quality]).toEqual([body['verdict'], body['quality']]);
    await expect(headline).toHaveText(counted.verdict[0] ?? '');
  });
  await test.step('beside another session', () => compareWithAnother(app, server, id));
  // Made in a thread of its own: had it not been found, the log would say that it was done without.
  expect((await server.api('GET', '/log?level=warning')).body['entries']).toEqual([]);
});

test('every thread that the program starts lies beside it, in both hosts and in the installers', async () => {
  const root = resolve(import.meta.dirname, '../..');
  const sources = (await readdir(join(root, 'electron'), { recursive: true })).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  const texts = await Promise.all(sources.map((file) => readFile(join(root, 'electron', file), 'utf8')));
  const threads = texts.flatMap((text) => text.match(/\w+\.worker\.js/g) ?? []);
  expect(threads).toContain('reportMaking.worker.js');
  for (const program of ['main', 'server'])
    expect(await readdir(join(root, 'dist', program))).toEqual(expect.arrayContaining(threads));
  expect(await readFile(join(root, 'electron-builder.yml'), 'utf8')).toContain('\n  - dist/main/**\n');
});

const item = (app: Page, id: string) =>
  app.getByRole('list', { name: 'Sessions' }).getByRole('button', { name: new RegExp(`^${id} - `) });

type Answer = { prefers: 'lora' | 'baseline' | 'same'; stars: number | null };

/** Prefers the strongest weight clearly, the middle one always, and the weakest never. */
function answerOfFirst(pair: string): Answer {
  if (pair.includes('0.8')) return { prefers: 'lora', stars: 5 };
  return pair.includes('0.6') ? { prefers: 'lora', stars: 2 } : { prefers: 'same', stars: null };
}

/** Is of one mind on the strongest weight only. */
function answerOfAnn(pair: string): Answer {
  return pair.includes('0.8') ? { prefers: 'lora', stars: 4 } : { prefers: 'baseline', stars: 1 };
}

/** Has a rater answer every trial, or only so many, by what stands behind it, which only the session's folder tells. */
async function judge(
  host: RunningHost,
  folder: string,
  rater: string,
  answer: (pair: string) => Answer,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  const trials = `/sessions/${basename(folder)}/trials/next?rater=${rater}`;
  const say = async (trial: Json, choice: string, stars: number | null) => {
    const vote = { trial_id: trial['trial_id'], choice, stars, rater, elapsed_ms: 1_200 };
    const cast = await host.api('POST', `/sessions/${basename(folder)}/votes`, vote);
    expect(cast.status, cast.text).toBe(201);
    return cast.body['next'] as Json;
  };
  let next = (await host.api('GET', trials)).body;
  // The order of whoever is new is drawn with the first vote, which is answered once more below.
  await say(next, 'same', null);
  const order = await drawnOrder(folder, rater);
  for (let votes = 0; votes < most && next['done'] !== true; votes += 1) {
    const { pair, swap } = order[Number(next['pair_number']) - 1] as DrawnShowing;
    const { prefers, stars } = answer(pair);
    next = await say(next, prefers === 'same' ? 'same' : (prefers === 'lora') === swap ? 'A' : 'B', stars);
  }
}

async function walkViews(app: Page, report: Locator): Promise<void> {
  await report.getByRole('tab', { name: /^Quality/ }).focus();
  await app.keyboard.press('ArrowRight');
  await app.keyboard.press('Enter');
  await expect(report.getByRole('tab', { name: /^Style/, selected: true })).toBeVisible();
  const views = report.getByRole('group', { name: 'Shown' });
  const shown = {
    'By weight': report.getByRole('img', { name: /Style/ }),
    'By prompt': report.getByRole('table', { name: /^Style: net preference by prompt/ }),
    Stars: report.getByRole('img', { name: /^At 0\.8\./ }),
    'Over time': report.getByRole('button', { name: 'As a table' }),
  };
  await views.getByRole('button', { name: 'By weight' }).focus();
  for (const [name, what] of Object.entries(shown)) {
    await app.keyboard.press('Enter');
    await expect(views.getByRole('button', { name, pressed: true })).toBeFocused();
    await expect(what.first()).toBeVisible();
    await app.keyboard.press('Tab');
  }
  await new Keyboard(app).press(views.getByRole('button', { name: 'By weight' }));
}

async function narrowAndBack(app: Page, report: Locator): Promise<void> {
  const headline = report.getByRole('heading', { level: 1 });
  const whole = (await headline.textContent()) ?? '';
  const keyboard = new Keyboard(app);
  await keyboard.press(report.getByRole('button', { name: 'Filter votes' }));
  await keyboard.press(
    app.getByRole('group', { name: 'Raters' }).getByRole('checkbox', { name: 'Ann' }),
    'Space',
  );
  const show = app.getByRole('button', { name: 'Show the report' });
  await keyboard.press(show);
  await expect(show).toBeHidden();
  await expect(headline).toHaveText(/^Of a part: /);
  await expect(report).toContainText('a part chosen afterwards proves less than the whole.');
  await expect(report).not.toContainText('Ann prefers');
  await keyboard.press(report.getByRole('button', { name: 'Show all votes' }));
  await expect(headline).toHaveText(whole);
  await expect(report).not.toContainText('a part chosen afterwards');
}

/** Opens the clearest pair, sees what each picture is, and comes back to where it stood. */
async function lookAtPair(app: Page, report: Locator): Promise<void> {
  const evidence = report.getByRole('region', { name: 'The pictures behind it' });
  const first = evidence.getByRole('button', { name: /^Open ?Baseline ?, LoRA 0\.8/ }).first();
  await first.focus();
  await app.keyboard.press('Enter');
  const viewer = app.getByRole('dialog', { name: 'Won clearly on Style' });
  for (const name of ['Baseline', 'LoRA 0.8'])
    await expect(viewer.getByRole('img', { name, exact: true })).toBeVisible();
  await expect(viewer.getByRole('region', { name: 'Votes', exact: true })).toContainText('Ann won, 4 stars');
  await app.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(first).toBeFocused();
}

async function exported(app: Page, entry: string, path: string): Promise<string> {
  const keyboard = new Keyboard(app);
  await keyboard.press(app.getByRole('button', { name: 'Export', exact: true }));
  const arriving = app.waitForEvent('download');
  const chosen = app.getByRole('menuitem', { name: new RegExp(`^${entry}`) });
  await expect(app.getByRole('menu')).toBeVisible();
  await app.keyboard.type(entry);
  await expect(chosen).toBeFocused();
  await app.keyboard.press('Enter');
  await (await arriving).saveAs(path);
  return path;
}

/** The exported page in a browser that has never heard of us, from the disk, with the network off. */
async function openOffline(browser: Browser, file: string, headline: string): Promise<void> {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const complaints = watchConsole(page);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(headline);
  const pictures = page.locator('img');
  await expect(pictures.first()).toBeVisible();
  const widths = await pictures.evaluateAll((all) =>
    all.map((one) => (one as HTMLImageElement).naturalWidth),
  );
  expect(Math.min(...widths), 'every picture is in the file').toBeGreaterThan(0);
  const chart = page.locator('svg[role=img]').first();
  await expect(chart).toBeVisible();
  for (const weight of WEIGHTS) await expect(chart).toContainText(weight);
  expect(await page.locator('script, link, iframe, object').count()).toBe(0);
  expect(asked).toEqual([pathToFileURL(file).href]);
  expect(complaints).toEqual([]);
  await context.close();
}

async function compareWithAnother(app: Page, host: RunningHost, id: string): Promise<void> {
  const other = await createSession(host, {
    ...SMALL_SETUP,
    metrics: ['Quality'],
    lora_filename: 'demo/inkwash_v1-000012.safetensors',
  });
  await generateAll(host, other);
  await voteAll(host, other, () => 'same');
  await host.api('POST', `/sessions/${other}/save`);
  // A notice of the run may come at any moment: it stands at once, so that no scan finds it half faded in.
  await app.emulateMedia({ reducedMotion: 'reduce' });
  const keyboard = new Keyboard(app);
  await keyboard.press(app.getByRole('button', { name: 'More for the list' }));
  await expect(app.getByRole('menu')).toBeVisible();
  await app.keyboard.type('Select');
  await expect(app.getByRole('menuitem', { name: 'Select several' })).toBeFocused();
  await app.keyboard.press('Enter');
  // The list is one stop, and the arrows go through it.
  const boxes = app.getByRole('list', { name: 'Sessions' }).getByRole('checkbox');
  await expect(boxes).toHaveCount(2);
  await keyboard.reach(boxes);
  for (const key of ['Home', 'Space', 'ArrowDown', 'Space']) await app.keyboard.press(key);
  await keyboard.press(app.getByRole('button', { name: 'Compare', exact: true }));
  const comparison = app.getByRole('article', { name: 'Comparison' });
  const { body } = await host.api('GET', `/comparison?session=${id}&session=${other}`);
  const [headline] = body['verdict'] as string[];
  await expect(comparison.getByRole('heading', { level: 1 })).toHaveText(headline ?? '');
  expect(body['shared']).toMatchObject({ metrics: ['Quality'], units: 4 });
  await expectAccessible(app);
  await app.keyboard.press('Escape');
  await expect(app.getByRole('article', { name: 'Report' })).toBeVisible();
}
