import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import { createSession, generateAll, SMALL_SETUP } from '../evaluation';
import { expect, test } from '../fixtures';
import { Judging } from '../judging';
import type { RunningHost } from '../runningHost';

/** What is on the screen in a part of it, three bytes a pixel. */
interface Shot {
  width: number;
  height: number;
  rgb: Buffer;
}

/** A part of the page in whole pixels of the screen. */
interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** An odd size, and no two neighbours alike: one pixel off, or half of one, would show. */
const NOISE = { width: 1021, height: 777 };

async function noisePicture({ width, height } = NOISE): Promise<{ png: Buffer; rgb: Buffer }> {
  const rgb = Buffer.alloc(width * height * 3);
  for (let at = 0; at < rgb.length; at += 1) rgb[at] = (Math.imul(at + 1, 2_654_435_761) >>> 11) & 255;
  const raw = { width, height, channels: 3 } as const;
  return { rgb, png: await sharp(rgb, { raw }).png({ compressionLevel: 1 }).toBuffer() };
}

async function makeSession(server: RunningHost): Promise<string> {
  const id = await createSession(server, { ...SMALL_SETUP, metrics: ['Quality'] });
  await generateAll(server, id);
  await server.api('POST', `/sessions/${id}/save`);
  return id;
}

async function openJudging(page: Page, id: string): Promise<Judging> {
  await page.getByRole('button', { name: new RegExp(`^${id}`) }).click();
  await page.getByRole('tab', { name: /Evaluate/ }).click();
  const judging = new Judging(page);
  await judging.waitForTrial(1, 12);
  return judging;
}

/** Where an element is on the screen; fails when that is no whole pixel of it. */
async function partOf(locator: Locator, density: number): Promise<Part> {
  const { x, y, width, height } = await locator.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  });
  const [left, top, across, down] = [x, y, width, height].map((value) => {
    const place = value * density;
    expect(Math.abs(place - Math.round(place)), `${value} px are whole pixels at ${density}`).toBeLessThan(
      0.02,
    );
    return Math.round(place);
  }) as [number, number, number, number];
  return { left, top, width: across, height: down };
}

async function screenOf(page: Page): Promise<(part: Part) => Promise<Shot>> {
  const png = await page.screenshot({ scale: 'device' });
  return async ({ left, top, width, height }) => {
    const rgb = await sharp(png).extract({ left, top, width, height }).removeAlpha().raw().toBuffer();
    return { width, height, rgb };
  };
}

/** Away from letters at the top and from the outline at the bottom. */
function clear(part: Part): Part {
  return { ...part, top: part.top + 80, height: part.height - 240 };
}

test('both panes show the same pixels at the same place, and no others than the picture has', async ({
  app,
  server,
  playwright,
}, { project }) => {
  const noise = await noisePicture();
  const id = await makeSession(server);
  const look = async (page: Page, density: number) => {
    await page.route('**/image/**', (route) => route.fulfill({ body: noise.png, contentType: 'image/png' }));
    await openJudging(page, id);
    for (const [key, scale] of [
      ['0', 1],
      ['9', 4],
    ] as const) {
      await page.keyboard.press(key);
      await page.keyboard.press('Shift+ArrowRight');
      await expect(page.getByRole('button', { name: `Zoom, ${scale * 100}%` })).toBeVisible();
      const part = async (name: string, place: number) => partOf(page.locator(name).nth(place), density);
      const [frameA, frameB, whole] = [
        await part('.frame', 0),
        await part('.frame', 1),
        await part('.picture', 0),
      ];
      const screen = await screenOf(page);
      const [a, b] = [await screen(clear(frameA)), await screen(clear(frameB))];
      expect(a.rgb.equals(b.rgb), `both panes at ${density} and ${scale}`).toBe(true);
      const from = { left: frameA.left - whole.left, top: clear(frameA).top - whole.top };
      expect(
        firstWrong(a, noise.rgb, from, scale),
        `the picture's own pixels at ${density} and ${scale}`,
      ).toBeNull();
    }
  };
  await look(app, 1);
  // A simulated density paints between the pixels; only a screen of that density shows what a person sees.
  const density = 1.25;
  const options = project.use.launchOptions ?? {};
  const screenArgs = [`--force-device-scale-factor=${density}`, '--window-size=1101,801'];
  const browser = await playwright.chromium.launch({
    ...options,
    args: [...(options.args ?? []), ...screenArgs],
  });
  const page = await browser.newPage({ viewport: null });
  await page.goto(`${server.url}/?token=${server.token}`);
  await look(page, density);
  await browser.close();
});

test('made much smaller, a picture looks as the browser itself shows one', async ({ app, server }) => {
  const width = 1024;
  const { png } = await noisePicture({ width, height: 768 });
  const id = await makeSession(server);
  await app.route('**/image/**', (route) => route.fulfill({ body: png, contentType: 'image/png' }));
  await openJudging(app, id);
  await app.setViewportSize({ width: 900, height: 700 });
  await expect
    .poll(async () => (await app.locator('.frame').first().boundingBox())?.width)
    .toBeLessThan(width / 2);
  const frame = await partOf(app.locator('.frame').first(), 1);
  const small = { ...frame, top: frame.top + 40, height: frame.height - 60 };
  const own = await (await screenOf(app))(small);
  const [place] = await app.locator('.picture').all();
  await place?.evaluate(async (picture) => {
    const image = new Image();
    image.src = '/image/plain';
    image.style.cssText = 'width: 100%; height: 100%; display: block';
    await image.decode();
    picture.replaceChildren(image);
  });
  await expect(app.locator('.picture img')).toHaveCount(1);
  // Without copies of half its size the grain of this picture alone would be some 20 apart.
  expect(meanApart(own, await (await screenOf(app))(small))).toBeLessThan(0.5);
});

