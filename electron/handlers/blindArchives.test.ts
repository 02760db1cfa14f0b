import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Backend } from '../hosts/backendPort';
import { packed } from '../sessions/archive/testArchives';
import { readWhole } from '../sessions/archive/zipReader';
import { type BackendWorld, createBackendWorld, makeImages } from '../testing/backendWorld';

const TELLING = /lora_\d|baseline_\d/;
let world: BackendWorld;
let backend: Backend;
let session_id: string;

beforeEach(async () => {
  world = await createBackendWorld();
  backend = await world.start({ host: 'browser' });
  session_id = await makeImages(backend, {
    loras: ['demo/inkwash_v1-000008.safetensors'],
    weights: [0.5],
    seeds: [7],
    metrics: ['Quality'],
    prompt_pairs: [{ positive: 'a fox in snow', negative: '' }],
  });
});
afterEach(async () => {
  await world.dispose();
  expect(world.bugs).toEqual([]);
});

const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no failure',
    (error: unknown) => String(error),
  );
const tasks = async () => JSON.stringify(await backend.call('task.list', {}));

it('the name of a picture that is a link is told by no archive and no export', async () => {
  const output = join(world.root, session_id, 'output');
  for (const name of (await readdir(output)).filter((one) => one.endsWith('.png'))) {
    const away = join(world.root, `${name}.away`);
    await writeFile(away, await readFile(join(output, name)));
    await rm(join(output, name));
    await symlink(away, join(output, name));
  }
  const why = await reasonOf(backend.call('session.archive', { session_id }));
  expect(why).toContain('1 picture cannot go into an archive');
  expect(why).not.toMatch(TELLING);
  await readWhole((await backend.exportFile('zip', [session_id])).pieces);
  const said = await tasks();
  expect(said).toContain('2 pictures.');
  expect(said).not.toMatch(TELLING);
});

it('the name of a damaged picture is told by no import', async () => {
  const name = '20230101_120000/output/baseline_0_0.png';
  const zip = await packed(
    { '20230101_120000/session_meta.json': '{"session_id": "20230101_120000"}', [name]: 'a picture' },
    { compress: false },
  );
  zip.write('another 1', zip.indexOf('a picture'));
  async function* pieces() {
    yield zip;
  }
  const why = await reasonOf(backend.importFile(pieces(), zip.length));
  expect(why).toContain('1 picture is damaged');
  expect(`${why}${await tasks()}`).not.toMatch(TELLING);
});
