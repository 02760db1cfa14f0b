import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { parseJson } from '../../core/session/json';
import { type DrawnShowing, drawnOrder } from '../drawnOrder';
import { createSession, generateAll, type Json, SMALL_SETUP } from '../evaluation';
import { expect, test, watchConsole } from '../fixtures';
import { createNoiseComfy } from '../noiseComfy';
import { PageTraffic, type SideInThePage, shapeOf } from '../pageTraffic';
import { startHost } from '../runningHost';
import { headerShape, judgeFeature, labelWordsIn, tellingFeatures, WIRE_FEATURES } from '../wireFeatures';

const CHECKS = { training: true, repeats: 0.2, catches: 3 };
/** Every view, every way of asking, with checks among the pairs and without. */
const EVALUATIONS: { view: string; setup: Json; questions: number }[] = [
  { view: 'side', setup: { metric_mode: 'in_turn', quality_control: CHECKS }, questions: 1 },
  {
    view: 'slider',
    setup: { metric_mode: 'passes', metrics: ['Quality', 'Style'], seeds: [42] },
    questions: 1,
  },
  {
    view: 'single',
    setup: { metric_mode: 'together', metrics: ['Quality', 'Style'], seeds: [42] },
    questions: 2,
  },
  { view: 'difference', setup: { metric_mode: 'in_turn' }, questions: 1 },
];

/** One showing as it reached the page. */
interface Showing {
  trial: Json;
  a: SideInThePage;
  b: SideInThePage;
  drawn: DrawnShowing;
}

/** What the page made of a trial, and the shapes of the messages from its vote to the next pair. */
interface Look {
  words: string;
  heard: string[];
}

test('voting in the page, in every view and way of asking: nothing tells sides or checks better than chance', async ({
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
  const traffic = new PageTraffic(page);
  await page.goto(`${host.url}/?token=${host.token}`);

  const seen: Showing[] = [];
  for (const { view, setup, questions } of EVALUATIONS) {
    const id = await createSession(host, { ...SMALL_SETUP, metrics: ['Quality'], ...setup });
    await generateAll(host, id);
    await host.api('POST', `/sessions/${id}/save`);
    const opened = traffic.frames.length;
    await page.getByRole('button', { name: new RegExp(`^${id}`) }).click();
    await page.getByRole('tab', { name: /Evaluate/ }).click();
    await chooseView(page, view);
    await expectNoDrag(page);
    const looks = await voteThrough(page, traffic);
    await host.api('POST', `/sessions/${id}/save`);
    // The truth is read only now, from the file that the page never sees.
    const order = await drawnOrder(join(folder, 'sessions', id));
    const showings = await showingsSince(traffic, opened, order);
    expect(looks.length, view).toBe(showings.length * questions);
    expectAlike(showings, looks, questions);
    seen.push(...showings);
  }

  for (const { a, b } of seen) {
    expect(headerShape(a), 'both pictures come with the same headers').toEqual(headerShape(b));
    expect(a.bytes.length, 'both pictures have the same length').toBe(b.bytes.length);
    for (const { address, headers } of [a, b]) {
      // What a picture is called when it is saved or dragged out.
      expect(address).toMatch(/^\/image\/[0-9a-f]{32}$/);
      expect(headers.map(([name]) => name)).not.toContain('content-disposition');
    }
  }
  // Of a catch trial both sides are one picture: there is no side to tell.
  const sided = seen.filter(({ drawn }) => drawn.kind !== 'catch');
  const features: Record<string, (side: SideInThePage) => number> = {
    ...WIRE_FEATURES,
    'order of asking': (side) => side.asked,
    'order of arriving': (side) => side.ended,
    'time to the first byte': (side) => side.firstByteMs,
    'time to the last byte': (side) => side.lastByteMs,
  };
  const verdicts = Object.entries(features).map(([name, feature]) =>
    judgeFeature(
      name,
      sided.map(({ a, b, drawn }) => ({ a: feature(a), b: feature(b), loraLeft: drawn.swap })),
    ),
  );
  expect(verdicts.filter((verdict) => verdict.differ > sided.length / 2).length).toBeGreaterThanOrEqual(6);
  expect(tellingFeatures(verdicts)).toEqual([]);
  expect(traffic.frames.length).toBeGreaterThan(seen.length);
  expect(traffic.frames.flatMap(labelWordsIn)).toEqual([]);
  expect(complaints).toEqual([]);
  await host.stop();
  await comfy.dispose();
});

/** By the key that goes through the views. */
async function chooseView(page: Page, view: string): Promise<void> {
  const stage = page.locator('.stage');
  await expect(stage).toHaveAttribute('aria-busy', 'false');
  for (let press = 0; press < 4 && (await stage.getAttribute('data-view')) !== view; press += 1) {
    const before = (await stage.getAttribute('data-view')) ?? '';
    await page.keyboard.press('v');
    await expect(stage).not.toHaveAttribute('data-view', before);
  }
  await expect(stage).toHaveAttribute('data-view', view);
}

/** A picture that were dragged out would come with an address and a name. */
async function expectNoDrag(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.addEventListener('dragstart', (event) => {
      if (!event.defaultPrevented) document.documentElement.setAttribute('data-dragged', '');
    });
  });
  const box = await page.locator('.stage').boundingBox();
  if (box === null) throw new Error('There is no stage.');
  for (const share of [0.3, 0.7]) {
    await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 3, { steps: 3 });
    await page.mouse.up();
  }
  expect(await page.locator('html').getAttribute('data-dragged'), 'no picture can be dragged out').toBeNull();
}

