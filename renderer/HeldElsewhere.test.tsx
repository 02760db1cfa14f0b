import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionDetail } from '../core/contract/sessionView';
import { HeldElsewhere } from './HeldElsewhere';
import { type TestBackend, useTestBackend } from './settings/testBackend';
import { useConnection } from './store/connection';
import { LOOK_MS } from './store/readOnly';
import { useSession } from './store/session';
import { HELD_ELSEWHERE } from './store/sessionWords';
import { showTab } from './store/view';

const ID = '20260412_214507';

const held = (more: Partial<SessionDetail> = {}) =>
  ({ session_id: ID, state: 'read_only', sample: false, ...more }) as unknown as SessionDetail;

function open(detail: SessionDetail): void {
  useSession.setState({ session: { phase: 'open', id: ID, detail } });
}

describe('a session that another copy has open', () => {
  let backend: TestBackend;

  beforeEach(() => {
    vi.useFakeTimers();
    backend = useTestBackend({ 'session.get': () => held({ votes_done: 3 }) });
    useConnection.setState({ link: 'open' });
    showTab('evaluate');
  });

  afterEach(() => {
    cleanup();
    vi.useRealTimers();
    useSession.setState({ session: { phase: 'blank' } });
    useConnection.setState({ link: 'connecting' });
    showTab('setup');
  });

  it('says so on every tab but Setup, which says it itself, and never of the sample', () => {
    open(held());
    render(<HeldElsewhere />);
    screen.getByText(`${HELD_ELSEWHERE}.`);
    act(() => showTab('setup'));
    expect(screen.queryByText(`${HELD_ELSEWHERE}.`)).toBeNull();
    act(() => {
      showTab('report');
      open(held({ sample: true }));
    });
    expect(screen.queryByText(`${HELD_ELSEWHERE}.`)).toBeNull();
  });

  it('is looked at again while it is shown, and no more once it can be changed', async () => {
    open(held());
    render(<HeldElsewhere />);
    await act(() => vi.advanceTimersByTimeAsync(LOOK_MS));
    expect(backend.of('session.get')).toHaveLength(1);
    expect(useSession.getState().session).toMatchObject({ detail: { votes_done: 3 } });
    act(() => open(held({ state: 'ok' })));
    await act(() => vi.advanceTimersByTimeAsync(3 * LOOK_MS));
    expect(backend.of('session.get')).toHaveLength(1);
  });
});
