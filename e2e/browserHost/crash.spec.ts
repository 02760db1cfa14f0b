import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createDemoServer, type DemoServer } from '../../electron/demo/server';
import {
  createSession,
  generateAll,
  getSession,
  type Json,
  SMALL_SETUP,
  voteAll,
  waitForImages,
  waitForRun,
} from '../evaluation';
import { expect, test } from '../fixtures';
import { type RunningHost, startHost } from '../runningHost';

/** The same host again on the same folder, as after a power cut. */
async function again(host: RunningHost, folder: string, comfyUrl: string): Promise<RunningHost> {
  await host.stop('SIGKILL');
  return startHost({
    args: ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfyUrl],
    cwd: folder,
  });
}

/** Has the sampler stand still at the fourth picture from now on; answers what lets it go on. */
function holdFourth(comfy: DemoServer): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  comfy.faults.arm({ kind: 'stuck', image: 4, until: promise });
  return resolve;
}

async function imagesOnDisk(folder: string, id: string): Promise<string[]> {
  const names = await readdir(join(folder, 'sessions', id, 'output')).catch(() => []);
  return names.filter((name) => name.endsWith('.png')).sort();
}

test('killed in the middle of generation: every counted image is there, Resume makes exactly the missing ones', async ({
  folder,
}) => {
  const comfy = await createDemoServer({ imageMs: 20, size: { width: 64, height: 64 } });
  // The sampler waits at the fourth picture, and at the fourth after each kill, so that each kill falls among the pictures.
  let goOn = holdFourth(comfy);
  const args = ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfy.url];
  let host = await startHost({ args, cwd: folder });
  const id = await createSession(host);
  expect((await host.api('POST', `/sessions/${id}/generate`)).status).toBe(202);

  for (const counted of [3, 7, 11]) {
    await waitForImages(host, id, counted);
    host = await again(host, folder, comfy.url);
    goOn();
    if (counted < 11) goOn = holdFourth(comfy);
    const after = await getSession(host, id);
    const generation = after['generation'] as Json;
    expect(generation['status']).toBe('paused');
    expect(generation['can_resume']).toBe(true);
    expect(Number(generation['images_done'])).toBeGreaterThanOrEqual(counted);
    expect((await imagesOnDisk(folder, id)).length).toBeGreaterThanOrEqual(counted);
    expect((await host.api('POST', `/sessions/${id}/resume`)).status).toBe(202);
  }
  await waitForRun(host, id, 'completed');
  expect(await imagesOnDisk(folder, id)).toHaveLength(16);
  // A job that was running at the kill is found on the server again: no image was made twice.
  expect(comfy.stats().images).toBe(16);
  await host.stop();
  await comfy.dispose();
});

test('killed in the middle of voting: every vote that was answered with 201 is there, with what it said', async ({
  folder,
  comfy,
}) => {
  const args = ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfy.url];
  let host = await startHost({ args, cwd: folder });
  const id = await createSession(host);
  await generateAll(host, id);
  await host.api('POST', `/sessions/${id}/save`);
  const answered = new Map<string, string>();
  for (let kill = 0; kill < 3; kill += 1) {
    // Votes are sent without a pause while the kill falls somewhere among them.
    const voting = (async () => {
      let next = (await host.api('GET', `/sessions/${id}/trials/next`)).body;
      for (let n = 0; next['done'] !== true; n += 1) {
        const choice = ['A', 'B', 'same'][n % 3] ?? 'A';
        const answer = await host.api('POST', `/sessions/${id}/votes`, {
          trial_id: next['trial_id'],
          choice,
        });
        expect(answer.status).toBe(201);
        answered.set(String(next['trial_id']), choice);
        next = answer.body['next'] as Json;
      }
    })().catch((error: unknown) => {
      // The connection dies with the host; whatever was not answered was not promised.
      if (!(error instanceof TypeError)) throw error;
    });
    const target = answered.size + 4;
    await expect.poll(() => answered.size, { intervals: [1] }).toBeGreaterThanOrEqual(target);
    const restarted = again(host, folder, comfy.url);
    await voting;
    host = await restarted;
    const trials = (await host.api('GET', `/sessions/${id}/trials`)).body['trials'] as Json[];
    const kept = new Map(trials.map((trial) => [String(trial['trial_id']), String(trial['choice'])]));
    for (const [trial, choice] of answered) expect(kept.get(trial)).toBe(choice);
    const detail = await getSession(host, id);
    expect((detail['recovery'] as Json)['changes']).toBe(kept.size);
    for (const [trial, choice] of kept) answered.set(trial, choice);
  }

  // Keep: the changes stay, still not saved. Then back to the last save on purpose.
  const recovered = await host.api('POST', `/sessions/${id}/recover`);
  expect(recovered.body['unsaved_changes']).toBe(answered.size);
  expect((await getSession(host, id))['recovery']).toBeNull();
  const discarded = await host.api('POST', `/sessions/${id}/discard`);
  expect(discarded.body).toMatchObject({ votes_done: 0, unsaved_changes: 0, images_done: 16 });
  await host.stop();
});

