import { join } from 'node:path';
import { WebSocket } from 'ws';
import { stringifyJson } from '../../core/session/json';
import { type DrawnShowing, drawnOrder } from '../drawnOrder';
import { createSession, generateAll, type Json, SMALL_SETUP, voteAll } from '../evaluation';
import { expect, test } from '../fixtures';
import { createNoiseComfy } from '../noiseComfy';
import { shapeOf } from '../pageTraffic';
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

/** One side of one showing, and how long its answer took. */
interface TimedSide extends SideOnTheWire {
  ms: number;
}

interface TrialOnTheWire {
  trial: Json;
  a: TimedSide;
  b: TimedSide;
}

/** How the evaluations ask that the audit looks at, in turn: every way, with checks among the pairs and without. */
const WAYS: Json[] = [
  {},
  { quality_control: { training: true, repeats: 0.2, catches: 3 } },
  { metric_mode: 'passes' },
  { metric_mode: 'together', quality_control: { training: false, repeats: 0.2, catches: 3 } },
];
const EVALUATIONS = 10;

test('over many evaluations nothing that reaches the page tells sides or checks better than chance', async ({
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

  const seen: { wire: TrialOnTheWire; drawn: DrawnShowing }[] = [];
  const texts: string[] = [];
  for (let evaluation = 0; evaluation < EVALUATIONS; evaluation += 1) {
    const way = WAYS[evaluation % WAYS.length];
    const id = await createSession(host, { ...SMALL_SETUP, metrics: ['Quality'], ...way });
    await generateAll(host, id);
    const trials: TrialOnTheWire[] = [];
    await voteEach(host, id, async (trial) => {
      const sides = [
        () => fetchSide(host, trial, 'image_a'),
        () => fetchSide(host, trial, 'image_b'),
      ] as const;
      // Which side is asked for first takes turns; both are on their way at once, as in a page.
      const isTurned = trials.length % 2 === 1;
      const [first, second] = isTurned ? [sides[1](), sides[0]()] : [sides[0](), sides[1]()];
      const [one, other] = await Promise.all([first, second]);
      trials.push({ trial, ...(isTurned ? { a: other, b: one } : { a: one, b: other }) });
    });
    texts.push(...trials.map(({ trial }) => stringifyJson(trial)));
    texts.push((await host.api('GET', `/sessions/${id}`)).text, (await host.api('GET', '/sessions')).text);
    // The truth is read only now, from the file that the page never sees.
    const order = await drawnOrder(join(folder, 'sessions', id));
    expect(trials.length).toBe(order.length);
    expectNumbered(
      trials.map(({ trial }) => trial),
      order,
    );
    seen.push(...trials.map((wire, index) => ({ wire, drawn: order[index] as DrawnShowing })));
  }
  socket.close();

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
  const hidden = seen.filter(({ drawn }) => drawn.kind !== 'training');
  expect(hidden.filter(({ drawn }) => drawn.kind !== null).length, 'checks were shown').toBeGreaterThan(15);
  expect(new Set(hidden.map(({ wire }) => shapeOf(wire.trial))).size, 'all trials have one shape').toBe(1);

  // Of a catch trial both sides are one picture: there is no side to tell.
  const sided = seen.filter(({ drawn }) => drawn.kind !== 'catch');
  const features: Record<string, (side: TimedSide) => number> = {
    ...WIRE_FEATURES,
    'time of the answer': (side) => side.ms,
  };
  const verdicts = Object.entries(features).map(([name, feature]) =>
    judgeFeature(
      name,
      sided.map(({ wire, drawn }) => ({ a: feature(wire.a), b: feature(wire.b), loraLeft: drawn.swap })),
    ),
  );
  // Some features must differ at all, or the audit would look at nothing.
  expect(verdicts.filter((verdict) => verdict.differ > sided.length / 2).length).toBeGreaterThanOrEqual(4);
  expect(tellingFeatures(verdicts)).toEqual([]);

  // What stands in plain words nowhere before the reveal.
  expect([...texts, ...events].flatMap(labelWordsIn)).toEqual([]);
  await host.stop();
  await comfy.dispose();
});

/** Numbers run on over pairs and checks alike; practice has numbers of its own. */
function expectNumbered(trials: readonly Json[], order: readonly DrawnShowing[]): void {
  for (const isPractice of [true, false]) {
    const asked = trials.filter((_, index) => (order[index]?.kind === 'training') === isPractice);
    expect(
      asked.map(({ number, pair_number, total, pairs_total, training }) => [
        number,
        pair_number,
        total,
        pairs_total,
        training,
      ]),
    ).toEqual(asked.map((_, index) => [index + 1, index + 1, asked.length, asked.length, isPractice]));
  }
}

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

async function fetchSide(host: RunningHost, trial: Json, side: 'image_a' | 'image_b'): Promise<TimedSide> {
  const address = String(trial[side]);
  const begun = performance.now();
  const answer = await fetch(host.url + address, { headers: { authorization: `Bearer ${host.token}` } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const ms = performance.now() - begun;
  expect(answer.status).toBe(200);
  return { address, headers: [...answer.headers], bytes, ms };
}
