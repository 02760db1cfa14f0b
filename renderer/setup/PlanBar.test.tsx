import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionDetail } from '../../core/contract/sessionView';
import { blankSetup } from '../../core/session/setup';
import type { DraftFault } from '../store/draft';
import { blankDraft } from '../store/draft';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { PlanBar } from './PlanBar';

const fault = (field: string, more: Partial<DraftFault> = {}): DraftFault => ({
  field,
  message: 'Not right.',
  isMissing: false,
  suggestions: [],
  ...more,
});

describe('the bar under the set-up', () => {
  beforeEach(() => {
    useSession.setState({ session: { phase: 'blank' } });
    useDraft.setState({ draft: blankDraft([]), isAttempted: false });
    Element.prototype.scrollIntoView = () => undefined;
  });

  it('says why a plan is too large, and Next fault leads to the sentence', async () => {
    const user = userEvent.setup();
    const message = '75,000 images are more than one evaluation can hold.';
    render(<PlanBar faults={[fault('setup.plan', { message })]} isFixed={false} />);
    expect(screen.getByRole('status').textContent).toContain('1 thing to correct before the start');
    await user.click(screen.getByRole('button', { name: /Next fault/ }));
    await expect.poll(() => document.activeElement?.textContent).toBe(message);
  });

  it('leaves F8 alone while a dialog lies over the page', async () => {
    const user = userEvent.setup();
    const bar = <PlanBar faults={[fault('setup.plan')]} isFixed={false} />;
    const { rerender } = render(
      <>
        {bar}
        <div role="dialog" aria-label="Over the page" />
      </>,
    );
    await user.keyboard('{F8}');
    expect(useDraft.getState().isAttempted).toBe(false);
    rerender(bar);
    await user.keyboard('{F8}');
    expect(useDraft.getState().isAttempted).toBe(true);
  });

  it('counts what is wrong as the tab does, and what is only missing apart until the start is asked for', async () => {
    const user = userEvent.setup();
    const faults = [
      fault('setup.weight_range.step'),
      fault('setup.prompt_pairs', { isMissing: true }),
      fault('setup.seeds', { isMissing: true }),
    ];
    render(<PlanBar faults={faults} isFixed={false} />);
    const words = screen.getByRole('status');
    expect(words.textContent).toBe(
      '1 thing to correct and 2 to fill in before the start step of the weights, prompts, seeds',
    );
    await user.click(screen.getByRole('button', { name: 'Save and start' }));
    expect(words.textContent).toContain('3 things to correct before the start');
  });

  it('names the first of many', () => {
    const faults = [1, 2, 3, 4, 5, 6].map((at) => fault(`setup.prompt_pairs[${at}].positive`));
    const { rerender } = render(<PlanBar faults={faults} isFixed={false} />);
    expect(screen.getByRole('status').textContent).toBe(
      '6 things to correct before the start prompt 2, prompt 3, prompt 4, prompt 5 and 2 more',
    );
    rerender(<PlanBar faults={faults.slice(1)} isFixed={false} />);
    expect(screen.getByRole('status').textContent).toMatch(/prompt 6, prompt 7$/);
  });

  it('says calmly what is only missing', () => {
    render(<PlanBar faults={[fault('setup.seeds', { isMissing: true })]} isFixed={false} />);
    expect(screen.getByRole('status').textContent).toBe('1 thing to fill in before the start seeds');
    expect(screen.getByRole('button', { name: /^Next F8|^Next$/ })).toBeTruthy();
  });

  it('says how little room the disk has where the plan does not fit', () => {
    const plan = { images: 4, pairs: 3, bytes: 2_000_000, seconds: null, free_bytes: 150_000_000 };
    const detail = { session_id: 'a', plan } as unknown as SessionDetail;
    useSession.setState({ session: { phase: 'open', id: 'a', detail } });
    const setup = {
      ...blankSetup([]),
      loras: ['owl.safetensors'],
      weights: [1],
      weight_range: null,
      seeds: [1, 2],
      prompt_pairs: [{ positive: 'an owl', negative: '' }],
    };
    useDraft.setState({ draft: { ...blankDraft([]), setup } });
    const { rerender } = render(<PlanBar faults={[]} isFixed={false} />);
    expect(screen.getByText('only 150 MB free')).toBeTruthy();
    const roomy = { ...detail, plan: { ...plan, free_bytes: 5e9 } } as SessionDetail;
    act(() => useSession.setState({ session: { phase: 'open', id: 'a', detail: roomy } }));
    rerender(<PlanBar faults={[]} isFixed={false} />);
    expect(screen.queryByText(/free$/)).toBeNull();
    // With seeds of their own, so many pairs of each.
    act(() => useDraft.setState({ draft: { ...blankDraft([]), setup: { ...setup, own_seeds: 5 } } }));
    expect(screen.getByText('1 × 1 × 5')).toBeTruthy();
  });
});
