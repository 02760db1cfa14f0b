import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure, badRequest } from '../../core/contract/failure';
import type { SessionDetail } from '../../core/contract/sessionView';
import { blankSetup, type Setup } from '../../core/session/setup';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { blankDraft } from './draft';
import { sessionEvent, useSession } from './session';
import { beginBlankDraft, beginDraft, editSetup, flushDraft, isSetupFixed, useDraft } from './setupDraft';

const ID = '20260412_214507';

function detailOf(setup: Setup, more: Partial<SessionDetail> = {}): SessionDetail {
  return {
    session_id: ID,
    label: ID,
    state: 'ok',
    created_at: '2026-04-12T21:45:07Z',
    timestamp: null,
    pinned: false,
    setup_locked: false,
    setup,
    generation: { status: 'pending' },
    ...more,
  } as SessionDetail;
}

/** A backend that keeps a set-up, and what it was asked. */
function fakeBackend() {
  const asked: [string, unknown][] = [];
  const state = { setup: blankSetup(), refuse: null as null | (() => never) };
  const client: Client = {
    call: ((command: string, args: { setup?: Partial<Setup> }) => {
      asked.push([command, args]);
      if (state.refuse !== null && args.setup !== undefined) return Promise.resolve().then(state.refuse);
      state.setup = { ...state.setup, ...args.setup };
      return Promise.resolve(detailOf(state.setup));
    }) as Client['call'],
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  };
  return { client, asked, state };
}

describe('the set-up draft', () => {
  let backend: ReturnType<typeof fakeBackend>;
  beforeEach(() => {
    vi.useFakeTimers();
    backend = fakeBackend();
    setClient(backend.client);
    sessionStorage.clear();
    useSession.setState({ session: { phase: 'blank' } });
    useDraft.setState({ draft: blankDraft([]), isAttempted: false });
  });
  afterEach(() => {
    vi.useRealTimers();
    setClient(null);
  });

  const patches = () => backend.asked.filter(([command]) => command !== 'session.get');

  it('makes the session with the first edit, not with another address alone', async () => {
    editSetup({ servers: ['10.0.0.1:8188'] });
    await flushDraft();
    expect(backend.asked).toEqual([]);
    editSetup({ seeds: [1] });
    await flushDraft();
    expect(patches()).toEqual([['session.create', { setup: { servers: ['10.0.0.1:8188'], seeds: [1] } }]]);
    expect(useSession.getState().session).toMatchObject({ phase: 'open', id: ID });
    expect(useDraft.getState().draft.dirty.size).toBe(0);
  });

  it('sends many quick edits as one, and an edit made meanwhile after it', async () => {
    sessionEvent({ type: 'created', detail: detailOf(blankSetup()) });
    editSetup({ seeds: [1] });
    editSetup({ seeds: [1, 2] });
    const flushed = flushDraft();
    editSetup({ metrics: ['Style'] });
    await flushed;
    await vi.advanceTimersByTimeAsync(300);
    expect(patches().map(([, args]) => (args as { setup: unknown }).setup)).toEqual([
      { seeds: [1, 2], metrics: ['Style'] },
    ]);
    editSetup({ metrics: ['Style', 'Detail'] });
    await vi.advanceTimersByTimeAsync(300);
    expect(backend.state.setup.metrics).toEqual(['Style', 'Detail']);
  });

  it('shows what was refused beside its field, and sends it again only when it was edited', async () => {
    sessionEvent({ type: 'created', detail: detailOf(blankSetup()) });
    backend.state.refuse = () => {
      throw badRequest([{ field: 'setup.seeds', message: 'No.' }]);
    };
    editSetup({ seeds: [7] });
    await flushDraft();
    await flushDraft();
    expect(patches()).toHaveLength(1);
    expect(useDraft.getState().draft.refused).toEqual([{ field: 'setup.seeds', message: 'No.' }]);
    backend.state.refuse = null;
    editSetup({ seeds: [8] });
    await flushDraft();
    expect(backend.state.setup.seeds).toEqual([8]);
    expect(useDraft.getState().draft.refused).toEqual([]);
  });

  it('brings edits back that a reload cut off, digit for digit', async () => {
    const detail = detailOf(blankSetup());
    sessionEvent({ type: 'created', detail });
    editSetup({ seeds: [18446744073709551615n] });
    useDraft.setState({ draft: blankDraft([]) });
    beginDraft(detail);
    expect(useDraft.getState().draft.setup.seeds).toEqual([18446744073709551615n]);
    await flushDraft();
    expect(backend.state.setup.seeds).toEqual([18446744073709551615n]);
    expect(sessionStorage.length).toBe(0);
  });

  it('can only be read once it is fixed', () => {
    const detail = detailOf(blankSetup(), { setup_locked: true });
    sessionEvent({ type: 'created', detail });
    beginDraft(detail);
    editSetup({ seeds: [1] });
    expect(useDraft.getState().draft.setup.seeds).toEqual([]);
    expect(isSetupFixed(detailOf(blankSetup(), { state: 'read_only' }))).toBe(true);
    expect(isSetupFixed(null)).toBe(false);
  });

  it('of a begun session can be added to, but not while images are made', () => {
    const begun = { ...blankSetup(), seeds: [7] };
    const more = { setup_locked: true, can_extend: true, begun_setup: begun };
    const detail = detailOf(begun, more);
    sessionEvent({ type: 'created', detail });
    beginDraft(detail);
    editSetup({ seeds: [7, 8] });
    expect(useDraft.getState().draft.setup.seeds).toEqual([7, 8]);
    const generation = { status: 'running' } as SessionDetail['generation'];
    expect(isSetupFixed(detailOf(begun, { ...more, generation }))).toBe(true);
  });

  it('says beside the field what an extension may not change, and does not send it again', async () => {
    const detail = detailOf(blankSetup());
    sessionEvent({ type: 'created', detail });
    beginDraft(detail);
    const message = 'Seeds cannot be changed once images exist.';
    backend.state.refuse = () => {
      const details = [{ field: 'setup.seeds', message }];
      throw new AppFailure('not_possible', message, { field: 'setup.seeds', details });
    };
    editSetup({ seeds: [9] });
    await flushDraft();
    expect(useDraft.getState().draft.refused).toEqual([{ field: 'setup.seeds', message }]);
    await flushDraft();
    expect(patches()).toHaveLength(1);
  });

  it('fills in a blank set-up as its first edit', async () => {
    beginBlankDraft(['demo'], { loras: ['a.safetensors'] });
    await flushDraft();
    expect(patches()[0]).toEqual([
      'session.create',
      { setup: { servers: ['demo'], loras: ['a.safetensors'] } },
    ]);
  });
});
