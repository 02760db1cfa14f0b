import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { drawnOrder } from '../drawnOrder';
import { createSession, generateAll, getSession, type Json, SMALL_SETUP, voteAll } from '../evaluation';
import { expect, test } from '../fixtures';
import { Judging } from '../judging';
import { Keyboard } from '../keyboard';
import { type RunningHost, startHost } from '../runningHost';

const TRIALS = 40;
const KEYS = { A: 'ArrowLeft', B: '2', same: 'ArrowDown', skip: 's' } as const;
type Choice = keyof typeof KEYS;
const CHOICES: readonly Choice[] = ['A', 'B', 'same', 'A', 'skip', 'B', 'B'];

test('an evening of voting: forty trials by keyboard with undo, steps back and a reload, then two more raters, one from another copy', async ({
  app,
  server,
  folder,
}) => {
  const id = await createSession(server, { ...SMALL_SETUP, weight_range: [0.2, 1, 0.2] });
  await generateAll(server, id);
  await server.api('POST', `/sessions/${id}/save`);
  const keyboard = new Keyboard(app);
  await keyboard.press(app.getByRole('button', { name: new RegExp(`^${id}`) }));
  // What is ready to be judged opens there.
  await expect(app.getByRole('tab', { name: /Evaluate/, selected: true })).toBeVisible();
  const judging = new Judging(app);
  const votes: { choice: Choice; stars: number | null }[] = [];
  const voteUpTo = async (last: number) => {
    for (let number = votes.length + 1; number <= last; number += 1) {
      await judging.waitForTrial(number, TRIALS);
      const choice = CHOICES[number % CHOICES.length] ?? 'A';
      const stars = number % 5 === 0 && (choice === 'A' || choice === 'B') ? 3 : null;
      if (stars !== null) await app.keyboard.press(`Shift+Digit${stars}`);
      await app.keyboard.press(KEYS[choice]);
      votes.push({ choice, stars });
    }
  };

  await voteUpTo(12);
  // Taken back to any depth; the trials come again in turn.
  for (const number of [12, 11, 10]) {
    await app.keyboard.press('z');
    await judging.waitForTrial(number, TRIALS);
    votes.pop();
  }
  await voteUpTo(20);
  await judging.waitForTrial(21, TRIALS);
  await stepBackTo(app, 17);
  await app.keyboard.press(KEYS.same);
  votes[16] = { choice: 'same', stars: null };
  // What is changed stays changed, and the open trial comes back by itself.
  await judging.waitForTrial(21, TRIALS);
  await lookBackByStrip(app, judging, 21);

  await app.reload();
  await judging.waitForTrial(21, TRIALS);
  expect((await getSession(server, id))['votes_done']).toBe(20);
  await voteUpTo(TRIALS);
  await expect(app.getByText(`All ${TRIALS} votes are in`)).toBeVisible();
  await expect
    .poll(() => votesOf(server, id))
    .toEqual(votes.map((vote, index) => ({ number: index + 1, ...vote })));

  await judgeAsAnn(server, id, folder);
  await judgeElsewhere(server, id, folder);
  expect(await votesOf(server, id), 'nobody else has changed these votes').toHaveLength(TRIALS);
});

/** By the key for one trial back. */
async function stepBackTo(app: Page, number: number): Promise<void> {
  for (let place = 20; place >= number; place -= 1) {
    await app.keyboard.press(',');
    await expect(app.getByText(`Trial ${place} again`, { exact: true })).toBeVisible();
  }
}

/** In the strip the arrows go from trial to trial, and Enter to the pair; the key for the next open trial leads on. */
async function lookBackByStrip(app: Page, judging: Judging, open: number): Promise<void> {
  await app.keyboard.press('t');
  const strip = app.getByRole('navigation', { name: 'All trials' });
  await expect(strip.getByRole('button', { name: 'Trial 17, Quality, voted Same' })).toBeVisible();
  await new Keyboard(app).reach(strip.getByRole('button', { name: /open$/ }));
  for (let place = open - 1; place >= open - 3; place -= 1) {
    await app.keyboard.press('ArrowLeft');
    await expect(strip.getByRole('button', { name: new RegExp(`^Trial ${place},`) })).toBeFocused();
  }
  await app.keyboard.press('Enter');
  await expect(app.getByText(`Trial ${open - 3} again`, { exact: true })).toBeVisible();
  await app.keyboard.press('End');
  await judging.waitForTrial(open, TRIALS);
  await app.keyboard.press('t');
  await expect(strip).toHaveCount(0);
}

