import type { WebContents } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Push } from '../../../core/contract/pushes';
import { openIpcDoor } from './ipcDoor';

type Handler = (event: unknown, text: unknown) => Promise<string>;
const handlers = vi.hoisted(() => new Map<string, Handler>());
type Listener = (event: unknown, path: unknown) => void;
const drops = vi.hoisted(() => new Map<string, Listener>());
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
    removeHandler: (channel: string) => handlers.delete(channel),
    on: (channel: string, listener: Listener) => drops.set(channel, listener),
    off: (channel: string) => drops.delete(channel),
  },
}));

const save: Push = { push: 'menu.chosen', payload: { item: 'save' } };

/** A door between a backend that echoes and a page that writes down what it gets. */
function setUp(address = 'blindfold://app/index.html') {
  const listeners = new Set<(push: Push) => void>();
  const sent: unknown[][] = [];
  const mainFrame = { url: address };
  const state = { isDestroyed: false };
  const page: object = {
    mainFrame,
    isDestroyed: () => state.isDestroyed,
    send: (...message: unknown[]) => sent.push(message),
  };
  const dispatch = vi.fn(async (text: string) => `echo ${text}`);
  const close = vi.fn();
  const onPush = (listener: (push: Push) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const dropped: string[] = [];
  const door = openIpcDoor(
    { openWindow: () => ({ dispatch, close }), onPush },
    page as WebContents,
    (path) => void dropped.push(path),
  );
  const drop = (path: unknown, from: { sender?: unknown; senderFrame?: unknown } = {}) =>
    drops.get('blindfold:drop')?.({ sender: page, senderFrame: mainFrame, ...from }, path);
  const ask = (text: unknown, from: { sender?: unknown; senderFrame?: unknown } = {}) =>
    Promise.resolve().then(() =>
      handlers.get('blindfold:request')?.({ sender: page, senderFrame: mainFrame, ...from }, text),
    );
  return { ask, close, dispatch, door, drop, dropped, listeners, page, sent, state };
}

beforeEach(() => handlers.clear());

describe('the door of the desktop', () => {
  it('hands a text of the own page to the backend and its answer back', async () => {
    const { ask } = setUp();
    expect(await ask('hello')).toBe('echo hello');
  });

  it.each([
    ['another window', { sender: {} }],
    ['a frame inside the page', { senderFrame: { url: 'blindfold://app/index.html' } }],
    ['a frame that is gone', { senderFrame: null }],
  ])('does not hear %s', async (_case, from) => {
    const { ask, dispatch, drop, dropped } = setUp();
    await expect(ask('hello', from)).rejects.toThrow('may not speak');
    drop('/home/me/a.zip', from);
    expect(dispatch).not.toHaveBeenCalled();
    expect(dropped).toEqual([]);
  });

  it.each([
    'https://example.org/',
    'blindfold://app.example.org/',
    'blindfold://other/',
    'file:///index.html',
  ])('does not hear the own window when it shows %s', async (address) => {
    const { ask, dispatch } = setUp(address);
    await expect(ask('hello')).rejects.toThrow('may not speak');
    expect(dispatch).not.toHaveBeenCalled();
  });

  it.each([[{ id: 1 }], [null], [7]])('refuses what is no message', async (text) => {
    const { ask, dispatch } = setUp();
    await expect(ask(text)).rejects.toThrow('A message');
    expect(dispatch).not.toHaveBeenCalled();
  });

  it('hears what was dropped on the own page, if it is a path', () => {
    const { drop, dropped } = setUp();
    for (const path of ['/home/me/a.zip', 7, null, ['/home/me/b.zip']]) drop(path);
    expect(dropped).toEqual(['/home/me/a.zip']);
  });

  it('sends pushes to the page as long as it is there', () => {
    const { door, listeners, sent, state } = setUp();
    for (const listener of listeners) listener(save);
    expect(sent).toEqual([['blindfold:push', '{"push":"menu.chosen","payload":{"item":"save"}}']]);
    state.isDestroyed = true;
    door.send(save);
    expect(sent).toHaveLength(1);
  });

  it('closes behind itself', () => {
    const { close, door, listeners } = setUp();
    expect(close).not.toHaveBeenCalled();
    door.dispose();
    expect(close).toHaveBeenCalledOnce();
    expect(listeners.size).toBe(0);
    expect([handlers.size, drops.size]).toEqual([0, 0]);
  });
});
