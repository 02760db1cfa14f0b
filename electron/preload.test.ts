import { beforeAll, describe, expect, it, vi } from 'vitest';

type Bridge = Record<string, (...given: unknown[]) => unknown>;

const electron = vi.hoisted(() => ({
  bridges: {} as Record<string, Bridge>,
  invoke: vi.fn(async (..._asked: unknown[]) => 'a reply'),
  on: vi.fn(),
  off: vi.fn(),
  send: vi.fn(),
  getPathForFile: vi.fn(() => '/home/me/a.zip'),
}));

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, bridge: Bridge) => {
      electron.bridges[name] = bridge;
    },
  },
  ipcRenderer: { invoke: electron.invoke, on: electron.on, off: electron.off, send: electron.send },
  webUtils: { getPathForFile: electron.getPathForFile },
}));

beforeAll(async () => {
  await import('./preload');
});

describe('the bridge into the page', () => {
  const bridge = () => electron.bridges['blindfold'] as Bridge;

  it('is three functions and no more', () => {
    expect(Object.keys(electron.bridges)).toEqual(['blindfold']);
    expect(Object.keys(bridge()).sort()).toEqual(['onPush', 'pathOfDroppedFile', 'request']);
  });

  it('leads to one channel, whatever else is handed to it', async () => {
    await expect(bridge()['request']?.('hello', 'shell:open', { channel: 'other' })).resolves.toBe('a reply');
    expect(electron.invoke.mock.calls).toEqual([['blindfold:request', 'hello']]);
  });

  it('tells the path of a dropped file before the page knows it, and nothing of a text that a script made', () => {
    const path = bridge()['pathOfDroppedFile']?.({}) as string;
    expect(path).toBe('/home/me/a.zip');
    electron.getPathForFile.mockReturnValueOnce('');
    expect(bridge()['pathOfDroppedFile']?.({})).toBe('');
    expect(electron.send.mock.calls).toEqual([['blindfold:drop', '/home/me/a.zip']]);
  });

  it('hands the page the text of a push, never the event that leads back to the sender', () => {
    const heard = vi.fn();
    const stop = bridge()['onPush']?.(heard) as () => void;
    const [channel, forward] = electron.on.mock.calls[0] as [string, (...given: unknown[]) => void];
    expect(channel).toBe('blindfold:push');
    forward({ sender: 'the way to every channel' }, 'a push', 'more');
    expect(heard.mock.calls).toEqual([['a push']]);
    stop();
    expect(electron.off).toHaveBeenCalledWith('blindfold:push', forward);
  });
});
