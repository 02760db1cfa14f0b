import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { parseJson } from '../../core/session/json';
import { createSession, generateAll, type Json, SMALL_SETUP, voteAll } from '../evaluation';
import { expect, test } from '../fixtures';
import { createNoiseComfy } from '../noiseComfy';
import { type RunningHost, startHost } from '../runningHost';
import {
  chunksOf,
  headerShape,
  judgeFeature,
  labelWordsIn,
  type SideOnTheWire,
  tellingFeatures,
  WIRE_FEATURES,
} from '../wireFeatures';

interface TrialOnTheWire {
  trial: Json;
  a: SideOnTheWire;
  b: SideOnTheWire;
}

/** Evaluations of twelve pairs each that the audit looks at. */
const EVALUATIONS = 12;
test('over many evaluations nothing that reaches the page tells the sides better than chance', async ({
  folder,
}) => {
  test.setTimeout(120_000);
  const comfy = await createNoiseComfy();
  const host = await startHost({
    args: ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfy.url],
    cwd: folder,
  });
  const events: string[] = [];
  const socket = new WebSocket(`${host.url.replace('http', 'ws')}/api/events?token=${host.token}`);
  socket.on('message', (data) => events.push(String(data)));

  const seen: { wire: TrialOnTheWire; loraLeft: boolean }[] = [];
  const texts: string[] = [];
  for (let evaluation = 0; evaluation < EVALUATIONS; evaluation += 1) {
    const id = await createSession(host, { ...SMALL_SETUP, metrics: ['Quality'] });
    await generateAll(host, id);
    const trials: TrialOnTheWire[] = [];
    await voteEach(host, id, async (trial) => {
      trials.push({
        trial,
        a: await fetchSide(host, String(trial['image_a'])),
        b: await fetchSide(host, String(trial['image_b'])),
      });
    });
    texts.push(
      ...trials.map(({ trial }) =>
        JSON.stringify(trial, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
      ),
    );
    texts.push((await host.api('GET', `/sessions/${id}`)).text, (await host.api('GET', '/sessions')).text);
    // The truth is read only now, from the file that the page never sees.
    await host.api('POST', `/sessions/${id}/save`);
    const meta = parseJson(await readFile(join(folder, 'sessions', id, 'session_meta.json'), 'utf8')) as Json;
    const shuffled = (meta['step_2_generation'] as Json)['shuffled_results'] as Json[];
    trials.forEach((wire, index) => {
      seen.push({ wire, loraLeft: shuffled[index]?.['swap'] === true });
    });
  }
  socket.close();

  expect(seen).toHaveLength(EVALUATIONS * 12);
  for (const { wire } of seen) {
    expect(headerShape(wire.a), 'both pictures come with the same headers').toEqual(headerShape(wire.b));
    expect(wire.a.bytes.length, 'both pictures have the same length').toBe(wire.b.bytes.length);
    expect(
      chunksOf(wire.a.bytes)
        .map((chunk) => chunk.name)
        .filter((name) => /^(tEXt|iTXt|zTXt|eXIf|tIME)$/.test(name)),
      'no text is left in a picture',
    ).toEqual([]);
  }
  const addresses = seen.flatMap(({ wire }) => [wire.a.address, wire.b.address]);
  expect(new Set(addresses).size, 'every showing has addresses of its own').toBe(addresses.length);

  const verdicts = Object.entries(WIRE_FEATURES).map(([name, feature]) =>
    judgeFeature(
      name,
      seen.map(({ wire, loraLeft }) => ({ a: feature(wire.a), b: feature(wire.b), loraLeft })),
    ),
  );
  // Some features must differ at all, or the audit would look at nothing.
  expect(verdicts.filter((verdict) => verdict.differ > seen.length / 2).length).toBeGreaterThanOrEqual(3);
  expect(tellingFeatures(verdicts)).toEqual([]);

  // What stands in plain words nowhere before the reveal.
  expect([...texts, ...events].flatMap(labelWordsIn)).toEqual([]);
  await host.stop();
  await comfy.dispose();
});

test('the audit itself finds a leak when there is one', () => {
  // Were the LoRA's picture always the longer one, the test above would see it after a dozen trials.
  const longer = Array.from({ length: 40 }, (_, n) => ({ a: n % 2, b: 1 - (n % 2), loraLeft: n % 2 === 1 }));
  expect(tellingFeatures([judgeFeature('length', longer)])).toHaveLength(1);
  const blind = longer.map((values, n) => ({ ...values, loraLeft: n % 4 < 2 }));
  expect(tellingFeatures([judgeFeature('length', blind)])).toEqual([]);
});

test('the search for labels finds a LoRA that is named beside a picture', () => {
  expect(labelWordsIn('{"type":"log","message":"Made demo/inkwash_v1-000008"}')).toEqual(['inkwash']);
  expect(labelWordsIn('{"setup":{"loras":["demo/inkwash_v1-000008"]},"label":"inkwash"}')).toEqual([]);
  expect(labelWordsIn('{"setup":{"order_seed":18446744073709551615}}')).toEqual(['order_seed']);
});

test('before the reveal neither report nor session, list, trials, log nor events name a label beside a picture', async ({
  server,
}) => {
  const events: string[] = [];
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/events?token=${server.token}`);
  socket.on('message', (data) => events.push(String(data)));
  const id = await createSession(server);
  await generateAll(server, id);
  await voteAll(server, id, (_, index) => (index === 0 ? 'A' : 'B'));
  const answers = [
    (await server.api('GET', `/sessions/${id}`)).text,
    (await server.api('GET', `/sessions/${id}/trials`)).text,
    (await server.api('GET', '/sessions')).text,
  ];
  socket.close();
  expect(events.length).toBeGreaterThan(16);
  expect([...answers, ...events].flatMap(labelWordsIn)).toEqual([]);
  expect((await server.api('GET', `/sessions/${id}`)).body['evaluation']).toMatchObject({
    revealed_at: null,
  });
});

async function voteEach(host: RunningHost, id: string, look: (trial: Json) => Promise<void>): Promise<void> {
  let next = (await host.api('GET', `/sessions/${id}/trials/next`)).body;
  while (next['done'] !== true) {
    await look(next);
    const answer = await host.api('POST', `/sessions/${id}/votes`, {
      trial_id: next['trial_id'],
      choice: 'same',
    });
    expect(answer.status).toBe(201);
    next = answer.body['next'] as Json;
  }
}

async function fetchSide(host: RunningHost, address: string): Promise<SideOnTheWire> {
  const answer = await fetch(host.url + address, { headers: { authorization: `Bearer ${host.token}` } });
  expect(answer.status).toBe(200);
  return { address, headers: [...answer.headers], bytes: Buffer.from(await answer.arrayBuffer()) };
}
