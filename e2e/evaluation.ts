import { expect } from '@playwright/test';
import type { JsonValue } from '../core/session/json';
import type { RunningHost } from './runningHost';

export type Json = Record<string, JsonValue>;

/** A small set-up that a server with the demo's lists can make: 2 prompts, 3 weights, 2 seeds = 4 baselines + 12 images. */
export const SMALL_SETUP: Json = {
  lora_filename: 'demo/inkwash_v1-000008.safetensors',
  weight_range: [0.4, 0.8, 0.2],
  seeds: [42, 8_129_403_321_756_610_482n],
  metrics: ['Quality', 'Style'],
  prompt_pairs: [
    { positive: 'a red fox in fresh snow', negative: 'blurry' },
    { positive: 'an old lighthouse at dusk', negative: '' },
  ],
};

/** Creates a session by the API and answers its id. */
export async function createSession(host: RunningHost, setup: Json = SMALL_SETUP): Promise<string> {
  const created = await host.api('POST', '/sessions', { setup });
  expect(created.status, created.text).toBe(201);
  return String(created.body['session_id']);
}

export async function getSession(host: RunningHost, id: string): Promise<Json> {
  const answer = await host.api('GET', `/sessions/${id}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

/** Waits until the run of a session is in one of the states given; answers the generation. */
export async function waitForRun(host: RunningHost, id: string, ...statuses: string[]): Promise<Json> {
  let generation: Json = {};
  await expect
    .poll(
      async () => {
        generation = (await getSession(host, id))['generation'] as Json;
        return String(generation['status']);
      },
      { timeout: 45_000, intervals: [50], message: `the run of ${id} is ${statuses.join(' or ')}` },
    )
    .toMatch(new RegExp(`^(${statuses.join('|')})$`));
  return generation;
}

/** Waits until at least so many images of a session are made. */
export async function waitForImages(host: RunningHost, id: string, count: number): Promise<void> {
  await expect
    .poll(async () => Number(((await getSession(host, id))['generation'] as Json)['images_done']), {
      timeout: 45_000,
      intervals: [20],
    })
    .toBeGreaterThanOrEqual(count);
}

/** Starts a session's run and waits for its end. */
export async function generateAll(host: RunningHost, id: string): Promise<Json> {
  const started = await host.api('POST', `/sessions/${id}/generate`);
  expect(started.status, started.text).toBe(202);
  return waitForRun(host, id, 'completed');
}

/** Votes on every open trial by the choice handed in; answers how many votes were cast. */
export async function voteAll(
  host: RunningHost,
  id: string,
  choose: (trial: Json, index: number) => string,
): Promise<number> {
  let next = (await host.api('GET', `/sessions/${id}/trials/next`)).body;
  let votes = 0;
  while (next['done'] !== true) {
    const choice = choose(next, votes);
    const answer = await host.api('POST', `/sessions/${id}/votes`, {
      trial_id: next['trial_id'],
      choice,
      stars: choice === 'A' || choice === 'B' ? (votes % 5) + 1 : null,
      elapsed_ms: 1200,
    });
    expect(answer.status, answer.text).toBe(201);
    votes += 1;
    next = answer.body['next'] as Json;
  }
  return votes;
}
