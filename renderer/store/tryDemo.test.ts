import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { useComfy } from './comfy';
import { useConnection } from './connection';
import { useNotices } from './notices';
import { useSession } from './session';
import { tryDemo } from './sessionActions';
import { beginBlankDraft, useDraft } from './setupDraft';

const LORA = 'demo/inkwash_v1-000008.safetensors';

/** A backend with the built-in demo, another one at port 9000, and a ComfyUI at port 8188. */
function fakeBackend() {
  const calls: string[] = [];
  const call = vi.fn(async (command: string, args: { server?: string }) => {
    calls.push(command);
    if (command === 'comfy.startDemo') return {};
    if (command !== 'comfy.state') throw new Error(`The test has no ${command}.`);
    const is_demo = args.server !== '127.0.0.1:8188';
    const url = args.server === 'demo' ? 'http://127.0.0.1:5000' : `http://${args.server}`;
    const server = { url, state: 'ok', version: null, devices: [], queue: null, is_demo, message: null };
    return { servers: [server], loras: [LORA], checkpoints: ['c'], samplers: [], schedulers: [] };
  });
  setClient({ call, onPush: () => () => undefined } as unknown as Client);
  return calls;
}

const servers = () => useDraft.getState().draft.setup.servers;

beforeEach(() => {
  sessionStorage.clear();
  useSession.setState({ session: { phase: 'blank' } });
  useComfy.setState({ address: null, addressFault: null, server: null, offers: null, isLooking: false });
});

afterEach(() => {
  sessionStorage.clear();
  beginBlankDraft([]);
  setClient(null);
  useNotices.setState({ notices: [] });
  useConnection.setState({ info: null });
});

describe('filling in an example', () => {
  it('keeps a demo that the set-up names', async () => {
    const calls = fakeBackend();
    beginBlankDraft(['127.0.0.1:9000']);
    await tryDemo();
    expect(servers()).toEqual(['127.0.0.1:9000']);
    expect(useDraft.getState().draft.setup.loras).toEqual([LORA]);
    expect(calls).not.toContain('comfy.startDemo');
    expect(useNotices.getState().notices).toMatchObject([{ isOfTab: true }]);
  });

  it('takes the built-in demo where the server is none', async () => {
    const calls = fakeBackend();
    beginBlankDraft(['127.0.0.1:8188']);
    await tryDemo();
    expect(servers()).toEqual(['demo']);
    expect(calls).toContain('comfy.startDemo');
  });
});
