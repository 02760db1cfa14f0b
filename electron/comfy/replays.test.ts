import { afterEach, describe, expect, it } from 'vitest';
import { parseJson } from '../../core/session/json';
import { builtinWorkflow } from '../../core/workflow/builtin';
import { outcomeOf } from '../generation/outcome';
import { type ComfyClient, createComfyClient } from './client';
import { ComfyFailure, createComfyHttp } from './http';
import type { ComfyMessage } from './messages';
import { type ComfySocket, createComfySocket } from './socket';
import { type ReplayServer, replayTranscript } from './transcripts/replayServer';

const VERSIONS = ['0.33.0', '0.3.64'] as const;
const GRAPH = builtinWorkflow({ checkpoint: 'tiny-sd15.safetensors' });
const ID = '00000000-0000-4000-8000-000000000001';
const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Replay {
  readonly server: ReplayServer;
  readonly client: ComfyClient;
  readonly socket: ComfySocket;
  readonly heard: ComfyMessage[];
  /** Ids of the connections that were opened. */
  readonly ids: string[];
  /** Resolves with the first message that fits, from now on or heard before. */
  hears(fits: (message: ComfyMessage) => boolean): Promise<ComfyMessage>;
  /** Posts what was posted in the recording next. Out: the prompt's id. */
  post(): Promise<string>;
}

