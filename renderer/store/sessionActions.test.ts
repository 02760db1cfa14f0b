import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { SessionDetail } from '../../core/contract/sessionView';
import { blankSetup } from '../../core/session/setup';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { useSession } from './session';
import { loadSession, openBlank, openSession } from './sessionActions';
import { beginBlankDraft, useDraft } from './setupDraft';
import { openSettings, showTab, useView } from './view';

const detail = (id: string, step: SessionDetail['step'] = 1): SessionDetail =>
  ({
    session_id: id,
    state: 'ok',
    status: 'pending',
    step,
    setup: { ...blankSetup([]), metrics: [`metric of ${id}`] },
    setup_locked: false,
    generation: { status: 'pending' },
  }) as unknown as SessionDetail;

/** A backend that answers each question for a session when the test says so. */
function slowBackend() {
  const waiting: { id: string; answer(detail: SessionDetail): void; refuse(error: Error): void }[] = [];
  const call = (command: string, args: { session_id?: string }) => {
    if (command === 'session.list') return Promise.resolve({ sessions: [] });
    if (command !== 'session.get') return Promise.reject(new Error(`The test has no ${command}.`));
    return new Promise<SessionDetail>((answer, refuse) => {
      waiting.push({ id: String(args.session_id), answer, refuse });
    });
  };
  setClient({ call, onPush: () => () => undefined } as unknown as Client);
  return waiting;
}

const metrics = () => useDraft.getState().draft.setup.metrics;
const session = () => useSession.getState().session;
const gone = () => new AppFailure('not_found', 'This session is not there.');

beforeEach(() => {
  sessionStorage.clear();
  useSession.setState({ session: { phase: 'blank' } });
  beginBlankDraft([]);
  showTab('setup');
});

afterEach(() => {
  sessionStorage.clear();
  setClient(null);
  useSession.setState({ session: { phase: 'blank' } });
  beginBlankDraft([]);
});

describe('opening a session while another is on its way', () => {
  it('shows only the one that was asked for last, whichever answers first', async () => {
    const waiting = slowBackend();
    const first = openSession('a');
    const second = openSession('b');
    const [a, b] = waiting;
    b?.answer(detail('b'));
    await second;
    a?.answer(detail('a', 2));
    await first;
    expect(session()).toMatchObject({ phase: 'open', id: 'b' });
    expect(metrics()).toEqual(['metric of b']);
    expect(useView.getState().tab).toBe('setup');
  });

  it('keeps the draft as it was until the wanted one answers', async () => {
    const waiting = slowBackend();
    const first = openSession('a');
    void openSession('b');
    waiting[0]?.answer(detail('a', 2));
    await first;
    expect(session()).toEqual({ phase: 'loading', id: 'b' });
    expect(metrics()).toEqual(blankSetup([]).metrics);
    expect(useView.getState().tab).toBe('setup');
  });

  it('leaves a blank set-up alone that was begun meanwhile', async () => {
    const waiting = slowBackend();
    const first = openSession('a');
    openBlank({ metrics: ['my own'] });
    waiting[0]?.answer(detail('a', 2));
    await first;
    expect(session()).toEqual({ phase: 'blank' });
    expect(metrics()).toEqual(['my own']);
    expect(useView.getState().tab).toBe('setup');
  });

  it('begins no second draft when the same one was asked for twice', async () => {
    const waiting = slowBackend();
    const asked = [openSession('a'), openSession('b'), openSession('a')];
    waiting[2]?.answer(detail('a'));
    await asked[2];
    const { draft } = useDraft.getState();
    waiting[0]?.answer({ ...detail('a'), setup: { ...blankSetup([]), metrics: ['older'] } });
    waiting[1]?.refuse(gone());
    await Promise.all(asked);
    expect(useDraft.getState().draft).toBe(draft);
    expect(session()).toMatchObject({
      phase: 'open',
      id: 'a',
      detail: { setup: { metrics: ['metric of a'] } },
    });
  });

  it('waits for the later answer when an earlier question for the same session was refused', async () => {
    const waiting = slowBackend();
    const asked = [openSession('a'), openSession('a')];
    waiting[0]?.refuse(gone());
    await asked[0];
    expect(session()).toEqual({ phase: 'loading', id: 'a' });
    waiting[1]?.answer(detail('a'));
    await Promise.all(asked);
    expect(metrics()).toEqual(['metric of a']);
  });

  it('closes what lay over the tabs when it is asked for, not when it answers', async () => {
    const waiting = slowBackend();
    openSettings('log');
    await loadSession('a');
    expect(useView.getState().settings).toBeNull();
    openSettings('assistant');
    waiting[0]?.answer(detail('a', 2));
    await vi.waitFor(() => expect(session()).toMatchObject({ phase: 'open', id: 'a' }));
    expect(useView.getState()).toMatchObject({ tab: 'generate', settings: 'assistant' });
  });

  it('leaves the tab alone that was chosen meanwhile', async () => {
    const waiting = slowBackend();
    const first = openSession('a');
    showTab('report');
    waiting[0]?.answer(detail('a', 2));
    await first;
    expect(useView.getState().tab).toBe('report');
  });
});
