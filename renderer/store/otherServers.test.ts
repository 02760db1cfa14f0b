import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { badRequest } from '../../core/contract/failure';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { LOOK_AGAIN_MS, TYPING_MS } from './comfy';
import { followOthers, lookAgainAtOthers, lookAtOther, useOtherServers } from './otherServers';

const SENTENCE = 'x y is not an address.';

let asked: string[];
let states: Record<string, 'ok' | 'unreachable'>;

const heard = () => useOtherServers.getState().heard;

beforeEach(() => {
  vi.useFakeTimers();
  followOthers([], false);
  asked = [];
  states = {};
  const call = (_command: string, { server: url }: { server: string }) => {
    asked.push(url);
    if (url.includes(' ')) return Promise.reject(badRequest([{ field: 'setup.servers', message: SENTENCE }]));
    const server = { url, state: states[url] ?? 'ok', version: null, devices: [], queue: null };
    return Promise.resolve({ servers: [{ ...server, is_demo: false, message: null }], loras: ['a'] });
  };
  const off = () => () => undefined;
  setClient({ call: call as Client['call'], onPush: off, onState: off, dispose: () => undefined });
});
afterEach(() => {
  followOthers([], false);
  vi.useRealTimers();
  setClient(null);
});

describe('the servers after the first', () => {
  it('are asked together, each once, and forgotten when they leave the set-up', async () => {
    followOthers(['a:1', 'b:1'], false);
    followOthers(['a:1', 'b:1'], false);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['a:1', 'b:1']);
    expect(heard()['a:1']).toMatchObject({
      server: { state: 'ok' },
      offers: { loras: ['a'] },
      isLooking: false,
    });
    followOthers(['b:1'], false);
    expect(Object.keys(heard())).toEqual(['b:1']);
  });

  it('are asked once the typing pauses, and only about what stands there then', async () => {
    followOthers(['gpu'], true);
    await vi.advanceTimersByTimeAsync(TYPING_MS / 2);
    followOthers(['gpu-box'], true);
    await vi.advanceTimersByTimeAsync(2 * TYPING_MS);
    expect(asked).toEqual(['gpu-box']);
  });

  it('are asked again while they do not answer, until they do', async () => {
    states['a:1'] = 'unreachable';
    followOthers(['a:1'], false);
    await vi.advanceTimersByTimeAsync(LOOK_AGAIN_MS);
    expect(asked).toHaveLength(2);
    states['a:1'] = 'ok';
    await vi.advanceTimersByTimeAsync(LOOK_AGAIN_MS);
    expect(heard()['a:1']?.server?.state).toBe('ok');
    await vi.advanceTimersByTimeAsync(5 * LOOK_AGAIN_MS);
    expect(asked).toHaveLength(3);
    lookAgainAtOthers();
    expect(asked).toHaveLength(4);
  });

  it('keep what is wrong with an address apart from a server that is silent', async () => {
    followOthers(['x y'], false);
    await vi.advanceTimersByTimeAsync(10 * LOOK_AGAIN_MS);
    expect(heard()['x y:8188']).toMatchObject({ addressFault: SENTENCE, server: null, isLooking: false });
    expect(asked).toHaveLength(1);
  });

  it('show that somebody waits only when somebody does', async () => {
    followOthers(['a:1'], false);
    await vi.advanceTimersByTimeAsync(0);
    void lookAtOther('a:1', true);
    expect(heard()['a:1']?.isLooking).toBe(false);
    void lookAtOther('a:1');
    expect(heard()['a:1']?.isLooking).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(heard()['a:1']?.isLooking).toBe(false);
  });
});