/** Our client and our socket in a recorded conversation. */
async function replay(name: string): Promise<Replay> {
  const server = await replayTranscript(name);
  open.push(() => server.dispose());
  const heard: ComfyMessage[] = [];
  const ids: string[] = [];
  let wake: () => void = () => undefined;
  const socket = createComfySocket({
    url: server.url,
    onMessage: (message) => {
      heard.push(message);
      wake();
    },
    onState: (state, id) => {
      if (state === 'open') ids.push(id);
    },
    random: () => 0,
  });
  open.push(() => socket.close());
  const client = createComfyClient({ url: server.url });
  return {
    server,
    client,
    socket,
    heard,
    ids,
    async hears(fits) {
      for (;;) {
        const found = heard.find(fits);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    post: async () =>
      (await client.postPrompt({ graph: GRAPH, clientId: socket.clientId, promptId: ID })).prompt_id,
  };
}

const isEndOf = (id: string) => (message: ComfyMessage) =>
  message.type === 'executing' && message.data.node === null && message.data.prompt_id === id;

describe.each(VERSIONS)('our client in a conversation with ComfyUI %s', (version) => {
  it('whose queue is listed and thinned out', async () => {
    const { server, client, socket, post, hears } = await replay(`${version}-queue`);
    await socket.ready();
    const posted: string[] = [];
    for (let count = 0; count < 6; count += 1) posted.push(await post());
    const [running, second, third, fourth, front, first] = posted;
    const queue = await client.queue();
    // As they will run, not as the heap has them: by number, the front before the counted ones.
    expect(queue.pending.map((item) => item.prompt_id)).toEqual([front, first, second, third, fourth]);
    expect(queue.pending.map((item) => item.number)).toEqual(
      [...queue.pending.map((item) => item.number)].sort((a, b) => a - b),
    );
    expect(queue.running.map((item) => item.prompt_id)).toEqual([running]);
    await client.deleteFromQueue([third ?? '']);
    expect(server.received.at(-1)).toMatchObject({ path: '/queue', body: `{"delete":["${third}"]}` });
    // It leaves no trace: only who deleted it knows.
    expect(await client.history(third ?? '')).toBeNull();
    await hears(
      (message) => message.type === 'status' && message.data.status.exec_info.queue_remaining === 5,
    );
  });

  it('in which prompts without client id, and of others, are no business of ours', async () => {
    const { client, socket, heard, post, hears } = await replay(`${version}-no-client-id`);
    await socket.ready();
    const nobodys = await post();
    expect(outcomeOf((await client.history(nobodys)) ?? never(), '9').kind).toBe('image');
    const ours = await post();
    await hears(isEndOf(ours));
    expect(outcomeOf((await client.history(ours)) ?? never(), '9').kind).toBe('image');
    const absent = await post();
    expect(outcomeOf((await client.history(absent)) ?? never(), '9').kind).toBe('image');
    // The ends of the other two were told to nobody here; only the history has them.
    expect(heard.some(isEndOf(nobodys)) || heard.some(isEndOf(absent))).toBe(false);
  });

  it('that broke off and was taken up again, under an id of its own each time', async () => {
    const { client, socket, ids, post, hears, heard } = await replay(`${version}-reconnect`);
    await socket.ready();
    const first = await post();
    // After the reconnect the running node comes without its prompt, then the end.
    await hears(isEndOf(first));
    expect(heard).toContainEqual({ type: 'executing', data: { node: '3', prompt_id: null } });
    await post();
    while (ids.length < 4) await socket.ready().then(() => client.systemStats().catch(() => null));
    const last = await post();
    await hears(isEndOf(last));
    expect(outcomeOf((await client.history(last)) ?? never(), '3').kind).toBe('image');
    expect(new Set(ids).size).toBe(4);
  });

  it('whose server was killed and started again: what it had is lost, and known to be', async () => {
    const { client, socket, ids, post, hears } = await replay(`${version}-restart`);
    await socket.ready();
    const [running, waiting] = [await post(), await post()];
    await hears((message) => message.type === 'executing' && message.data.node === '3');
    while (ids.length < 2) await socket.ready().then(() => client.systemStats().catch(() => null));
    expect(await client.queue()).toEqual({ running: [], pending: [] });
    expect(await client.history(running)).toBeNull();
    expect(await client.job(running)).toBe(version === '0.33.0' ? 'unknown' : null);
    const again = await post();
    await hears(isEndOf(again));
    expect(outcomeOf((await client.history(again)) ?? never(), '3').kind).toBe('image');
    expect(new Set([running, waiting, again]).size).toBe(3);
  });

  it('with previews, told with their prompt and, on a plain socket, without', async () => {
    const { client, socket, post, hears, heard, ids } = await replay(`${version}-previews`);
    await socket.ready();
    await post();
    const described = await post();
    await hears(isEndOf(described));
    const own = heard.filter((message) => message.type === 'preview').map(({ data }) => data);
    expect(own.at(-1)).toMatchObject({ prompt_id: described, node: '3', mime: 'image/jpeg' });
    expect(outcomeOf((await client.history(described)) ?? never(), '9').kind).toBe('image');
    while (ids.length < 2) await socket.ready().then(() => client.systemStats().catch(() => null));
    const before = heard.length;
    await post();
    const bare = await post();
    await hears(isEndOf(bare));
    const plain = heard
      .slice(before)
      .flatMap((message) => (message.type === 'preview' ? [message.data] : []));
    expect(plain.length).toBeGreaterThan(0);
    for (const data of plain) expect(data).toMatchObject({ prompt_id: null, node: null });
  });

  it('about files', async () => {
    const { server, client } = await replay(`${version}-view`);
    const file = { filename: 'view_00001_.png', subfolder: 'v', type: 'output' } as const;
    const bytes = await client.view(file);
    expect(Buffer.from(bytes ?? []).toString('hex')).toMatch(/^89504e47/);
    expect(server.received.at(-1)?.path).toBe('/view?filename=view_00001_.png&subfolder=v&type=output');
    const http = createComfyHttp({ url: server.url });
    const asked = server.calls.filter((call) => call.path.startsWith('/view?') && call.status !== 200);
    expect(asked.map(({ status }) => status)).toEqual([404, 400, 400, 400, 403, 404, 400, 404]);
    for (const { path, status } of asked) {
      const answer = http.send({ path: path.slice(1) });
      if (status === 403) await expect(answer).rejects.toMatchObject({ kind: 'forbidden' });
      else expect((await answer).status).toBe(status);
    }
  });

  it('that turns away pages of other sites, and lets a program without Origin in', async () => {
    const { server } = await replay(`${version}-origin`);
    const http = createComfyHttp({ url: server.url });
    const got: (number | string)[] = [];
    for (const _ of server.calls) {
      const answer = await http.send({ path: 'prompt' }).catch((error: unknown) => error);
      got.push(answer instanceof ComfyFailure ? answer.kind : 200);
    }
    expect(got).toEqual(server.calls.map(({ status }) => (status === 403 ? 'forbidden' : 200)));
    // The first is the one that came as ours do, without either header.
    expect(server.calls[0]?.note).not.toContain('Origin":');
    expect(got[0]).toBe(200);
    for (const headers of server.headers) {
      expect(headers.origin).toBeUndefined();
      expect(headers['sec-fetch-site']).toBeUndefined();
    }
  });
});

it('our client reads the text of a picture in which ComfyUI 0.33.0 wrote a bare NaN', async () => {
  const { server, client } = await replay('0.33.0-nan-in-png');
  const [path = ''] = server.calls.map((call) => call.path);
  expect((await client.history(path.slice('/history/'.length)))?.outcome).toBe('success');
  const [text = ''] = server.pictureTexts;
  expect(() => parseJson(text)).toThrow();
  expect(parseJson(text, { nonFiniteAsNull: true })).toMatchObject({ '2': { is_changed: [null] } });
});

function never(): never {
  throw new Error('The history has no such prompt.');
}