/** A second person at the same copy: an order and a progress of her own. */
async function judgeAsAnn(server: RunningHost, id: string, folder: string): Promise<void> {
  let next = (await server.api('GET', `/sessions/${id}/trials/next?rater=Ann`)).body;
  expect(next).toMatchObject({ number: 1, total: TRIALS });
  for (let vote = 1; vote <= 6; vote += 1) {
    const { trial_id } = next;
    const answer = await server.api('POST', `/sessions/${id}/votes`, { trial_id, choice: 'B', rater: 'Ann' });
    expect(answer.status, answer.text).toBe(201);
    next = answer.body['next'] as Json;
    expect(next['number']).toBe(vote + 1);
  }
  const session = join(folder, 'sessions', id);
  const [own, hers] = [await drawnOrder(session), await drawnOrder(session, 'Ann')];
  expect(hers.map(({ pair }) => pair)).not.toEqual(own.map(({ pair }) => pair));
  expect(hers.map(({ pair }) => pair).sort()).toEqual(own.map(({ pair }) => pair).sort());
}

/** A third person at another copy of the app, with a rating pack; the votes come back as a file, twice. */
async function judgeElsewhere(server: RunningHost, id: string, folder: string): Promise<void> {
  const cwd = join(folder, 'elsewhere');
  await mkdir(cwd);
  const other = await startHost({ args: ['--port', '0', '--sessions', join(cwd, 'sessions')], cwd });
  const pack = await fetchFile(server, `/sessions/${id}/rating-pack`);
  const opened = await sendFile(other, '/sessions/import', pack);
  const copy = String((opened['sessions'] as Json[])[0]?.['session_id']);
  await other.api('POST', `/sessions/${copy}/rater`, { label: 'Ben' });
  expect(await voteAll(other, copy, (_, index) => (index % 3 === 0 ? 'same' : 'A'))).toBe(TRIALS);
  const file = await fetchFile(other, `/sessions/${copy}/rating-votes`);
  await other.stop();

  const merged = await sendFile(server, `/sessions/${id}/rating-votes`, file);
  expect(merged).toMatchObject({ label: 'Ben', added: TRIALS, changed: 0, removed: 0 });
  const raters = async () => ((await getSession(server, id))['evaluation'] as Json)['raters'] as Json[];
  const told = (await raters()).map(({ label, votes_done, from_pack }) => [label, votes_done, from_pack]);
  expect(told).toEqual([
    [expect.any(String), TRIALS, false],
    ['Ann', 6, false],
    ['Ben', TRIALS, true],
  ]);
  const before = await getSession(server, id);
  expect(await sendFile(server, `/sessions/${id}/rating-votes`, file)).toMatchObject({
    added: 0,
    changed: 0,
    removed: 0,
  });
  expect((await getSession(server, id))['evaluation']).toEqual(before['evaluation']);
}

async function votesOf(server: RunningHost, id: string): Promise<Json[]> {
  const { trials } = (await server.api('GET', `/sessions/${id}/trials`)).body;
  return (trials as Json[])
    .map(({ number, choice, stars }) => ({ number, choice, stars }) as Json)
    .sort((one, other) => Number(one['number']) - Number(other['number']));
}

async function fetchFile(host: RunningHost, path: string): Promise<ArrayBuffer> {
  const answer = await fetch(`${host.url}/api${path}`, {
    headers: { authorization: `Bearer ${host.token}` },
  });
  expect(answer.status, path).toBe(200);
  return answer.arrayBuffer();
}

async function sendFile(host: RunningHost, path: string, body: ArrayBuffer): Promise<Json> {
  const answer = await fetch(`${host.url}/api${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.token}` },
    body,
  });
  const text = await answer.text();
  expect(answer.ok, text).toBe(true);
  return JSON.parse(text) as Json;
}
