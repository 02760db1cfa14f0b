import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { MAX_MESSAGE_BYTES } from '../../../core/contract/envelope';
import { fakeHost, TOKEN } from './fakeHost';
import { startHttpServer } from './httpServer';

const fake = fakeHost();
const ID = '20240115_143022';

describe('sockets', () => {
  const open = (path: string, headers: Record<string, string>) =>
    new WebSocket(`ws://127.0.0.1:${fake.host.port}${path}`, { headers });
  const nextMessage = (ws: WebSocket) =>
    new Promise<string>((resolve) => ws.once('message', (data) => resolve(String(data))));
  const opened = (ws: WebSocket) =>
    new Promise<void>((resolve, reject) => ws.once('open', () => resolve()).once('error', reject));

  it('carry the contract', async () => {
    const ws = open('/contract', { authorization: `Bearer ${TOKEN}` });
    await opened(ws);
    ws.send('hello');
    expect(await nextMessage(ws)).toBe('reply to hello');
    expect(fake.windows.size).toBe(1);
    ws.close();
    await expect.poll(() => fake.windows.size).toBe(0);
  });

  it('refuse text that is not UTF-8 with a sentence, and go on', async () => {
    const ws = open('/contract', { authorization: `Bearer ${TOKEN}` });
    await opened(ws);
    ws.send(Buffer.from([0x22, 0xe9, 0x22]), { binary: false });
    expect(JSON.parse(await nextMessage(ws))).toMatchObject({
      id: null,
      ok: false,
      failure: { code: 'bad_request', message: expect.stringContaining('not valid UTF-8') },
    });
    ws.send('café');
    expect(await nextMessage(ws)).toBe('reply to café');
    ws.close();
  });

  it('pass a request on that is too large, to be answered, and break off only what is without measure', async () => {
    const ws = open('/contract', { authorization: `Bearer ${TOKEN}` });
    await opened(ws);
    ws.send('x'.repeat(MAX_MESSAGE_BYTES + 1));
    expect(await nextMessage(ws)).toMatch(/^reply to xxx/);
    const closed = new Promise<number>((resolve) => ws.once('close', resolve));
    ws.on('error', () => undefined);
    ws.send('x'.repeat(4 * MAX_MESSAGE_BYTES + 1));
    expect(await closed).not.toBe(1000);
    expect((await fake.ask('/')).status).toBe(200);
  });

  it('tell scripts the pushes as flat objects, and let go when closed', async () => {
    const ws = open(`/api/events?token=${TOKEN}`, {});
    await opened(ws);
    const message = nextMessage(ws);
    fake.push({
      push: 'notice.raised',
      payload: { session_id: ID, tone: 'caution', message: 'The disk is nearly full.' },
    });
    expect(JSON.parse(await message)).toEqual({
      type: 'notice',
      session_id: ID,
      tone: 'caution',
      message: 'The disk is nearly full.',
    });
    const task = {
      task_id: 'ab12',
      kind: 'export',
      title: 'Exporting 3 sessions',
      state: 'running',
      done: 1,
      total: 3,
      message: null,
      can_cancel: true,
    } as const;
    const ofTask = nextMessage(ws);
    fake.push({ push: 'task.changed', payload: { task } });
    expect(JSON.parse(await ofTask)).toEqual({ type: 'task', session_id: null, ...task });
    const ofList = nextMessage(ws);
    fake.push({ push: 'app.logged', payload: { entry: { at: '', level: 'info', message: 'for the page' } } });
    fake.push({ push: 'sessions.changed', payload: { removed: [ID] } });
    expect(JSON.parse(await ofList)).toEqual({ type: 'sessions', session_id: null, removed: [ID] });
    const before = fake.listeners.size;
    ws.close();
    await expect.poll(() => fake.listeners.size).toBe(before - 1);
  });

  it.each([
    ['/contract', {}, '401'],
    ['/elsewhere', { authorization: `Bearer ${TOKEN}` }, '404'],
    ['/contract', { authorization: `Bearer ${TOKEN}`, origin: 'https://example.org' }, '403'],
  ])('are refused at %s with %j', async (path, headers, status) => {
    await expect(opened(open(path, headers as Record<string, string>))).rejects.toThrow(status);
  });

  it('survive callers who hang up before they are refused', async () => {
    const upgrade = `GET /contract HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    for (let i = 0; i < 20; i += 1) await fake.hangUp(upgrade);
    expect((await fake.ask('/')).status).toBe(200);
  });

  it('do not hold up the end when a refused caller stays on the line', async () => {
    const other = await startHttpServer({
      backend: fake.backend,
      token: TOKEN,
      port: 0,
      files: null,
      logBug: () => {},
    });
    const socket = connect({ port: other.port, host: '127.0.0.1', allowHalfOpen: true });
    const refused = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    socket.write(
      'GET /contract HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    expect(await refused).toContain('401');
    await other.close();
    socket.destroy();
  });
});
