import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseJson } from '../../../core/session/json';
import { PACK_SETUP, vote } from '../../handlers/testPacks';
import { type BackendWorld, createBackendWorld, makeImages } from '../../testing/backendWorld';
import { chosen } from '../../testing/chosenPaths';
import type { Backend } from '../backendPort';
import { type HttpHost, startHttpServer } from './httpServer';

const TOKEN = 'a-token-of-this-test-only';

let world: BackendWorld;
let backend: Backend;
let host: HttpHost;
const bugs: unknown[] = [];

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start();
  const logBug = (error: unknown) => void bugs.push(error);
  host = await startHttpServer({ backend, token: TOKEN, port: 0, files: null, logBug });
});
afterEach(async () => {
  await host.close();
  await world.dispose();
  expect([...bugs.splice(0), ...world.bugs]).toEqual([]);
});

const call = (path: string, body?: string | ArrayBuffer) =>
  fetch(`${host.url}/api/sessions/${path}`, {
    headers: { Authorization: `Bearer ${TOKEN}` },
    ...(body === undefined ? {} : { method: 'POST', body }),
  });

it('gives a rating pack out, takes it in, and brings its votes back over HTTP', async () => {
  const id = await makeImages(backend, PACK_SETUP);
  const pack = await call(`${id}/rating-pack`);
  expect([pack.status, pack.headers.get('content-type')]).toEqual([200, 'application/zip']);
  expect(pack.headers.get('content-disposition')).toMatch(
    /^attachment; filename="blindfold-pack-[0-9a-f]{8}\.zip"$/,
  );
  const opened = await call('import', await pack.arrayBuffer());
  expect(opened.status).toBe(201);
  const { sessions } = parseJson(await opened.text()) as {
    sessions: { session_id: string; is_pack: boolean }[];
  };
  expect(sessions).toMatchObject([{ is_pack: true }]);
  const copy = sessions[0]?.session_id ?? '';
  await vote(backend, copy, 'A');
  const votes = await call(`${copy}/rating-votes`);
  expect([votes.status, votes.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect(votes.headers.get('content-disposition')).toMatch(
    /filename="blindfold-votes-rater-1-[0-9a-f]{8}\.json"$/,
  );
  const text = await votes.text();
  const merged = await call(`${id}/rating-votes`, text);
  expect([merged.status, parseJson(await merged.text())]).toMatchObject([
    200,
    { added: 1, label: 'rater 1 (2)' },
  ]);
  expect((await backend.call('task.list', {})).tasks.map(({ title, message }) => [title, message])).toEqual([
    ['Making a rating pack', 'A rating pack with 2 pairs was made.'],
    ['Importing an archive', expect.stringContaining('A rating pack with 2 pairs to judge was opened')],
  ]);
  for (const [path, body, status] of [
    [`${copy}/rating-pack`, undefined, 409],
    [`${id}/rating-votes`, undefined, 409],
    [`${copy}/rating-votes`, text, 409],
    [`${id}/rating-votes`, text.replace('"A"', '"B"'), 400],
    [`${id}/rating-votes`, 'x'.repeat(17_000_000), 413],
    ['20200101_000000/rating-pack', undefined, 404],
    ['20200101_000000/rating-votes', text, 404],
  ] as const)
    expect([path, (await call(path, body)).status]).toEqual([path, status]);
});

it('writes a rating pack to a path where the host is a desktop app', async () => {
  const desktop = await world.start({ host: 'desktop' });
  const session_id = await makeImages(desktop, PACK_SETUP);
  const path = await chosen(desktop, 'save_zip', `${world.root}/blindfold-pack.zip`);
  const made = await desktop.call('pack.export', { session_id, path });
  expect(made).toMatchObject({ path, pairs: 2 });
  const { sessions } = await desktop.call('session.import', {
    path: await chosen(desktop, 'open_zip', path),
  });
  expect(sessions).toMatchObject([{ is_pack: true, images_done: 4 }]);
  await expect(desktop.call('pack.export', { session_id, path: 'pack.zip' })).rejects.toMatchObject({
    code: 'bad_request',
  });
});
