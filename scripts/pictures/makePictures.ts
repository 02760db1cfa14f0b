import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { keptPicture } from './keptPicture';
import { type PicturedWorld, startEmptyWorld, startWorld } from './picturedWorld';
import { pinWords } from './pinned';

interface Scene {
  /** The file's name, without its ending. */
  readonly name: string;
  /** In the app before its first session; else in the one with sessions. */
  readonly isEmpty?: true;
  before?(world: PicturedWorld): Promise<void>;
  /** The page's place, as it stands in the address. */
  place(sessions: PicturedWorld['sessions']): string;
  /** Brings the page to what is shown, and waits until it is. */
  show(page: Page): Promise<unknown>;
}

const bothPictures = (page: Page) =>
  Promise.all(['Picture A', 'Picture B'].map((name) => page.getByRole('img', { name }).waitFor()));

const SCENES: readonly Scene[] = [
  {
    name: 'first-start',
    isEmpty: true,
    place: () => '',
    show: (page) =>
      page
        .getByRole('main')
        .getByText(/^No ComfyUI at/)
        .waitFor(),
  },
  {
    name: 'setup',
    place: ({ plain }) => `${plain}/setup`,
    show: (page) => page.getByRole('button', { name: 'Save and start' }).waitFor(),
  },
  {
    name: 'evaluate',
    place: ({ judged }) => `${judged}/evaluate`,
    show: bothPictures,
  },
  {
    name: 'slider',
    place: ({ judged }) => `${judged}/evaluate`,
    async show(page) {
      await bothPictures(page);
      await page.keyboard.press('v');
      await page.getByRole('slider', { name: /divider/i }).waitFor();
    },
  },
  {
    name: 'report',
    place: ({ sample }) => `${sample}/report`,
    show: (page) => page.getByText('The pictures behind it').waitFor(),
  },
  {
    name: 'storage',
    place: () => 'settings/storage',
    show: (page) => page.locator('.settings .table').first().waitFor(),
  },
  {
    name: 'help',
    place: () => 'help/troubleshooting',
    show: (page) => page.getByRole('heading', { name: 'No connection' }).waitFor(),
  },
  {
    name: 'commands',
    place: ({ plain }) => `${plain}/setup`,
    async show(page) {
      await page.getByRole('button', { name: 'Save and start' }).waitFor();
      await openCommands(page);
      await page.keyboard.type('se');
      await page
        .getByRole('option', { name: /^Settings/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'about',
    place: ({ sample }) => `${sample}/report`,
    async show(page) {
      await page.getByText('The pictures behind it').waitFor();
      await openCommands(page);
      await page.keyboard.type('about');
      await page.getByRole('option', { name: /^About Blindfold/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: /About/ }).waitFor();
    },
  },
  // The last one, because a run that is under way shows in the sidebar of all others.
  {
    name: 'generate',
    before: (world) => world.goOnMaking(),
    place: ({ making }) => `${making}/generate`,
    show: (page) => page.getByRole('main').getByText('This image').first().waitFor(),
  },
];

async function openCommands(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /command/i }).waitFor();
}

interface PicturePlaces {
  /** The Chromium that draws them. */
  readonly executablePath: string;
  /** The built page. */
  readonly client: string;
  readonly sample: string;
  /** Where the pictures lie. */
  readonly folder: string;
  /** Names of those to make; null = all. */
  readonly only: readonly string[] | null;
}

/** Makes the pictures of the pages in `docs` from the app as it is. A picture that would look the same is left as it is. */
export async function makePictures({
  executablePath,
  client,
  sample,
  folder,
  only,
}: PicturePlaces): Promise<void> {
  const wanted = SCENES.filter(({ name }) => only === null || only.includes(name));
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--disable-lcd-text'],
  });
  try {
    for (const isEmpty of [true, false]) {
      const scenes = wanted.filter((scene) => (scene.isEmpty ?? false) === isEmpty);
      if (scenes.length === 0) continue;
      const world = await (isEmpty ? startEmptyWorld(client) : startWorld(client, sample));
      try {
        for (const scene of scenes)
          await makePicture(browser, world, scene, join(folder, `${scene.name}.png`));
      } finally {
        await world.close();
      }
    }
  } finally {
    await browser.close();
  }
}

async function makePicture(
  browser: Browser,
  world: PicturedWorld,
  scene: Scene,
  file: string,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  try {
    await scene.before?.(world);
    const page = await context.newPage();
    await page.clock.setFixedTime(world.now());
    await page.goto(`${world.address}#${scene.place(world.sessions)}`);
    await scene.show(page);
    // Thumbnails come after the words, and nothing that blinks or is pointed at belongs on a picture.
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    await page.mouse.move(640, 2);
    await pinWords(page, world.root);
    const shot = await page.screenshot({ caret: 'hide', animations: 'disabled' });
    const before = await readFile(file).catch(() => null);
    const { bytes, isNew } = await keptPicture(before, shot);
    if (isNew) await writeFile(file, bytes);
    console.log(`${scene.name}: ${Math.round(bytes.length / 1000)} kB${isNew ? '' : ', as before'}`);
  } finally {
    await context.close();
  }
}
