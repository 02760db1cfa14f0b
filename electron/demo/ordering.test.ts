import { afterEach, expect, it } from 'vitest';
import { parseJson } from '../../core/session/json';
import { isObject } from './graph';
import { createDemoServer, type DemoServer } from './server';
import { paintNothing, TestClient, textToImage } from './testClient';

let server: DemoServer;
let client: TestClient;

afterEach(async () => {
  client.close();
  await server.dispose();
});

it("a prompt's history can be read at the moment its end is told, twenty times of twenty", async () => {
  server = await createDemoServer({ imageMs: 0, paint: paintNothing });
  client = new TestClient(server.url);
  const socket = await client.connect('me');
  const found: Promise<boolean>[] = [];
  socket.on('message', (data) => {
    const message = parseJson(String(data));
    if (!isObject(message) || message.type !== 'executing' || !isObject(message.data)) return;
    const { node, prompt_id: id } = message.data;
    if (node === null)
      found.push(client.get(`/history/${String(id)}`).then((entries) => String(id) in entries));
  });
  for (let seed = 1; seed <= 20; seed += 1) await client.run(textToImage({ seed }), 'me');
  expect(await Promise.all(found)).toEqual(Array.from({ length: 20 }, () => true));
});
