import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JsonValue, parseJson, stringifyJson } from '../../../core/session/json';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../../testing/backendWorld';
import type { Backend } from '../backendPort';
import { type HttpHost, startHttpServer } from './httpServer';

const TOKEN = 'a-token-of-this-test-only';

let world: BackendWorld;
let backend: Backend;
let host: HttpHost;
let root: string;
let away: string;

beforeEach(async () => {
  world = await createBackendWorld();
  root = join(world.root, 'sessions');
  away = join(world.root, 'away');
  backend = await world.start({ root });
  host = await startHttpServer({
    backend,
    token: TOKEN,
    port: 0,
    files: null,
    logBug: (error) => world.bugs.push(error),
  });
});
afterEach(async () => {
  await host.close();
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

async function ask(method: string, path: string, body?: JsonValue) {
  const answer = await fetch(`${host.url}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}` },
    ...(body === undefined ? {} : { body: stringifyJson(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  return { status: answer.status, body: parseJson(await answer.text()) as any };
}

const vote = async (id: string, trial_id: string) =>
  ask('POST', `/sessions/${id}/votes`, { trial_id, choice: 'A' });
const nextTrial = async (id: string) => (await ask('GET', `/sessions/${id}/trials/next`)).body.trial_id;

/** Ways in which a folder is not there any more, and how it comes back. */
const WAYS: readonly [string, () => Promise<void>, () => Promise<void>][] = [
  ['is moved away', () => rename(root, away), () => rename(away, root)],
  [
    'is removed and comes back from a copy',
    async () => {
      await cp(root, away, { recursive: true });
      await rm(root, { recursive: true });
    },
    () => cp(away, root, { recursive: true }),
  ],
  [
    'has a file in its place',
    async () => {
      await rename(root, away);
      await writeFile(root, 'in the way');
    },
    async () => {
      await rm(root);
      await rename(away, root);
    },
  ],
  [
    'is empty, as the place of a drive that was pulled out',
    async () => {
      await rename(root, away);
      await mkdir(root);
    },
    async () => {
      await rm(root, { recursive: true });
      await rename(away, root);
    },
  ],
];

describe.each(WAYS)('a sessions folder that %s while sessions are open', (_way, takeAway, putBack) => {
  it('is told in a sentence by every call, and nothing that was acknowledged is lost', async () => {
    const id = await makeImages(backend, { ...DEMO_SETUP, weights: [0.8] });
    const first = await nextTrial(id);
    expect((await vote(id, first)).status).toBe(201);
    const second = await nextTrial(id);
    await takeAway();
    const acknowledged: string[] = [];
    for (const [method, path, body] of [
      ['POST', `/sessions/${id}/votes`, { trial_id: second, choice: 'A' }],
      ['POST', `/sessions/${id}/save`, undefined],
      ['PATCH', `/sessions/${id}`, { notes: 'lost?' }],
      ['POST', `/sessions/${id}/undo`, {}],
      ['POST', '/sessions', { notes: 'new' }],
      ['POST', `/sessions/${id}/generate`, undefined],
    ] as const) {
      const answer = await ask(method, path, body as JsonValue | undefined);
      const what = `${method} ${path}: ${stringifyJson(answer.body)}`;
      if (answer.status < 300) acknowledged.push(`${method} ${path}`);
      else {
        expect([404, 409, 500], what).toContain(answer.status);
        expect(answer.body.error.code, what).not.toBe('internal');
        expect(answer.body.error.message, what).toMatch(/^[A-Z].*\.$/s);
      }
    }
    expect((await ask('GET', '/sessions')).status).toBeLessThan(501);
    // A new session may be made in the place of a drive; nothing of the old one may seem to be kept.
    expect(acknowledged.filter((call) => call !== 'POST /sessions')).toEqual([]);
    await putBack();
    const detail = await ask('GET', `/sessions/${id}`);
    expect(detail.status).toBe(200);
    expect(detail.body).toMatchObject({ votes_done: 1, images_done: 8, notes: '' });
    expect(await nextTrial(id)).toBe(second);
    expect((await vote(id, second)).status).toBe(201);
    expect((await ask('POST', `/sessions/${id}/save`)).status).toBe(200);
    expect((await ask('GET', '/sessions')).body.sessions).toContainEqual(
      expect.objectContaining({ session_id: id, votes_done: 2, unsaved_changes: 0 }),
    );
  });
});

describe('one session folder that vanishes while it is open', () => {
  it('is told in a sentence, and is whole again when it is put back', async () => {
    const id = await makeImages(backend, { ...DEMO_SETUP, weights: [0.8] });
    const trial = await nextTrial(id);
    await rename(join(root, id), away);
    for (const answer of [await vote(id, trial), await ask('POST', `/sessions/${id}/save`)]) {
      expect([404, 500]).toContain(answer.status);
      expect(answer.body.error.message).toMatch(/^[A-Z].*\.$/s);
    }
    await rename(away, join(root, id));
    expect((await vote(id, trial)).status).toBe(201);
    expect((await ask('POST', `/sessions/${id}/save`)).status).toBe(200);
  });
});
