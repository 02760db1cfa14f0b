import { describe, expect, it } from 'vitest';
import { builtinWorkflow } from '../../core/workflow/builtin';
import { createComfyClient } from './client';
import { ComfyFailure } from './http';
import { closeAfterEach, failureOf, serve } from './testServers';

const GRAPH = builtinWorkflow({ checkpoint: 'tiny-sd15.safetensors' });
const ID = '00000000-0000-4000-8000-000000000001';
const { closeAll } = closeAfterEach();

describe('the client, when no ComfyUI answers', () => {
  it('says that nobody is there', async () => {
    const url = await serve(() => undefined);
    await closeAll();
    const failure = await failureOf(createComfyClient({ url }).systemStats());
    expect(failure.code).toBe('comfy_unreachable');
    expect(failure.field).toBe('setup.servers');
    expect(failure.message).toBe(`No ComfyUI at ${url.slice(7)}. Start ComfyUI, or type where it runs.`);
  });

  it('says that a web page is no ComfyUI, whatever is asked', async () => {
    const url = await serve((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end('<!doctype html><p>Hello</p>');
    });
    const client = createComfyClient({ url });
    const calls = [
      client.systemStats(),
      client.queue(),
      client.models('loras'),
      client.objectInfo('X'),
      client.history('x'),
    ];
    for (const call of [...calls, client.postPrompt({ graph: GRAPH, clientId: 'c', promptId: ID })]) {
      const failure = await failureOf(call);
      expect(failure).toBeInstanceOf(ComfyFailure);
      expect(failure.message).toBe(
        `${url.slice(7)} answered with a web page: it is not ComfyUI, or a login stands before it. Type where ComfyUI runs, or give the header that the login asks for.`,
      );
    }
  });

  it('takes other JSON for no ComfyUI', async () => {
    const url = await serve((_, response) => response.end('{"hello": []}'));
    const client = createComfyClient({ url });
    for (const call of [
      client.systemStats(),
      client.queue(),
      client.models('loras'),
      client.postPrompt({ graph: GRAPH, clientId: 'c', promptId: ID }),
    ]) {
      expect(await failureOf(call)).toMatchObject({ kind: 'not_comfyui' });
    }
  });

  it('gives up on a server that never answers, and on one that never ends', async () => {
    const silent = await serve(() => undefined);
    expect(await failureOf(createComfyClient({ url: silent, timeoutMs: 50 }).systemStats())).toMatchObject({
      kind: 'timeout',
    });
    const endless = await serve((_, response) => response.write('{'));
    const failure = await failureOf(createComfyClient({ url: endless, timeoutMs: 50 }).systemStats());
    expect(failure.message).toContain('did not answer within 1 s');
  });

  it('says that a call was refused', async () => {
    const url = await serve((_, response) => {
      response.statusCode = 403;
      response.end();
    });
    const failure = await failureOf(createComfyClient({ url }).queue());
    expect(failure).toMatchObject({ kind: 'forbidden', code: 'comfy_unreachable' });
    expect(failure.message).toContain('refused the call (403)');
  });

  it('says when the server itself fails, and follows no redirect', async () => {
    const failing = await serve((_, response) => {
      response.statusCode = 500;
      response.end('500 Internal Server Error');
    });
    expect(await failureOf(createComfyClient({ url: failing }).queue())).toMatchObject({
      kind: 'server_error',
    });
    const moved = await serve((_, response) => {
      response.writeHead(302, { Location: 'https://elsewhere.example/' });
      response.end();
    });
    expect((await failureOf(createComfyClient({ url: moved }).queue())).message).toContain(
      'points to https://elsewhere.example/',
    );
  });

  it('sends the header that a protected server asks for', async () => {
    const url = await serve((request, response) => {
      response.statusCode = request.headers['x-key'] === 'secret' ? 200 : 401;
      response.end('{"queue_running": [], "queue_pending": []}');
    });
    expect(await failureOf(createComfyClient({ url }).queue())).toMatchObject({ kind: 'forbidden' });
    expect(await createComfyClient({ url, headers: () => ({ 'X-Key': 'secret' }) }).queue()).toEqual({
      running: [],
      pending: [],
    });
  });

  it('covers up that header where the server repeats it', async () => {
    const url = await serve((request, response) => {
      response.statusCode = 400;
      const words = `${request.headers.authorization}, so "abc-def-ghi" is no good`;
      response.end(`{"error": {"type": "odd", "message": ${JSON.stringify(words)}, "details": ""}}`);
    });
    const headers = () => ({ Authorization: 'Bearer abc-def-ghi' });
    const failure = await failureOf(
      createComfyClient({ url, headers }).postPrompt({ graph: GRAPH, clientId: 'c', promptId: ID }),
    );
    expect(failure.message).toBe('ComfyUI refused the workflow: [key], so "[key]" is no good.');
    const moved = await serve((request, response) => {
      response.writeHead(302, { Location: `https://elsewhere.example/in/${request.headers['x-key']}` });
      response.end();
    });
    const withKey = createComfyClient({ url: moved, headers: () => ({ 'X-Key': 'secret' }) });
    expect((await failureOf(withKey.queue())).message).toContain(
      'points to https://elsewhere.example/in/[key]',
    );
  });

  it('reads again, once, when a kept connection broke; a prompt is never sent twice', async () => {
    const seen: string[] = [];
    const url = await serve((request, response) => {
      seen.push(request.method ?? '');
      if (seen.length === 1 || request.method === 'POST') request.socket.destroy();
      else response.end('{"queue_running": [], "queue_pending": []}');
    });
    expect(await createComfyClient({ url }).queue()).toEqual({ running: [], pending: [] });
    await failureOf(createComfyClient({ url }).postPrompt({ graph: GRAPH, clientId: 'c', promptId: ID }));
    expect(seen).toEqual(['GET', 'GET', 'POST']);
  });

  it('orders what waits as it will run', async () => {
    const url = await serve((_, response) =>
      response.end(
        '{"queue_running": [[1,"a",{},{},[]]], "queue_pending": [[7,"d",{},{},[]],[3,"c",{},{},[]],[-2,"b",{},{},[]]]}',
      ),
    );
    const queue = await createComfyClient({ url }).queue();
    expect(queue.running.map((item) => item.prompt_id)).toEqual(['a']);
    expect(queue.pending.map((item) => item.prompt_id)).toEqual(['b', 'c', 'd']);
  });

  it('interrupts only a prompt that runs', async () => {
    const posts: string[] = [];
    const url = await serve((request, response) => {
      if (request.method === 'POST') posts.push(request.url ?? '');
      response.end('{"queue_running": [[1,"theirs",{},{},[]]], "queue_pending": []}');
    });
    const client = createComfyClient({ url });
    await client.interrupt('ours');
    expect(posts).toEqual([]);
    await client.interrupt('theirs');
    expect(posts).toEqual(['/interrupt']);
  });
});