test('a torn last line, a torn and an empty session file: the session opens with all that was promised', async ({
  folder,
  comfy,
}) => {
  const args = ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfy.url];
  let host = await startHost({ args, cwd: folder });
  const id = await createSession(host);
  await generateAll(host, id);
  await host.api('POST', `/sessions/${id}/save`);
  await voteAll(host, id, () => 'A');
  await host.api('POST', `/sessions/${id}/save`);
  const session = join(folder, 'sessions', id);
  const { writeFile, appendFile } = await import('node:fs/promises');
  const damages: (() => Promise<void>)[] = [
    () => appendFile(join(session, 'journal.jsonl'), '{"seq": 99999, "at": "2026-'),
    () => writeFile(join(session, 'session_meta.json'), '{"session_id": "'),
    () => writeFile(join(session, 'session_meta.json'), ''),
    () => rm(join(session, 'session_meta.json')),
  ];
  for (const damage of damages) {
    await host.stop('SIGKILL');
    await damage();
    host = await startHost({ args, cwd: folder });
    const detail = await getSession(host, id);
    expect(detail).toMatchObject({ images_done: 16, votes_done: 24, state: 'ok' });
    expect((await host.api('POST', `/sessions/${id}/save`)).status).toBe(200);
  }
  await host.stop();
});

test('the demo server stopped half way and started again: the run finishes without a hand', async ({
  folder,
}) => {
  const options = { imageMs: 20, size: { width: 64, height: 64 } };
  let comfy = await createDemoServer(options);
  const { port } = comfy;
  const host = await startHost({
    args: ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfy.url],
    cwd: folder,
  });
  const id = await createSession(host, { ...SMALL_SETUP, metrics: ['Quality'] });
  comfy.faults.arm({ kind: 'stuck', image: 6 });
  await host.api('POST', `/sessions/${id}/generate`);
  await waitForImages(host, id, 5);
  await comfy.dispose();
  await expect
    .poll(async () => ((await getSession(host, id))['generation'] as Json)['reason'])
    .toContain('does not answer');
  comfy = await createDemoServer({ ...options, port });
  await waitForRun(host, id, 'completed');
  expect(await imagesOnDisk(folder, id)).toHaveLength(16);
  await host.stop();
  await comfy.dispose();
});

test('quitting flushes everything and leaves nothing behind', async ({ folder, comfy }) => {
  const args = ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfy.url];
  const host = await startHost({ args, cwd: folder });
  const id = await createSession(host);
  await host.api('POST', `/sessions/${id}/generate`);
  await waitForImages(host, id, 3);
  const serverFile = parseServerFile(await readFile(join(folder, 'sessions', '.server.json'), 'utf8'));
  expect(serverFile).toEqual({ url: host.url, token: host.token, pid: host.pid });
  expect(await host.stop('SIGTERM')).toBe(0);
  expect(await readdir(join(folder, 'sessions'))).not.toContain('.server.json');
  expect(await readdir(join(folder, 'sessions', id))).not.toContain('lock');
  // Nothing of ours waits in the server's queue, and every image on disk is whole and journaled.
  const queue = (await (await fetch(`${comfy.url}/queue`)).json()) as { queue_pending: unknown[] };
  expect(queue.queue_pending).toEqual([]);
  const journal = (await readFile(join(folder, 'sessions', id, 'journal.jsonl'), 'utf8')).trim().split('\n');
  const made = journal
    .map((line) => JSON.parse(line) as { type: string; file?: string; sha256?: string })
    .filter((event) => event.type === 'image_completed');
  for (const event of made) {
    const bytes = await readFile(join(folder, 'sessions', id, 'output', event.file ?? ''));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(event.sha256);
  }
  expect(made.length).toBeGreaterThanOrEqual(3);
});

function parseServerFile(text: string): unknown {
  return JSON.parse(text);
}
