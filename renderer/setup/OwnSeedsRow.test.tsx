import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { blankDraft, draftFaults } from '../store/draft';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { SeedsSection } from './SeedsSection';
import { SelfCheckRow } from './SelfCheckRow';

const setup = () => useDraft.getState().draft.setup;
const faults = () => draftFaults(useDraft.getState().draft, null, null);

beforeEach(() => {
  useSession.setState({ session: { phase: 'blank' } });
  const draft = blankDraft([]);
  useDraft.setState({ draft: { ...draft, setup: { ...draft.setup, seeds: [7, 8] } }, isAttempted: false });
});

describe('an own seed for every pair', () => {
  it('takes the place of the list, which is there again when it is switched off', async () => {
    const user = userEvent.setup();
    render(<SeedsSection faults={[]} isFixed={false} />);
    expect(screen.getByText('7')).toBeTruthy();
    await user.click(screen.getByRole('switch', { name: 'Own seed for every pair' }));
    expect(setup()).toMatchObject({ own_seeds: 2, seeds: [7, 8] });
    expect(screen.queryByText('7')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Add random' })).toBeNull();
    const count = screen.getByRole('textbox', { name: 'Pairs per prompt and candidate' });
    await user.clear(count);
    await user.type(count, '6');
    expect(setup().own_seeds).toBe(6);
    await user.click(screen.getByRole('switch', { name: 'Own seed for every pair' }));
    expect(setup()).toMatchObject({ own_seeds: null, seeds: [7, 8] });
    expect(screen.getByText('7')).toBeTruthy();
  });

  it('says what is no number of pairs, and asks for no seed', async () => {
    const user = userEvent.setup();
    render(<SeedsSection faults={[]} isFixed={false} />);
    await user.click(screen.getByRole('switch', { name: 'Own seed for every pair' }));
    const count = screen.getByRole('textbox', { name: 'Pairs per prompt and candidate' });
    await user.clear(count);
    await user.type(count, '2.5');
    expect(faults().find(({ field }) => field.startsWith('setup.own_seeds'))?.message).toContain(
      'is not a whole number',
    );
    await user.clear(count);
    await user.type(count, '0');
    expect(faults().find(({ field }) => field === 'setup.own_seeds')?.message).toContain('from 1 to 1,000');
    expect(faults().some(({ field }) => field === 'setup.seeds')).toBe(false);
  });

  it('can only be read once images exist', () => {
    useDraft.setState(({ draft }) => ({ draft: { ...draft, setup: { ...draft.setup, own_seeds: 3 } } }));
    render(<SeedsSection faults={[]} isFixed={true} />);
    const count = screen.getByRole<HTMLInputElement>('textbox', { name: 'Pairs per prompt and candidate' });
    expect([count.value, count.disabled]).toEqual(['3', true]);
  });
});

describe('the self-check', () => {
  it('is switched on and says what it costs', async () => {
    const user = userEvent.setup();
    render(<SelfCheckRow faults={[]} isFixed={false} />);
    expect(screen.queryByText(/Two more images/)).toBeNull();
    await user.click(screen.getByRole('switch', { name: 'Self-check before the run' }));
    expect(setup().self_check).toBe(true);
    expect(screen.getByText(/Two more images/)).toBeTruthy();
  });
});
