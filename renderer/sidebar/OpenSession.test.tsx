import { render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { SessionDetail } from '../../core/contract/sessionView';
import { useSession } from '../store/session';
import { OpenSession } from './OpenSession';

const ID = '20260412_214507';

function open(part: Partial<SessionDetail>): void {
  const detail = {
    session_id: ID,
    state: 'ok',
    step: 3,
    lora_filename: 'snowfox_v3.safetensors',
    saved_at: '2026-04-12T21:45:07.000Z',
    unsaved_changes: 0,
    notes: '',
    pinned: false,
    ...part,
  } as SessionDetail;
  useSession.setState({ session: { phase: 'open', id: ID, detail } });
}

afterEach(() => useSession.setState({ session: { phase: 'blank' } }));

describe('the open session', () => {
  it('says aloud that everything is saved when it is', () => {
    open({});
    render(<OpenSession />);
    expect(screen.getByRole('status').textContent).toBe('Everything is saved');
  });

  it('says aloud nothing else than the mark, also where another copy has it', () => {
    open({ state: 'read_only', unsaved_changes: 2 });
    render(<OpenSession />);
    expect(screen.getByText('Unsaved')).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('');
  });
});
