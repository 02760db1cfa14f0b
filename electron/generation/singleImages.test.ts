import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planJobs } from '../../core/plan/jobs';
import { blankSetup } from '../../core/session/setup';
import { ComfyFailure } from '../comfy/http';
import { createDemoServer, type DemoServer } from '../demo/server';
import { realTimers } from '../sessions/timers';
import { prepareRun } from './preflight';
import { openSingleImages, SINGLE_LIMIT_MS } from './singleImages';
import { through } from './testConnections';

let demo: DemoServer;

beforeEach(async () => {
  demo = await createDemoServer({ imageMs: 0, size: { width: 32, height: 32 } });
});
afterEach(() => demo.dispose());

it('an image whose post was never answered is taken back from the server that has it', async () => {
  const whole = through(demo.url, () => ({}))();
  const [lora = ''] = (await whole.client.models('loras')) ?? [];
  const setup = {
    ...blankSetup([demo.url]),
    loras: [lora],
    seeds: [1],
    prompt_pairs: [{ positive: 'a fox', negative: '' }],
    leave_nothing_on_server: true,
  };
  const connection = through(demo.url, (client) => ({
    async postPrompt(prompt) {
      await client.postPrompt(prompt);
      throw new ComfyFailure('timeout', 'It did not answer.');
    },
  }))();
  const prepared = await prepareRun(setup, whole.client);
  const images = openSingleImages({
    connection,
    prepared,
    timers: realTimers,
    now: () => new Date(),
    newUuid: randomUUID,
    signal: new AbortController().signal,
    pollMs: 5,
    limitMs: SINGLE_LIMIT_MS,
  });
  demo.faults.arm({ kind: 'stuck', image: 1 });
  const [job] = planJobs(prepared.setup, 1);
  if (job === undefined) throw new Error('Nothing is planned.');
  await expect(images.make(job, 'blindfold-test/1', () => undefined)).rejects.toThrow('It did not answer.');
  await expect.poll(async () => (await whole.client.queue()).running).toEqual([]);
  expect((await whole.client.queue()).pending).toEqual([]);
  images.close();
});
