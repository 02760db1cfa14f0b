import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Backend } from '../hosts/backendPort';
import { createAppLog } from '../log/appLog';
import { realLogDisk } from '../log/logDisk';
import { openHostKeys, openHostSettings } from '../settings/hostSettings';
import { readStartSettings } from '../settings/startSettings';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';
import { type FakeModelServer, startFakeModelServer } from '../testing/fakeModelServer';

const KEPT = 'sk-kept-Zq7-very-secret';
const GIVEN = 'env-given-Xw9-very-secret';

let world: BackendWorld;
let home: string;
let server: FakeModelServer;
/** All that left the backend: answers, failures, pushes, lines of the log. */
let told: string[];

beforeEach(async () => {
  world = await createBackendWorld();
  home = await mkdtemp(join(tmpdir(), 'blindfold-secret-'));
  server = await startFakeModelServer();
  told = [];
});
afterEach(async () => {
  await world.dispose();
  await server.close();
  await rm(home, { recursive: true, force: true });
  expect(world.bugs).toEqual([]);
});

async function start(env: Record<string, string>): Promise<Backend> {
  const settings = readStartSettings({ argv: ['--demo'], env, cwd: home });
  const places = {
    settingsFile: join(home, 'settings.json'),
    defaultRoot: world.root,
    scratchRoot: null,
    log: (_level: string, message: string) => void told.push(message),
  };
  const backend = await world.start({
    settings: await openHostSettings(settings, places),
    assistant: { keys: await openHostKeys(places), variables: settings.modelKeys },
    appLog: createAppLog({ folder: join(home, 'logs'), disk: realLogDisk, now: () => new Date() }),
    log: (level, message, error) => {
      told.push(`${message} ${error instanceof Error ? error.stack : ''}`);
      if (level === 'error') world.bugs.push(error ?? message);
    },
  });
  backend.onPush((push) =>
    told.push(JSON.stringify(push, (_, value) => (typeof value === 'bigint' ? 0 : value))),
  );
  return backend;
}

/** What is answered or refused, kept as text. */
async function tell(work: Promise<unknown>): Promise<void> {
  told.push(
    await work.then(
      (answer) => JSON.stringify(answer, (_, value) => (typeof value === 'bigint' ? 0 : value)),
      (error: Error) => `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`,
    ),
  );
}

/** Asks for all that the assistant does, of a server that repeats the key wherever it can. */
async function askForAll(backend: Backend, session_id: string, key: string): Promise<void> {
  const wish = { made_by: 'model', description: 'ink wash', known: { trigger_words: ['inkwash'] } };
  const echo = (): string =>
    JSON.stringify({
      prompts: [{ positive: `inkwash ${key}`, negative: `Bearer ${key}` }],
      metrics: [{ name: key, question: key }],
    });
  const models = ['small-model', `model-of-${key}`];
  const all = () => [
    backend.call('assistant.models', {}),
    backend.call('assistant.prompts', wish),
    backend.call('assistant.metrics', wish),
    backend.call('report.write', { session_id, by: 'model' }),
    backend.call('assistant.state', {}),
  ];
  for (const behaviour of [
    { answer: echo, models, pieceLength: 3 },
    { answer: echo, models, trouble: 'whole' },
    { answer: echo, models, trouble: 'cut' },
    { answer: echo, models, trouble: 'long' },
    { answer: `My key is ${key}.`, models },
    // It names the key that it was given, and refuses it.
    { key: 'another-key-than-that' },
    { models: [], answer: echo },
    { trouble: 'quota' },
    { trouble: 'html' },
    { trouble: 'redirect' },
    { trouble: 'error_inside', answer: echo },
  ] as const) {
    server.behave(behaviour);
    await Promise.all(all().map(tell));
  }
}

async function textsIn(folder: string): Promise<[file: string, text: string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => [name, await readFile(join(parentPath, name), 'latin1')]),
  );
}

it.each([
  ['kept', KEPT, {}],
  ['given by the environment', GIVEN, { BLINDFOLD_ASSISTANT_KEY: GIVEN }],
])('a key that is %s goes to its server and stands nowhere else', async (_, key, env) => {
  const backend = await start(env);
  const session_id = await makeImages(backend, {
    ...DEMO_SETUP,
    weights: [1],
    seeds: [1],
    prompt_pairs: [{ positive: 'a fox' }],
  });
  await backend.call('evaluation.reveal', { session_id });
  await backend.call('settings.change', {
    changes: { assistant_server: server.url, assistant_model: 'small-model' },
  });
  await tell(backend.call('assistant.setKey', { server: server.url, key: KEPT }));
  await askForAll(backend, session_id, key);
  await tell(backend.call('assistant.setKey', { server: server.url, key: `${KEPT} ` }));
  await tell(backend.call('assistant.setKey', { server: server.url, key: `${KEPT}\n${KEPT}` }));
  await backend.call('session.save', { session_id });
  await tell(backend.call('app.diagnostics', {}));
  await tell(backend.call('app.log', {}));
  await tell(backend.call('settings.get', {}));
  await backend.dispose();

  const given = server.asked.map(({ headers }) => headers.authorization);
  expect(given.length).toBeGreaterThan(20);
  expect(new Set(given)).toEqual(new Set([`Bearer ${key}`]));
  expect(told.length).toBeGreaterThan(50);
  expect(told.join('\n')).toContain('[key]');
  for (const secret of [KEPT, GIVEN]) {
    expect(told.filter((text) => text.includes(secret))).toEqual([]);
    const files = [...(await textsIn(world.root)), ...(await textsIn(home))];
    const holding = files.filter(([, text]) => text.includes(secret)).map(([file]) => file);
    expect(holding).toEqual(secret === KEPT ? ['assistant-keys.json'] : []);
  }
});
