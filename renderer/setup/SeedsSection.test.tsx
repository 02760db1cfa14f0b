import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { blankDraft } from '../store/draft';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { SeedsSection } from './SeedsSection';

const seeds = () => useDraft.getState().draft.setup.seeds;

function begin(list: number[]): void {
  const draft = blankDraft([]);
  useDraft.setState({ draft: { ...draft, setup: { ...draft.setup, seeds: list } }, isAttempted: false });
}

describe('the seeds', () => {
  beforeEach(() => useSession.setState({ session: { phase: 'blank' } }));

  it('are pasted as ranges, those that are there left out', async () => {
    const user = userEvent.setup();
    begin([101]);
    render(<SeedsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'Paste' }));
    await user.click(screen.getByRole('textbox', { name: 'Seeds to add' }));
    await user.paste('100-102 18446744073709551615');
    expect(screen.getByText(/1 was there already\./)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Add 3 seeds' }));
    expect(seeds()).toEqual([101, 100, 102, 18446744073709551615n]);
  });

  it('are drawn with at most 15 digits, no more than have room', async () => {
    const user = userEvent.setup();
    begin(Array.from({ length: 998 }, (_, index) => index));
    render(<SeedsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('button', { name: 'Add random' }));
    expect(Number(seeds().at(-1))).toBeLessThan(1e15);
    await user.click(screen.getByRole('button', { name: 'Add random' }));
    expect(new Set(seeds()).size).toBe(1000);
    await user.click(screen.getByRole('button', { name: /Add random/ }));
    expect(seeds()).toHaveLength(1000);
  });
});
