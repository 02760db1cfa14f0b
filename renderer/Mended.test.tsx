import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionDetail } from '../core/contract/sessionView';
import { Mended } from './Mended';
import { useSession } from './store/session';

const SENTENCE = 'session_meta.json cannot be read. The save before it was used.';

function open(repairs: string[]): void {
  const detail = { session_id: '20260412_214507', state: 'ok', repairs } as unknown as SessionDetail;
  useSession.setState({ session: { phase: 'open', id: detail.session_id, detail } });
}

describe('the banner about mended files', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => {
    cleanup();
    useSession.setState({ session: { phase: 'blank' } });
  });

  it('says what was found, and stays away once it was put away', async () => {
    open([SENTENCE]);
    render(<Mended />);
    screen.getByText(SENTENCE);
    screen.getByRole('button', { name: 'Save' });
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByText(SENTENCE)).toBeNull();
    cleanup();
    open([SENTENCE]);
    render(<Mended />);
    expect(screen.queryByText(SENTENCE)).toBeNull();
    cleanup();
    // Mended, and broken again: that is news.
    open([]);
    render(<Mended />);
    act(() => open([SENTENCE]));
    screen.getByText(SENTENCE);
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    cleanup();
    open([SENTENCE, 'Line 3 of journal.jsonl cannot be read and was left out.']);
    render(<Mended />);
    screen.getByText(SENTENCE);
  });

  it('shows nothing where nothing was mended', () => {
    open([]);
    const { container } = render(<Mended />);
    expect(container.innerHTML).toBe('');
  });
});