/** How far two shots are apart on average, of 255. */
function meanApart(one: Shot, other: Shot): number {
  const sum = one.rgb.reduce((all, value, at) => all + Math.abs(value - (other.rgb[at] ?? 0)), 0);
  return sum / one.rgb.length;
}

/** The first pixel on the screen that is not the picture's own at that place, or null. */
function firstWrong(shot: Shot, rgb: Buffer, from: { left: number; top: number }, scale: number) {
  for (let y = 0; y < shot.height; y += 1)
    for (let x = 0; x < shot.width; x += 1) {
      const column = Math.floor((x + from.left) / scale);
      const row = Math.floor((y + from.top) / scale);
      const own = (row * NOISE.width + column) * 3;
      const seen = (y * shot.width + x) * 3;
      if (rgb.compare(shot.rgb, seen, seen + 3, own, own + 3) !== 0)
        return { x, y, seen: [...shot.rgb.subarray(seen, seen + 3)], own: [...rgb.subarray(own, own + 3)] };
    }
  return null;
}

test('slider, difference and zoom: A left and B right, nothing where nothing differs, kept from pair to pair', async ({
  app,
  server,
}) => {
  const judging = await openJudging(app, await makeSession(server));
  const frame = app.locator('.frame').first();

  // One at a time: A, and B while Space is held. What the slider shows is held against these two.
  await app.keyboard.press('v');
  await app.keyboard.press('v');
  const part = clear(await partOf(frame, 1));
  await expect(judging.pictureB).toBeHidden();
  const a = await (await screenOf(app))(part);
  await app.keyboard.down(' ');
  await expect(judging.pictureB).toBeVisible();
  await expect(judging.pictureA).toBeHidden();
  const b = await (await screenOf(app))(part);
  await app.keyboard.up(' ');
  expect(a.rgb.equals(b.rgb)).toBe(false);

  for (let press = 0; press < 3; press += 1) await app.keyboard.press('v');
  const divider = app.getByRole('slider', { name: 'Divider between A and B' });
  await expect(divider).toHaveAttribute('aria-valuenow', '50');
  const at = { x: part.left + Math.round(part.width * 0.3), y: part.top + 40 };
  await app.mouse.move(part.left + part.width / 2, at.y);
  await app.mouse.down();
  await app.mouse.move(at.x, at.y, { steps: 3 });
  await app.mouse.up();
  await expect(divider).toHaveAttribute('aria-valuenow', '30');
  await app.mouse.move(2, 2);
  const slider = await (await screenOf(app))(part);
  const line = at.x - part.left;
  expect(columnsAlike(slider, a, 0, line - 40), 'left of the divider is A').toBe(true);
  expect(columnsAlike(slider, b, line + 40, part.width), 'right of it is B').toBe(true);
  await divider.focus();
  await app.keyboard.press('End');
  await expect(divider).toHaveAttribute('aria-valuenow', '100');
  expect(columnsAlike(await (await screenOf(app))(part), a, 0, part.width - 40)).toBe(true);

  await app.keyboard.press('v');
  await app.keyboard.press('v');
  const difference = app.getByRole('img', { name: 'Difference of A and B' });
  await expect(difference).toBeVisible();
  const bright = async () => (await (await screenOf(app))(part)).rgb.reduce((sum, value) => sum + value, 0);
  const before = await bright();
  await app.keyboard.press('g');
  await expect(app.getByRole('button', { name: '4x', pressed: true })).toBeVisible();
  expect(await bright()).toBeGreaterThan(before);

  // View and zoom hold for the next pair, and for whoever comes back to the tab.
  await app.keyboard.press('9');
  await app.keyboard.press('1');
  await expect(app.getByText('2 of 12', { exact: true })).toBeVisible();
  await expect(difference).toBeVisible();
  await app.getByRole('tab', { name: /Setup/ }).click();
  await app.getByRole('tab', { name: /Evaluate/ }).click();
  await expect(difference).toBeVisible();
  await expect(app.getByRole('button', { name: 'Zoom, 400%' })).toBeVisible();

  // The same picture on both sides differs nowhere.
  const { png } = await noisePicture();
  await app.route('**/image/**', (route) => route.fulfill({ body: png, contentType: 'image/png' }));
  await app.reload();
  await expect(difference).toBeVisible();
  const black = await (await screenOf(app))(clear(await partOf(frame, 1)));
  expect(black.rgb.every((value) => value === 0)).toBe(true);

  await app.keyboard.press('Shift+F');
  await expect(app.getByRole('tab', { name: /Evaluate/ })).toBeHidden();
  await expect(difference).toBeVisible();
  await app.keyboard.press('Shift+F');
  await expect(app.getByRole('tab', { name: /Evaluate/ })).toBeVisible();
});

function columnsAlike(one: Shot, other: Shot, from: number, to: number): boolean {
  for (let y = 0; y < one.height; y += 1) {
    const row = y * one.width * 3;
    if (one.rgb.compare(other.rgb, row + from * 3, row + to * 3, row + from * 3, row + to * 3) !== 0)
      return false;
  }
  return true;
}
