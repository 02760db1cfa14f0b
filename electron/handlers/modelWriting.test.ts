import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { NextTrial } from '../../core/contract/trialView';
import type { Backend } from '../hosts/backendPort';
import {
  type BackendWorld,
  createBackendWorld,
  DEMO_SETUP,
  makeImages,
  nextPush,
} from '../testing/backendWorld';
import { type FakeModelServer, startFakeModelServer } from '../testing/fakeModelServer';

let world: BackendWorld;
let backend: Backend;
let model: FakeModelServer;
let session_id: string;
let path: string;
let early: unknown;

const SETUP = {
  ...DEMO_SETUP,
  weight_range: null,
  weights: [1],
  seeds: [1],
  metrics: ['Style'],
  prompt_pairs: ['a fox', 'a barn', 'an owl', 'a lake'].map((positive) => ({ positive })),
};
const KEY = 'sk-of-this-test-0123456789';
const write = (more = {}) => backend.call('report.write', { session_id, by: 'model', ...more });
const set = (changes: object) => backend.call('settings.change', { changes });

// One judged session for all.
beforeAll(async () => {
  world = await createBackendWorld();
  model = await startFakeModelServer();
  backend = await world.start({
    assistant: { variables: [{ variable: 'BLINDFOLD_ASSISTANT_KEY', value: KEY }] },
  });
  session_id = await makeImages(backend, SETUP);
  path = join(world.root, session_id, 'lora_report.md');
  await set({ assistant_server: model.url, assistant_model: 'llama3.2' });
  early = await write().catch((error) => error.code);
  let trial: NextTrial = await backend.call('trial.next', { session_id });
  while (!('done' in trial)) {
    const { trial_id } = trial;
    trial = (await backend.call('vote.cast', { session_id, trial_id, choice: 'A' })).next;
  }
});
beforeEach(async () => {
  model.behave({});
  await rm(path, { recursive: true, force: true });
  await writeFile(path, 'as it was');
});
afterAll(async () => {
  await world.dispose();
  await model.close();
  expect(world.bugs).toEqual([]);
});

it('is refused while votes are open, and while no model is set up', async () => {
  expect(early).toBe('evaluation_open');
  await set({ assistant_model: null });
  await expect(write()).rejects.toMatchObject({
    code: 'not_possible',
    message: expect.stringContaining('No model is chosen.'),
  });
  await set({ assistant_model: 'llama3.2' });
  expect(model.asked.filter(({ body }) => body !== null)).toEqual([]);
});

it('hands over figures and no prompt, tells what comes, marks strange numbers and writes the file', async () => {
  model.behave({ answer: '# Summary\n\nOf 4 votes it won 87%.', pieceLength: 9 });
  const heard = nextPush(backend, 'assistant.progressed', ({ text }) => text.startsWith('# Summary'));
  const answer = await write({ request_id: 'report-1' });
  expect(await heard).toMatchObject({ request_id: 'report-1', phase: 'answering', pairs: [], metrics: [] });
  expect(answer).toMatchObject({
    model: 'llama3.2',
    flags: [{ number: '87%', sentence: 'Of 4 votes it won 87%.' }],
    remarks: [],
    path,
    unwritten: null,
  });
  expect(answer.text).toContain(
    '## In words, by llama3.2\n\n### Summary\n\nOf 4 votes it won 87% (not among the figures).',
  );
  expect(await readFile(path, 'utf8')).toBe(answer.text);
  const sent = JSON.stringify(model.asked.at(-1)?.body?.messages);
  expect(sent).toContain('Decided 4; Votes 4');
  expect(sent).not.toMatch(/a fox|a barn|an owl|a lake/);
  expect(sent).not.toContain(world.root);
  expect(await readFile(path, 'utf8')).not.toContain(KEY);
});

it('leaves the file as it was when the answer is cancelled, empty or breaks off', async () => {
  model.behave({ trouble: 'held' });
  const begun = nextPush(backend, 'assistant.progressed', ({ text }) => text !== '');
  const cancelled = write({ request_id: 'report-2' }).catch((error) => error.code);
  await begun;
  expect(await backend.call('assistant.cancel', { request_id: 'report-2' })).toEqual({ cancelled: true });
  expect(await cancelled).toBe('cancelled');
  for (const trouble of ['empty', 'cut'] as const) {
    model.behave({ trouble });
    await expect(write()).rejects.toMatchObject({ code: expect.stringMatching(/^assistant_/) });
  }
  expect(await readFile(path, 'utf8')).toBe('as it was');
});

it('says where an answer was cut off, where votes changed meanwhile, and where no file could be written', async () => {
  model.behave({ trouble: 'long' });
  expect((await write()).remarks).toEqual([expect.stringContaining('The text ends there.')]);
  model.behave({ trouble: 'held', answer: 'Of 4 votes it won some.' });
  const begun = nextPush(backend, 'assistant.progressed', ({ text }) => text !== '');
  const written = write();
  await begun;
  await backend.call('vote.undo', { session_id });
  model.release();
  expect((await written).remarks).toEqual([expect.stringMatching(/^Votes changed while the model wrote\./)]);
  expect(await readFile(path, 'utf8')).toContain('gave 4 votes');
  await rm(path);
  await mkdir(path);
  model.behave({});
  const shown = await write();
  expect(shown).toMatchObject({ path: null, unwritten: expect.any(String), model: 'llama3.2' });
  expect(shown.text).toContain('## In words, by llama3.2');
});

// The last one: it takes the reveal away.
it('shows and writes nothing when the evaluation began anew meanwhile', async () => {
  model.behave({ trouble: 'held', answer: 'Of 4 votes it won some.' });
  const begun = nextPush(backend, 'assistant.progressed', ({ text }) => text !== '');
  const written = write().catch((error) => error.code);
  await begun;
  await backend.call('evaluation.redo', { session_id });
  const ended = nextPush(backend, 'assistant.progressed');
  model.release();
  expect(await ended).toMatchObject({ text: '' });
  expect(await written).toBe('evaluation_open');
  expect(await readFile(path, 'utf8')).toBe('as it was');
});