/** Votes on every trial by key and notes what the page shows of each. */
async function voteThrough(page: Page, traffic: PageTraffic): Promise<Look[]> {
  const done = page.getByText(/^All \d+ votes are in/);
  const stage = page.locator('.stage');
  // The quiet mark of the vote before lies over the pair for a moment.
  const unsettled = page.locator('.stage[aria-busy=true], .stage [data-chosen]');
  const looks: Look[] = [];
  const votes = () => traffic.frames.filter((text) => text.includes('"vote_id"')).length;
  await expect(stage).toBeVisible();
  while (!(await done.isVisible())) {
    const words = await wordsOf(page);
    const [frames, given] = [traffic.frames.length, votes()];
    await page.keyboard.press('3');
    await expect.poll(votes, { intervals: [10] }).toBe(given + 1);
    await expect(stage.or(done).first()).toBeVisible();
    await expect(unsettled).toHaveCount(0);
    // What the page asked for itself comes whenever it comes; what it is told of a vote, each time.
    const heard = traffic.frames
      .slice(frames)
      .map((text) => shapeOf(parseJson(text)))
      .filter((shape) => shape.includes('vote_id') || !shape.includes('ok:boolean'));
    looks.push({ words, heard });
  }
  return looks;
}

/** All that a person, a reader of screens or a look at the markup finds, without numbers, questions and addresses. */
async function wordsOf(page: Page): Promise<string> {
  const judging = page.getByRole('region', { name: 'Judging' });
  const markup = await page
    .locator('.stage')
    .evaluate((stage) =>
      [stage, ...stage.querySelectorAll('*')]
        .map((element) =>
          [
            element.tagName,
            ...[...element.attributes].map(({ name, value }) => `${name}="${value}"`).sort(),
          ].join(' '),
        )
        .join('\n'),
    );
  return (
    [await page.title(), markup, await judging.ariaSnapshot()]
      .join('\n')
      .replaceAll(/src="[^"]*"/g, '')
      .replaceAll(/about .* left/g, '')
      // What the person has just chosen is read out to them.
      .replaceAll(/(Voted \w+|Skipped)\. /g, '')
      .replaceAll(/quality|style/gi, '<question>')
      .replaceAll(/\d+/g, '0')
  );
}

/** The showings as they were drawn, with what came for each. */
async function showingsSince(traffic: PageTraffic, frame: number, order: DrawnShowing[]): Promise<Showing[]> {
  const byPlace = new Map<string, Json>();
  for (const trial of traffic.trialsSince(frame))
    byPlace.set(`${trial['training']} ${trial['pair_number']}`, trial);
  const practice = order.filter(({ kind }) => kind === 'training').length;
  return Promise.all(
    order.map(async (drawn, index) => {
      const isPractice = index < practice;
      const trial = byPlace.get(`${isPractice} ${isPractice ? index + 1 : index - practice + 1}`);
      if (trial === undefined) throw new Error(`The page never loaded showing ${index + 1}.`);
      const [a, b] = [String(trial['image_a']), String(trial['image_b'])];
      return { trial, a: await traffic.side(a), b: await traffic.side(b), drawn };
    }),
  );
}

/** Whatever is drawn behind a showing, and wherever the LoRA is: it looks and sounds as any other of its evaluation. */
function expectAlike(showings: Showing[], looks: Look[], questions: number): void {
  const isCheck = ({ drawn }: Showing) => drawn.kind !== null;
  const asked = showings.flatMap((showing) => Array.from({ length: questions }, () => showing));
  const told = looks.map((look, index) => ({
    ...look,
    showing: asked[index] as Showing,
    question: index % questions,
  }));
  const hidden = told.filter(({ showing }) => showing.drawn.kind !== 'training');
  for (let question = 0; question < questions; question += 1) {
    const words = hidden.filter((one) => one.question === question).map((one) => one.words);
    expect([...new Set(words)], 'the page shows one showing as any other').toHaveLength(1);
  }
  expect(new Set(hidden.map(({ showing }) => shapeOf(showing.trial))).size, 'all trials have one shape').toBe(
    1,
  );
  // The end of all is told whatever came last.
  const before = hidden.slice(0, -questions);
  const heardOf = (checks: boolean) =>
    before.filter(({ showing }) => isCheck(showing) === checks).flatMap(({ heard }) => heard);
  const usual = new Set(heardOf(false));
  const odd = heardOf(true).filter((shape) => !usual.has(shape) && !shape.includes('{done:boolean'));
  expect(odd, 'a vote on a check is answered as any other').toEqual([]);
}
