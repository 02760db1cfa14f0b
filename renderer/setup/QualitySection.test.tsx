import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Setup } from '../../core/session/setup';
import { blankDraft, draftFaults } from '../store/draft';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { AskedRow } from './AskedRow';
import { QualitySection } from './QualitySection';

const setup = () => useDraft.getState().draft.setup;

/** A set-up with so many pairs of one weight and one seed. */
function begin(pairs: number, changes: Partial<Setup> = {}): void {
  const draft = blankDraft([]);
  const prompt_pairs = Array.from({ length: pairs }, (_, index) => ({
    positive: `prompt ${index}`,
    negative: '',
  }));
  const parts = { loras: ['a.safetensors'], weights: [1], weight_range: null, seeds: [1], prompt_pairs };
  useDraft.setState({
    draft: { ...draft, setup: { ...draft.setup, ...parts, ...changes } },
    isAttempted: false,
  });
}

function Section({ isFixed = false }: { isFixed?: boolean }) {
  const draft = useDraft((state) => state.draft);
  return <QualitySection faults={draftFaults(draft, null, null)} isFixed={isFixed} />;
}

describe('quality control', () => {
  beforeEach(() => useSession.setState({ session: { phase: 'blank' } }));

  it('is off at first, and what was set is there again when it is switched back on', async () => {
    const user = userEvent.setup();
    begin(40);
    render(<Section />);
    expect(screen.queryByRole('textbox')).toBeNull();
    await user.click(screen.getByRole('switch', { name: 'Quality control' }));
    expect(setup().quality_control).toEqual({ training: true, repeats: 0.1, catches: 3 });
    expect(screen.getByText('% = 4 of 40 pairs')).toBeTruthy();
    await user.click(screen.getByRole('switch', { name: 'Practice before the first trial' }));
    await user.click(screen.getByRole('switch', { name: 'Quality control' }));
    expect(setup().quality_control).toBeNull();
    await user.click(screen.getByRole('switch', { name: 'Quality control' }));
    expect(setup().quality_control).toEqual({ training: false, repeats: 0.1, catches: 3 });
  });

  it('takes repeats in percent, kept as an exact share', () => {
    begin(100, { quality_control: { training: false, repeats: 0.1, catches: 3 } });
    render(<Section />);
    const field = screen.getByRole('textbox', { name: 'Repeats, % of the pairs' });
    fireEvent.change(field, { target: { value: '7' } });
    expect(setup().quality_control?.repeats).toBe(0.07);
    expect(screen.getByText('% = 7 of 100 pairs')).toBeTruthy();
    fireEvent.change(field, { target: { value: '60' } });
    expect(screen.getByText('Repeats are 0 to 50 % of the pairs.')).toBeTruthy();
    fireEvent.change(screen.getByRole('textbox', { name: 'Catch trials' }), { target: { value: '2.5' } });
    expect(screen.getByText('“2.5” is not a whole number. Write it like 3.')).toBeTruthy();
  });

  it('says from how many pairs on there is room for repeats', () => {
    begin(10, { quality_control: { training: false, repeats: 0.2, catches: 0 } });
    const { unmount } = render(<Section />);
    expect(
      screen.getByText(/^Repeats need at least 11 pairs, and this plan has 10: none is shown\./),
    ).toBeTruthy();
    unmount();
    begin(11, { quality_control: { training: false, repeats: 0.2, catches: 0 } });
    render(<Section />);
    expect(screen.queryByText(/need at least/)).toBeNull();
    expect(screen.getByText('% = 2 of 11 pairs')).toBeTruthy();
  });

  it('stays as it is once the order is drawn', () => {
    begin(40, { quality_control: { training: true, repeats: 0.1, catches: 3 } });
    render(<Section isFixed />);
    expect(screen.getByText(/It stays so: the order of the trials is drawn\./)).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'Catch trials' })).toHaveProperty('disabled', true);
  });
});

describe('how questions are asked', () => {
  it('is one of three ways, each with its sentence', async () => {
    begin(4, { metrics: ['Style', 'Quality'] });
    render(<AskedRow faults={[]} isFixed={false} />);
    await userEvent.click(screen.getByRole('button', { name: 'In passes' }));
    expect(setup().metric_mode).toBe('passes');
    expect(screen.getByText(/^One question over all pairs/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'All on one screen' }));
    expect(setup().metric_mode).toBe('together');
  });
});
