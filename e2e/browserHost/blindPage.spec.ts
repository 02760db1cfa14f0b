import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Response } from '@playwright/test';
import { parseJson } from '../../core/session/json';
import { createSession, generateAll, type Json, SMALL_SETUP } from '../evaluation';
import { expect, test, watchConsole } from '../fixtures';
import { Judging } from '../judging';
import { createNoiseComfy } from '../noiseComfy';
import { startHost } from '../runningHost';
import {
  headerShape,
  judgeFeature,
  labelWordsIn,
  type SideOnTheWire,
  tellingFeatures,
  WIRE_FEATURES,
} from '../wireFeatures';

const EVALUATIONS = 5;
const PAIRS = 12;

/** What the page shows and loaded for one side of one trial. */
interface SideOnThePage extends SideOnTheWire {
  /** Place among all picture requests of the page, and among their ends. */
  asked: number;
  ended: number;
  width: number;
  height: number;
  markup: string;
}

/** Every picture that the page loads, in the order of asking and of arriving. */
class PictureTraffic {
  readonly asked: string[] = [];
  readonly ended: string[] = [];
  readonly answers = new Map<string, Promise<SideOnTheWire>>();

  constructor(page: Page) {
    page.on('request', (request) => {
      if (request.url().includes('/image/')) this.asked.push(request.url());
    });
    page.on('response', (response) => {
      if (response.url().includes('/image/')) this.answers.set(response.url(), readSide(response));
    });
    page.on('requestfinished', (request) => {
      if (request.url().includes('/image/')) this.ended.push(request.url());
    });
  }
}

async function readSide(response: Response): Promise<SideOnTheWire> {
  const headers = Object.entries(await response.allHeaders());
  return { address: new URL(response.url()).pathname, headers, bytes: await response.body() };
}

test('voting in the page: frames, requests, pictures and markup tell the sides no better than chance', async ({
  page,
  folder,
}) => {
  test.setTimeout(150_000);
  const comfy = await createNoiseComfy();
  const host = await startHost({
    args: ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfy.url],
    cwd: folder,
  });
  const complaints = watchConsole(page);
  const frames: string[] = [];
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  const traffic = new PictureTraffic(page);
  await page.goto(`${host.url}/?token=${host.token}`);

  const seen: { a: SideOnThePage; b: SideOnThePage; loraLeft: boolean }[] = [];
  for (let evaluation = 0; evaluation < EVALUATIONS; evaluation += 1) {
    const id = await createSession(host, { ...SMALL_SETUP, metrics: ['Quality'] });
    await generateAll(host, id);
    await host.api('POST', `/sessions/${id}/save`);
    await page.getByRole('button', { name: new RegExp(`^${id}`) }).click();
    await page.getByRole('tab', { name: /Evaluate/ }).click();
    const judging = new Judging(page);
    const trials: { a: SideOnThePage; b: SideOnThePage }[] = [];
    for (let number = 1; number <= PAIRS; number += 1) {
      await judging.waitForTrial(number, PAIRS);
      // The quiet mark of the vote before lies over the pair for a moment.
      await expect(page.locator('[data-chosen]')).toHaveCount(0);
      trials.push({ a: await lookAt(judging.pictureA, traffic), b: await lookAt(judging.pictureB, traffic) });
      await page.keyboard.press('3');
    }
    await expect(page.getByText(`All ${PAIRS} votes are in`)).toBeVisible();
    await host.api('POST', `/sessions/${id}/save`);
    // The truth is read only now, from the file that the page never sees.
    const meta = parseJson(await readFile(join(folder, 'sessions', id, 'session_meta.json'), 'utf8')) as Json;
    const shuffled = (meta['step_2_generation'] as Json)['shuffled_results'] as Json[];
    trials.forEach((trial, index) => {
      seen.push({ ...trial, loraLeft: shuffled[index]?.['swap'] === true });
    });
  }

  expect(seen).toHaveLength(EVALUATIONS * PAIRS);
  for (const { a, b } of seen) {
    expect(headerShape(a), 'both pictures come with the same headers').toEqual(headerShape(b));
    expect(a.bytes.length, 'both pictures have the same length').toBe(b.bytes.length);
    expect([a.width, a.height], 'both pictures stand at one size').toEqual([b.width, b.height]);
    expect(a.markup, 'the markup differs in nothing but the letter and the address').toBe(b.markup);
  }
  const features: Record<string, (side: SideOnThePage) => number> = {
    ...WIRE_FEATURES,
    'order of asking': (side) => side.asked,
    'order of arriving': (side) => side.ended,
  };
  const verdicts = Object.entries(features).map(([name, feature]) =>
    judgeFeature(
      name,
      seen.map(({ a, b, loraLeft }) => ({ a: feature(a), b: feature(b), loraLeft })),
    ),
  );
  expect(verdicts.filter((verdict) => verdict.differ > seen.length / 2).length).toBeGreaterThanOrEqual(5);
  expect(tellingFeatures(verdicts)).toEqual([]);
  expect(frames.length).toBeGreaterThan(seen.length);
  expect(frames.flatMap(labelWordsIn)).toEqual([]);
  expect(complaints).toEqual([]);
  await host.stop();
  await comfy.dispose();
});

async function lookAt(picture: Judging['pictureA'], traffic: PictureTraffic): Promise<SideOnThePage> {
  const shown = await picture.evaluate((element: HTMLImageElement) => {
    const { width, height } = element.getBoundingClientRect();
    const markup = (element.closest('figure')?.outerHTML ?? '')
      .replaceAll(/Picture [AB]/g, 'Picture')
      .replaceAll(/data-side="[AB]"/g, '')
      .replaceAll(/>[AB]</g, '><')
      .replaceAll(/src="[^"]*"/g, '');
    return { address: element.src, width, height, markup };
  });
  const wire = await traffic.answers.get(shown.address);
  if (wire === undefined) throw new Error(`The page shows ${shown.address}, which it never loaded.`);
  return {
    ...wire,
    asked: traffic.asked.indexOf(shown.address),
    ended: traffic.ended.indexOf(shown.address),
    width: shown.width,
    height: shown.height,
    markup: shown.markup,
  };
}
