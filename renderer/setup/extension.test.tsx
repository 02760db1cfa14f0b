import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionDetail } from '../../core/contract/sessionView';
import { planSummary } from '../../core/plan/planSummary';
import { blankSetup, type Setup } from '../../core/session/setup';
import { useComfy } from '../store/comfy';
import { blankDraft } from '../store/draft';
import { sessionEvent, useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';
import { SetupScreen } from './SetupScreen';

const BEGUN: Setup = {
  ...blankSetup(['demo']),
  loras: ['fox.safetensors'],
  weight_range: [0.4, 0.8, 0.4],
  seeds: [7],
  prompt_pairs: [{ positive: 'a fox', negative: 'blurry' }],
};

function open(setup: Setup, more: Partial<SessionDetail> = {}): void {
  const detail = {
    session_id: '20260412_214507',
    state: 'ok',
    setup_locked: true,
    can_extend: true,
    begun_setup: BEGUN,
    setup,
    plan: planSummary(BEGUN, { secondsPerImage: 60, bytesPerImage: 1e6, freeBytes: null }),
    generation: { status: 'completed' },
    ...more,
  } as SessionDetail;
  useSession.setState({ session: { phase: 'blank' } });
  sessionEvent({ type: 'created', detail });
  useDraft.setState({ draft: { ...blankDraft([]), setup }, isAttempted: false });
}

const draft = () => useDraft.getState().draft.setup;

describe('Setup of a begun session', () => {
  beforeEach(() => {
    useComfy.setState({ server: null, offers: null });
    Element.prototype.scrollIntoView = () => undefined;
  });

  it('shows what images are made with as text, and lets it grow', async () => {
    const user = userEvent.setup();
    open(BEGUN);
    render(<SetupScreen />);
    expect(screen.getByText(/so it can only grow/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Edit prompt/ })).toBeNull();
    expect(screen.queryByRole('button', { name: /^Remove/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Open Generate' })).toBeTruthy();

    const weights = screen.getByRole('textbox', { name: 'Weights to add' });
    await user.type(weights, '1.2, 1.4x{Enter}');
    const said = () => weights.closest('fieldset')?.querySelector('.faultline')?.textContent;
    expect(said()).toBe('No new weight. Write them like 0.2, 1.4');
    expect(weights.getAttribute('aria-invalid')).toBe('true');
    expect(draft()).toMatchObject({ weights: null });
    await user.clear(weights);
    expect(said()).toBeUndefined();
    await user.type(weights, '0.4, 1.2, 0{Enter}');
    expect(draft()).toMatchObject({ weights: [0.4, 0.8, 1.2], weight_range: null });
    await user.click(screen.getByRole('button', { name: 'Add random' }));
    expect(draft().seeds).toHaveLength(2);
    await user.click(screen.getByRole('button', { name: 'Add a prompt' }));
    await user.type(screen.getByRole('textbox', { name: 'Prompt 2' }), 'an owl{Enter}');
    expect(draft().prompt_pairs).toHaveLength(2);
    expect(screen.getAllByText('new')).toHaveLength(3);

    // 2 prompts, 2 seeds and 3 weights are 16 images and 12 pairs; 3 and 2 are there.
    const bar = screen.getByText('Adds pairs').closest('div')?.parentElement;
    expect(bar?.textContent).toContain('10');
    expect(bar?.textContent).toContain('13');
    expect(bar?.textContent).toContain('about 13 min');
    expect(screen.getByRole('button', { name: 'Generate the new ones' })).toBeTruthy();

    await user.click(screen.getByRole('button', { name: 'Remove weight 1.2' }));
    expect(draft()).toMatchObject({ weights: null, weight_range: [0.4, 0.8, 0.4] });
    await user.click(screen.getByRole('button', { name: 'Remove prompt 2' }));
    await user.click(screen.getByRole('button', { name: /^Remove seed / }));
    expect(draft()).toEqual(BEGUN);
    expect(screen.getByRole('button', { name: 'Open Generate' })).toBeTruthy();
  });

  it('adds a LoRA file below the one that is tested, which stays', async () => {
    const user = userEvent.setup();
    open(BEGUN);
    render(<SetupScreen />);
    await user.click(screen.getByRole('button', { name: 'Add another file' }));
    expect(draft().loras).toEqual(['fox.safetensors', '']);
    expect(screen.queryByRole('button', { name: 'Remove file 1' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Remove file 2' }));
    expect(draft().loras).toEqual(['fox.safetensors']);
  });

  it('clears only what is new', async () => {
    const user = userEvent.setup();
    const owl = { positive: 'an owl', negative: '' };
    open({ ...BEGUN, prompt_pairs: [...BEGUN.prompt_pairs, owl], seeds: [7, 8] });
    render(<SetupScreen />);
    const prompts = screen.getByRole('region', { name: 'Prompts' });
    expect(within(prompts).getByRole('button', { name: 'Move prompt 2' })).toBeTruthy();
    within(prompts).getByRole('button', { name: 'Move prompt 2' }).focus();
    await user.keyboard('{ArrowUp}');
    expect(draft().prompt_pairs[0]).toEqual(BEGUN.prompt_pairs[0]);
    await user.click(within(prompts).getByRole('button', { name: 'More for prompts' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Clear the new prompts' }));
    expect(draft().prompt_pairs).toEqual(BEGUN.prompt_pairs);
  });

  it('can only be read while images are made, and where another tool made them', () => {
    open(BEGUN, { generation: { status: 'running' } as SessionDetail['generation'] });
    const { unmount } = render(<SetupScreen />);
    expect(screen.getByText('The set-up is fixed while images are being made.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Add a prompt' })).toBeNull();
    unmount();
    open(BEGUN, { can_extend: false });
    render(<SetupScreen />);
    expect(screen.getByText('The set-up is fixed: its images were made elsewhere.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Add random' })).toBeNull();
  });

  it('says no fault of a finished session, whatever its server does', () => {
    useComfy.setState({
      server: {
        url: 'demo',
        state: 'unreachable',
        version: null,
        devices: [],
        queue: null,
        is_demo: false,
        message: 'Nobody answers.',
      },
    });
    open(BEGUN);
    const { unmount } = render(<SetupScreen />);
    expect(screen.queryByText('Nobody answers.')).toBeNull();
    unmount();
    open({ ...BEGUN, seeds: [7, 8] });
    render(<SetupScreen />);
    expect(screen.getByText(/Nobody answers\./)).toBeTruthy();
  });
});
