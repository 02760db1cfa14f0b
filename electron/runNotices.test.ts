import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PushPayload } from '../core/contract/pushes';
import { parseSessionId } from '../core/session/identity';
import { newSession } from '../core/session/state';
import { createDemoServer, type DemoServer } from './demo/server';
import { runNotice } from './runNotices';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, nextPush } from './testing/backendWorld';

let world: BackendWorld;
let demo: DemoServer;

beforeEach(async () => {
  world = await createBackendWorld();
  demo = await createDemoServer({ imageMs: 0, size: { width: 32, height: 32 } });
});
afterEach(async () => {
  await world.dispose();
  await demo.dispose();
});

const SMALL = { ...DEMO_SETUP, weights: [1], seeds: [1], prompt_pairs: [{ positive: 'a fox' }] };

async function begin() {
  const backend = await world.start({ startDemo: false, comfyUrl: demo.url });
  const notices: PushPayload<'notice.raised'>[] = [];
  backend.onPush((push) => {
    if (push.push === 'notice.raised') notices.push(push.payload);
  });
  const { session_id } = await backend.call('session.create', { setup: SMALL });
  return { backend, notices, session_id };
}

it('tells, once, that the images of a session are made, whatever session a window has open', async () => {
  const { backend, notices, session_id } = await begin();
  await backend.call('session.create', {});
  const notice = nextPush(backend, 'notice.raised');
  await backend.call('generation.start', { session_id });
  expect(await notice).toEqual({
    session_id,
    tone: 'neutral',
    message: `The images of ${session_id} are made: 2 of 2.`,
  });
  // A start that finds nothing to make is no run.
  await backend.call('generation.start', { session_id });
  await backend.call('session.save', { session_id });
  expect(notices).toHaveLength(1);
});

it('tells that failures paused a run, and why', async () => {
  const { backend, notices, session_id } = await begin();
  demo.faults.arm({ kind: 'node_error', image: 1, times: 20 });
  const notice = nextPush(backend, 'notice.raised');
  await backend.call('generation.start', { session_id });
  expect(await notice).toMatchObject({ session_id, tone: 'caution' });
  expect(notices[0]?.message).toContain(`The run of ${session_id} is paused. `);
});

it.each([
  ['a pause that a person asked for', { type: 'session_paused', reason: 'asked', message: 'Paused.' }],
  ['the end of the program', { type: 'session_paused', reason: 'host_ended', message: 'Ended.' }],
  ['a stop', { type: 'session_stopped', message: 'Stopped.' }],
] as const)('says nothing of %s', (_what, event) => {
  const id = parseSessionId('20240115_143022');
  const session = { id, state: newSession(id, '2024-01-15T14:30:22Z') };
  const place = { prompt_index: null, done: 1, total: 2, next_action: 'resume' };
  const placed = { seq: 1, at: '2024-01-15T14:30:23Z', ...event, ...place };
  expect(runNotice(session, [placed])).toBeNull();
});

it('tells of a server that is waited for in vain', () => {
  const id = parseSessionId('20240115_143022');
  const session = { id, state: newSession(id, '2024-01-15T14:30:22Z') };
  const place = { prompt_index: null, done: 1, total: 2, next_action: 'resume' };
  const event = { type: 'session_paused', reason: 'unreachable', message: 'Paused: it is gone.' } as const;
  expect(runNotice(session, [{ seq: 1, at: '2024-01-15T14:30:23Z', ...event, ...place }])).toEqual({
    session_id: id,
    tone: 'caution',
    message: `The run of ${id} is paused. Paused: it is gone.`,
  });
});
