import { cp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDemoServer, type DemoServer } from '../demo/server';
import type { Backend } from '../hosts/backendPort';
import { realFileSystem } from '../sessions/fileSystem';
import { openSettings } from '../settings/settingsService';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, nextPush } from '../testing/backendWorld';

let world: BackendWorld;
let demo: DemoServer;
let logged: string[];

beforeEach(async () => {
  world = await createBackendWorld();
  demo = await createDemoServer({ imageMs: 60_000, size: { width: 32, height: 32 } });
  logged = [];
});
afterEach(async () => {
  await world.dispose();
  await demo.dispose();
  expect(world.bugs).toEqual([]);
});

async function start(goesOn: boolean, server = demo.url): Promise<Backend> {
  const settings = await openSettings({
    file: null,
    given: { resume_after_restart: goesOn, default_server: server },
    fixed: {},
    defaultRoot: world.root,
    scratchRoot: null,
    fs: realFileSystem,
    randomHex: () => 'ab',
  });
  return world.start({
    settings,
    startDemo: false,
    log: (level, message, error) => {
      logged.push(message);
      if (level === 'error') world.bugs.push(error ?? message);
    },
  });
}

async function running(backend: Backend): Promise<string> {
  const { session_id } = await backend.call('session.create', { setup: DEMO_SETUP });
  await backend.call('generation.start', { session_id });
  return session_id;
}

const status = async (backend: Backend, session_id: string) =>
  (await backend.call('session.get', { session_id })).status;
const saidOf = (id: string) => logged.filter((line) => line.includes(id) && line.includes('by itself'));

it('goes on with what the end of the program cut off, and with nothing else', async () => {
  const first = await start(false);
  const cut = await running(first);
  const queued = await running(first);
  const byHand = await running(first);
  await first.call('generation.stop', { session_id: byHand });
  await first.dispose();

  const second = await start(true);
  await expect.poll(() => saidOf(cut).length + saidOf(queued).length, { interval: 20 }).toBe(2);
  expect(await status(second, cut)).toBe('running');
  expect(await status(second, queued)).toBe('running');
  expect(await status(second, byHand)).toBe('paused');
  expect(saidOf(byHand)).toEqual([]);
});

it('goes on after a kill, too, which leaves nothing behind that says so', async () => {
  const first = await start(false);
  const id = await running(first);
  // What a killed program leaves: the folder as it is in the middle of the run, without a pause in its journal.
  const folder = join(world.root, id);
  await cp(folder, join(world.root, 'as it was'), { recursive: true });
  await first.dispose();
  await rm(folder, { recursive: true });
  await rm(join(world.root, 'as it was', 'lock'));
  await rename(join(world.root, 'as it was'), folder);
  expect(await readFile(join(folder, 'journal.jsonl'), 'utf8')).not.toContain('session_paused');

  const second = await start(true);
  await expect.poll(() => saidOf(id).length, { interval: 20 }).toBe(1);
  expect(await status(second, id)).toBe('running');
});

it('does so after a pause of a run that went on by itself before, too', async () => {
  const first = await start(false);
  const id = await running(first);
  await first.dispose();
  for (let turn = 0; turn < 2; turn += 1) {
    const next = await start(true);
    await expect.poll(() => saidOf(id).length, { interval: 20 }).toBe(turn + 1);
    await next.dispose();
  }
});

it('does nothing of the kind where it is not set', async () => {
  const first = await start(false);
  const id = await running(first);
  await first.dispose();
  const second = await start(false);
  expect(await status(second, id)).toBe('paused');
  await second.dispose();
  expect(saidOf(id)).toEqual([]);
});

it('says in the log when the server is not there, and goes on with the next one', async () => {
  const gone = await createDemoServer({ imageMs: 60_000, size: { width: 32, height: 32 } });
  const first = await start(false);
  const good = await running(first);
  const { session_id: bad } = await first.call('session.create', {
    setup: { ...DEMO_SETUP, servers: [gone.url] },
  });
  const begun = nextPush(first, 'session.changed', ({ session_id }) => session_id === bad);
  await first.call('generation.start', { session_id: bad });
  await begun;
  await first.dispose();
  await gone.dispose();

  const second = await start(true);
  await expect.poll(() => saidOf(good).length + saidOf(bad).length, { interval: 20 }).toBe(2);
  expect(saidOf(bad)).toEqual([expect.stringContaining(`Session ${bad} could not go on by itself. `)]);
  expect(await status(second, good)).toBe('running');
  expect(await status(second, bad)).toBe('paused');
});
