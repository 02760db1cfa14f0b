import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { badRequest } from '../../core/contract/failure';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { followServer, LOOK_AGAIN_MS, lookAtServer, useComfy } from './comfy';

const SENTENCE = 'nonsense host!! is not an address.';

let looks: number;
let state: 'ok' | 'unreachable';

describe('the server in use', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    useComfy.setState({ address: null, addressFault: null, server: null, offers: null, isLooking: false });
    looks = 0;
    state = 'unreachable';
    const call = (_command: string, { server: url }: { server: string }) => {
      looks += 1;
      if (url.includes(' '))
        return Promise.reject(badRequest([{ field: 'setup.servers', message: SENTENCE }]));
      const server = { url, state, version: null, devices: [], queue: null };
      return Promise.resolve({ servers: [{ ...server, is_demo: false, message: null }], loras: [] });
    };
    const off = () => () => undefined;
    setClient({ call: call as Client['call'], onPush: off, onState: off, dispose: () => undefined });
  });
  afterEach(() => {
    vi.useRealTimers();
    setClient(null);
  });

  it('is looked at again and again only while it works', async () => {
    state = 'ok';
    await lookAtServer('127.0.0.1:9');
    const stopIdle = followServer(false);
    await vi.advanceTimersByTimeAsync(3 * LOOK_AGAIN_MS);
    expect(looks).toBe(2);
    stopIdle();
    const stop = followServer(true);
    await vi.advanceTimersByTimeAsync(2 * LOOK_AGAIN_MS);
    expect(looks).toBe(5);
    stop();
    await vi.advanceTimersByTimeAsync(3 * LOOK_AGAIN_MS);
    expect(looks).toBe(5);
  });

  it('tells an address that cannot be used from one without a server, until another is typed', async () => {
    await lookAtServer('nonsense host!!');
    expect(useComfy.getState()).toMatchObject({ addressFault: SENTENCE, isLooking: false });
    const looking = lookAtServer('127.0.0.1:9');
    expect(useComfy.getState().addressFault).toBeNull();
    await looking;
    expect(useComfy.getState()).toMatchObject({ addressFault: null, server: { state: 'unreachable' } });
  });
});
