import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandArgs } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionList, SessionSummary } from '../../core/contract/sessionView';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import {
  adoptSummary,
  isNarrowed,
  listArgs,
  lookAtPages,
  PAGE,
  refreshSessions,
  resetSessions,
  sessionAt,
  setDays,
  setFilter,
  setSearch,
  showAllSessions,
  useSessions,
} from './sessions';

type Args = CommandArgs<'session.list'>;

function summary(index: number, more: Partial<SessionSummary> = {}): SessionSummary {
  return {
    session_id: `s${index}`,
    label: `s${index} - fox.safetensors`,
    state: 'ok',
    status: 'pending',
    step: 1,
    notes: '',
    pinned: false,
    timestamp: 10_000 - index,
    sample: false,
    images_done: 0,
    ...more,
  } as SessionSummary;
}

/** A backend with so many sessions, whose answers can be held back. */
function fakeBackend(total: number) {
  const asked: Args[] = [];
  const held: (() => void)[] = [];
  const world = { total, isHeld: false, failure: null as AppFailure | null };
  const call = vi.fn(async (command: string, args: Args): Promise<SessionList> => {
    if (command !== 'session.list') throw new Error(`The test has no ${command}.`);
    if (args.limit === PAGE) asked.push(args);
    const failure = world.failure;
    if (world.isHeld) await new Promise<void>((resolve) => held.push(resolve));
    if (failure !== null) throw failure;
    const fit = args.q === undefined ? world.total : args.q.length;
    const { offset = 0, limit = 0 } = args;
    const sessions = Array.from({ length: Math.max(0, Math.min(limit, fit - offset)) }, (_, index) =>
      summary(offset + index),
    );
    return {
      sessions,
      total: fit,
      counts: { all: fit, active: 1, to_vote: 2, done: 3, archived: 0, damaged: 0 },
    };
  });
  setClient({ call, onPush: () => () => undefined } as unknown as Client);
  return { asked, held, world };
}

beforeEach(() => {
  vi.useFakeTimers();
  resetSessions();
});

afterEach(() => {
  resetSessions();
  setClient(null);
  vi.useRealTimers();
});

const at = (index: number) => sessionAt(useSessions.getState().pages ?? new Map(), index)?.session_id;

describe('a list of ten thousand sessions', () => {
  it('is asked for in pages, each once, as they are looked at', async () => {
    const { asked } = fakeBackend(10_000);
    await refreshSessions();
    expect(asked).toEqual([{ pinned_first: true, limit: PAGE, offset: 0 }]);
    expect(useSessions.getState()).toMatchObject({ total: 10_000, everything: 10_000, hasOwn: true });
    expect(at(0)).toBe('s0');
    lookAtPages([41, 42]);
    lookAtPages([41, 42]);
    await vi.waitFor(() => expect(at(4250)).toBe('s4250'));
    expect(asked.map(({ offset }) => offset)).toEqual([0, 4100, 4200]);
    expect(at(200)).toBeUndefined();
  });

  it('asks anew only for what is looked at, and keeps the rest until it is looked at again', async () => {
    const { asked, world } = fakeBackend(1000);
    await refreshSessions();
    lookAtPages([3]);
    await vi.waitFor(() => expect(at(300)).toBe('s300'));
    asked.length = 0;
    await refreshSessions();
    expect(asked.map(({ offset }) => offset)).toEqual([300]);
    expect(at(0)).toBe('s0');
    lookAtPages([0]);
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    world.total = 250;
    await refreshSessions();
    expect(at(300)).toBeUndefined();
    expect(useSessions.getState().total).toBe(250);
  });
});

describe('a search', () => {
  it('is asked once the hand rests, and drops the answer to an older one', async () => {
    const { asked, held, world } = fakeBackend(50);
    await refreshSessions();
    asked.length = 0;
    setSearch('f');
    setSearch('fo');
    await vi.advanceTimersByTimeAsync(100);
    expect(asked).toEqual([]);
    world.isHeld = true;
    await vi.advanceTimersByTimeAsync(50);
    setSearch('fox ');
    await vi.advanceTimersByTimeAsync(150);
    expect(asked.map(({ q }) => q)).toEqual(['fo', 'fox']);
    // What stood there stands until the answer is here.
    expect(useSessions.getState()).toMatchObject({ total: 50, answered: { search: '' } });
    world.isHeld = false;
    for (const go of held.toReversed()) go();
    await vi.waitFor(() => expect(useSessions.getState().total).toBe(3));
    expect(useSessions.getState()).toMatchObject({ everything: 50, answered: { search: 'fox ' } });
  });

  it('goes with days and a filter, and all of it away at once', async () => {
    fakeBackend(5);
    await refreshSessions();
    setFilter('archived');
    setDays({ from: '2026-04-01', to: null });
    expect(listArgs()).toEqual({ pinned_first: true, filter: 'archived', from: '2026-04-01' });
    expect(isNarrowed(useSessions.getState())).toBe(true);
    showAllSessions();
    await vi.waitFor(() => expect(isNarrowed(useSessions.getState().answered)).toBe(false));
    expect(listArgs()).toEqual({ pinned_first: true });
  });
});

describe('a push about a session', () => {
  it('changes its row in place, and asks anew only where its place may be another one', async () => {
    const { asked } = fakeBackend(3);
    await refreshSessions();
    asked.length = 0;
    adoptSummary(summary(1, { images_done: 7 }));
    expect(sessionAt(useSessions.getState().pages ?? new Map(), 1)).toMatchObject({ images_done: 7 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual([]);
    adoptSummary(summary(1, { pinned: true }));
    adoptSummary(summary(2, { status: 'running' }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(1);
  });

  it('asks once for a session that is not loaded, however often it is told of', async () => {
    const { asked } = fakeBackend(3);
    await refreshSessions();
    asked.length = 0;
    adoptSummary(summary(77, { status: 'running', images_done: 1 }));
    await vi.advanceTimersByTimeAsync(1000);
    adoptSummary(summary(77, { status: 'running', images_done: 2 }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(1);
  });
});

describe('a list that cannot be asked for', () => {
  it('says why, and is no empty list', async () => {
    const { world } = fakeBackend(3);
    world.failure = new AppFailure('storage_failed', 'The disk does not answer.');
    await refreshSessions();
    expect(useSessions.getState()).toMatchObject({ pages: null, fault: 'The disk does not answer.' });
    world.failure = null;
    await refreshSessions();
    expect(useSessions.getState()).toMatchObject({ fault: null, total: 3 });
  });

  it('leaves it to the banner to say that the backend is lost', async () => {
    const { world } = fakeBackend(3);
    await refreshSessions();
    world.failure = new AppFailure('host_unreachable', 'Gone.');
    await refreshSessions();
    expect(useSessions.getState()).toMatchObject({ fault: null, total: 3 });
  });
});

describe('whether there is a session of the own', () => {
  it('does not count the sample', async () => {
    const call = async (): Promise<SessionList> => ({
      sessions: [summary(0, { sample: true })],
      total: 1,
      counts: { all: 1, active: 0, to_vote: 0, done: 1, archived: 0, damaged: 0 },
    });
    setClient({ call, onPush: () => () => undefined } as unknown as Client);
    await refreshSessions();
    expect(useSessions.getState()).toMatchObject({ everything: 1, hasOwn: false });
  });
});
