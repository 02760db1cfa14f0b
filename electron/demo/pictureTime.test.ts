import { afterEach, expect, it } from 'vitest';
import type { JsonValue } from '../../core/session/json';
import { createDemoServer, type DemoServer } from './server';
import { objectOf, paintNothing, TestClient, textToImage } from './testClient';

let server: DemoServer;
let client: TestClient;

afterEach(async () => {
  client.close();
  await server.dispose();
});

/** A clock that stands still but for what is waited for; where only a turn is waited for, as before each node, a ms goes by. */
function steppedClock() {
  const gate = Promise.withResolvers<void>();
  const clock = {
    time: Date.UTC(2026, 10, 20),
    now: () => clock.time,
    async wait(ms: number) {
      await gate.promise;
      await new Promise((resolve) => setImmediate(resolve));
      clock.time += ms > 0 ? ms : 1;
    },
  };
  return { clock, go: () => gate.resolve() };
}

/** When a prompt of the history began and when its pictures were saved, in ms. */
function timesOf(entry: JsonValue | undefined): { began: number; saved: number } {
  const { messages } = objectOf(objectOf(entry ?? null).status ?? null);
  const times = (messages as [string, { timestamp: number }][]).map(([, { timestamp }]) => timestamp);
  return { began: times[0] ?? 0, saved: times.at(-1) ?? 0 };
}

it('makes pictures that wait one each image time, saving and all else included, and lets none begin before it was asked for', async () => {
  const { clock, go } = steppedClock();
  server = await createDemoServer({ imageMs: 200, paint: paintNothing, clock });
  client = new TestClient(server.url);
  await client.connect('me');
  const ids: string[] = [];
  for (const seed of [1, 2, 3, 4]) {
    const { prompt_id } = await client.post('/prompt', { prompt: textToImage({ seed }), client_id: 'me' });
    ids.push(String(prompt_id));
  }
  go();
  await client.hears('executing', { node: null, prompt_id: ids.at(-1) ?? '' });
  const history = await client.get('/history');
  const saved = ids.map((id) => timesOf(history[id]).saved);
  expect(saved.slice(1).map((time, index) => time - (saved[index] ?? 0))).toEqual([200, 200, 200]);

  clock.time += 5_000;
  const late = timesOf(await client.run(textToImage({ seed: 5 }), 'me'));
  expect(late.saved - late.began).toBeGreaterThanOrEqual(200);
});
