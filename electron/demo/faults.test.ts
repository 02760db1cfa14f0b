import { once } from 'node:events';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from './faults';
import { createDemoServer, type DemoServer } from './server';
import { objectOf, paintNothing, TestClient, textToImage } from './testClient';

let server: DemoServer;
let client: TestClient;

beforeEach(async () => {
  server = await createDemoServer({ imageMs: 0, paint: paintNothing });
  client = new TestClient(server.url);
  await client.connect('me');
});

afterEach(async () => {
  client.close();
  await server.dispose();
});

function lastMessage(entry: ReturnType<typeof objectOf>): unknown {
  const messages = objectOf(entry.status ?? null).messages as [string, object][];
  return messages.at(-1);
}

describe('request faults', () => {
  it('are known as unhit until they strike', async () => {
    const fault: Fault = { kind: 'status', path: '/queue' };
    server.faults.arm(fault);
    await client.get('/prompt');
    expect(server.unhitFaults()).toEqual([fault]);
    expect((await fetch(`${server.url}/queue`)).status).toBe(500);
    expect(server.unhitFaults()).toEqual([]);
    expect((await fetch(`${server.url}/queue`)).status).toBe(200);
  });

  it('strike after some good answers, as often as asked', async () => {
    server.faults.arm({ kind: 'status', status: 503, method: 'GET', path: '/prompt', after: 1, times: 2 });
    const statuses: number[] = [];
    for (let ask = 0; ask < 4; ask += 1) statuses.push((await fetch(`${server.url}/api/prompt`)).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it('cut the connection', async () => {
    server.faults.arm({ kind: 'cut', path: '/queue' });
    await expect(fetch(`${server.url}/queue`)).rejects.toThrow();
  });

  it('hang without an answer', async () => {
    server.faults.arm({ kind: 'hang', path: '/queue' });
    const stop = new AbortController();
    const answer = fetch(`${server.url}/queue`, { signal: stop.signal });
    await client.get('/prompt');
    stop.abort();
    await expect(answer).rejects.toThrow('abort');
  });

  it('answer a web page, or JSON that is none', async () => {
    server.faults.arm({ kind: 'html', path: '/system_stats' });
    server.faults.arm({ kind: 'wrong_json', path: '/features' });
    const page = await fetch(`${server.url}/system_stats`);
    expect(page.headers.get('content-type')).toContain('text/html');
    const wrong = await fetch(`${server.url}/features`);
    expect(wrong.headers.get('content-type')).toContain('application/json');
    await expect(wrong.json()).rejects.toThrow();
  });

  it('hide a history entry for some asks', async () => {
    server.faults.arm({ kind: 'empty_history', times: 2 });
    const { prompt_id: id } = await client.post('/prompt', { prompt: textToImage(), client_id: 'me' });
    await client.hears('executing', { node: null });
    const shown = [];
    for (let ask = 0; ask < 3; ask += 1)
      shown.push(Object.keys(await client.get(`/history/${String(id)}`)).length);
    expect(shown).toEqual([0, 0, 1]);
  });

  it('name no file of a prompt that is done', async () => {
    const entry = await client.run(textToImage(), 'me');
    const [id = ''] = Object.keys(await client.get('/history'));
    server.faults.arm({ kind: 'empty_outputs' });
    const [first, second] = [await client.get(`/history/${id}`), await client.get(`/history/${id}`)];
    expect(objectOf(first[id] ?? null).outputs).toEqual({});
    expect(second[id]).toEqual(entry);
  });

  it('give a prompt an id of their own', async () => {
    server.faults.arm({ kind: 'own_id' });
    const prompt_id = '11111111-1111-4111-8111-111111111111';
    const taken = await client.post('/prompt', { prompt: textToImage(), prompt_id, client_id: 'me' });
    expect(taken.prompt_id).not.toBe(prompt_id);
    await client.hears('executing', { node: null, prompt_id: taken.prompt_id ?? null });
  });

  it('cut a file short', async () => {
    await client.run(textToImage(), 'me');
    server.faults.arm({ kind: 'truncated_file' });
    const address = `${server.url}/view?filename=test_00001_.png`;
    const torn = Buffer.from(await (await fetch(address)).arrayBuffer());
    await expect(sharp(torn, { failOn: 'truncated' }).raw().toBuffer()).rejects.toThrow();
    const whole = Buffer.from(await (await fetch(address)).arrayBuffer());
    expect(whole.length).toBeGreaterThan(torn.length);
  });

  it('refuse a prompt, or take it with node errors', async () => {
    server.faults.arm({ kind: 'refuse_prompt' });
    expect(await client.post('/prompt', { prompt: textToImage() })).toHaveProperty('error');
    server.faults.arm({ kind: 'node_errors' });
    const taken = await client.post('/prompt', { prompt: textToImage() });
    expect(taken).toHaveProperty('prompt_id');
    expect(Object.keys(objectOf(taken.node_errors ?? null))).toHaveLength(1);
  });
});

describe('sampling faults', () => {
  it('run out of memory on the chosen image, and the queue goes on', async () => {
    server.faults.arm({ kind: 'out_of_memory', image: 2 });
    const ends = [];
    for (const seed of [1, 2, 3]) ends.push(lastMessage(await client.run(textToImage({ seed }), 'me')));
    expect(ends).toMatchObject([
      ['execution_success', {}],
      ['execution_error', { exception_type: 'torch.OutOfMemoryError', node_type: 'KSampler' }],
      ['execution_success', {}],
    ]);
  });

  it('lose all history', async () => {
    await client.run(textToImage({ seed: 1 }), 'me');
    server.faults.arm({ kind: 'lose_history', image: 1 });
    const { prompt_id: id = null } = await client.post('/prompt', {
      prompt: textToImage({ seed: 2 }),
      client_id: 'me',
    });
    await client.hears('executing', { node: null, prompt_id: id });
    expect(Object.keys(await client.get('/history'))).toEqual([id]);
  });

  it('stand still until interrupted', async () => {
    server.faults.arm({ kind: 'stuck', image: 1 });
    const { prompt_id: id = null } = await client.post('/prompt', { prompt: textToImage(), client_id: 'me' });
    await client.hears('executing', { node: '3' });
    await client.post('/interrupt', { prompt_id: id });
    await client.hears('execution_interrupted', { prompt_id: id });
    await client.hears('executing', { node: null });
  });

  it('restart the server: queue, history and numbers are gone, files are there', async () => {
    await client.run(textToImage({ prefix: 'kept' }), 'me');
    server.faults.arm({ kind: 'stuck', image: 1 });
    const socket = await client.connect('again');
    const closed = once(socket, 'close');
    for (const seed of [5, 6])
      await client.post('/prompt', { prompt: textToImage({ seed }), client_id: 'again' });
    await client.hears('executing', { node: '3', display_node: '3' });
    server.restart();
    await closed;
    expect(await client.get('/queue')).toEqual({ queue_running: [], queue_pending: [] });
    expect(await client.get('/history')).toEqual({});
    expect((await fetch(`${server.url}/view?filename=kept_00001_.png`)).status).toBe(200);
    await client.connect('third');
    const posted = await client.post('/prompt', { prompt: textToImage({ seed: 7 }), client_id: 'third' });
    expect(posted.number).toBe(0);
    await client.hears('executing', { node: null, prompt_id: posted.prompt_id ?? null });
    expect(Object.keys(await client.get('/history'))).toEqual([posted.prompt_id]);
  });

  it('restart by themselves when an image begins', async () => {
    server.faults.arm({ kind: 'restart', image: 2 });
    await client.run(textToImage({ seed: 1 }), 'me');
    const socket = await client.connect('again');
    const closed = once(socket, 'close');
    const { prompt_id: id } = await client.post('/prompt', {
      prompt: textToImage({ seed: 2 }),
      client_id: 'again',
    });
    await closed;
    expect(await client.get('/history')).toEqual({});
    expect(await client.get(`/api/jobs/${String(id)}`)).toEqual({ error: 'Job not found' });
    expect(server.unhitFaults()).toEqual([]);
  });

  it('cut the sockets, and the prompt ends all the same', async () => {
    server.faults.arm({ kind: 'drop_sockets', image: 1 });
    const socket = await client.connect('again');
    const closed = once(socket, 'close');
    const { prompt_id: id } = await client.post('/prompt', { prompt: textToImage(), client_id: 'again' });
    await closed;
    const other = new TestClient(server.url);
    await other.connect('other');
    await other.hears('status', {});
    await expect.poll(async () => Object.keys(await client.get(`/history/${String(id)}`))).toEqual([id]);
    other.close();
  });

  it('tell of a blocked node, and the prompt ends well', async () => {
    server.faults.arm({ kind: 'execution_blocked', image: 1 });
    const entry = await client.run(textToImage(), 'me');
    expect(lastMessage(entry)).toMatchObject(['execution_success', {}]);
    await client.hears('execution_error', { exception_type: 'ExecutionBlocked' });
  });

  it('silence the sockets, which stay open', async () => {
    server.faults.arm({ kind: 'silent_sockets', image: 1 });
    const { prompt_id: id } = await client.post('/prompt', { prompt: textToImage(), client_id: 'me' });
    await expect.poll(async () => Object.keys(await client.get(`/history/${String(id)}`))).toEqual([id]);
    const heard = client.heard.map(({ type }) => type);
    expect(heard).not.toContain('execution_success');
    expect(server.openSockets()).toBe(1);
  });
});

describe('a dead worker', () => {
  it('takes nothing up any more, and all else goes on, until a restart', async () => {
    server.faults.arm({ kind: 'dead_worker', after: 1 });
    await client.run(textToImage({ seed: 1 }), 'me');
    for (const seed of [2, 3]) await client.post('/prompt', { prompt: textToImage({ seed }) });
    const { queue_running, queue_pending } = await client.get('/queue');
    expect(queue_running).toEqual([]);
    expect(queue_pending).toHaveLength(2);
    server.restart();
    await client.connect('again');
    await client.run(textToImage({ seed: 4 }), 'again');
  });
});

describe('message faults', () => {
  it('lose one message of a type', async () => {
    server.faults.arm({ kind: 'lose_messages', type: 'executed' });
    await client.run(textToImage({ seed: 1 }), 'me');
    expect(client.heard.map(({ type }) => type)).not.toContain('executed');
    await client.run(textToImage({ seed: 2 }), 'me');
    expect(client.heard.map(({ type }) => type)).toContain('executed');
    expect(server.unhitFaults()).toEqual([]);
  });
});

describe('reconnecting with the same client id', () => {
  it('tells the running node to a socket that comes back', async () => {
    server.faults.arm({ kind: 'stuck', image: 1 });
    await client.post('/prompt', { prompt: textToImage(), client_id: 'me' });
    await client.hears('executing', { node: '3' });
    client.close();
    await expect.poll(() => server.openSockets()).toBe(0);
    const second = new TestClient(server.url);
    await second.connect('me');
    const running = await second.hears('executing', { node: '3' });
    expect(Object.keys(running)).toEqual(['node']);
    await second.post('/interrupt', {});
    await second.hears('execution_interrupted');
    second.close();
  });

  it('leaves the newer of two sockets deaf once the older closes', async () => {
    const second = new TestClient(server.url);
    await second.connect('me');
    client.close();
    await expect.poll(() => server.openSockets()).toBe(1);
    second.heard.length = 0;
    const { prompt_id: id } = await client.post('/prompt', { prompt: textToImage(), client_id: 'me' });
    await expect.poll(async () => Object.keys(await client.get(`/history/${String(id)}`))).toEqual([id]);
    expect(second.heard).toEqual([]);
    second.close();
  });
});
