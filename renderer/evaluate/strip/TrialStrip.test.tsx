import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VotedTrial } from '../../../core/contract/trialView';
import { setClient } from '../../store/backend';
import { useEvaluation } from '../../store/evaluation';
import { votesSent } from '../../store/evaluationVotes';
import { useSession } from '../../store/session';
import { useVotedTrials } from '../../store/votedTrials';
import { judgedScreen } from '../../testing/judgedScreen';
import { EvaluateScreen } from '../EvaluateScreen';
import { cellWords } from './stripWords';
import { TrialStrip } from './TrialStrip';

vi.mock('../../store/evaluationPictures', () => import('../../testing/readyPictures'));

const voted = (number: number, changes: Partial<VotedTrial> = {}): VotedTrial => ({
  trial_id: `t${number}`,
  number,
  training: false,
  pair_number: number,
  metric: 'Style',
  choice: 'A',
  stars: null,
  has_note: false,
  flags: [],
  ...changes,
});

let backend: ReturnType<typeof judgedScreen>;

beforeEach(() => {
  backend = judgedScreen({ trials: 6 });
});

afterEach(async () => {
  await votesSent();
  vi.unstubAllGlobals();
  setClient(null);
  useSession.setState({ session: { phase: 'blank' } });
  useVotedTrials.setState({ isOpen: false, trials: null });
});

async function judged() {
  const user = userEvent.setup();
  render(<EvaluateScreen />);
  await screen.findByText('1 of 6');
  for (const [place, key] of ['1', '2', '3'].entries()) {
    await user.keyboard(key);
    await screen.findByText(`${place + 2} of 6`);
  }
  await user.keyboard('t');
  return { user, strip: await screen.findByRole('navigation', { name: 'All trials' }) };
}

describe('the strip of trials', () => {
  it('shows an earlier trial on a press, says so, and goes on from there', async () => {
    const { user, strip } = await judged();
    await user.click(within(strip).getByRole('button', { name: 'Trial 2, Style, voted B' }));
    expect(await screen.findByText('Trial 2 again')).toBeTruthy();
    expect(screen.getByText('voted B')).toBeTruthy();
    expect(screen.getByRole('status').textContent).toBe('Better style? Trial 2 again, voted B.');
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    expect(await screen.findByText('4 of 6')).toBeTruthy();
  });

  it('takes a changed vote and goes on to the open trial', async () => {
    const { user, strip } = await judged();
    await user.keyboard(',,');
    await screen.findByText('Trial 2 again');
    await user.keyboard('1');
    await screen.findByText('4 of 6');
    await within(strip).findByRole('button', { name: 'Trial 2, Style, voted A' });
    expect(backend.said()).toEqual(['t1 A', 't2 A', 't3 same']);
  });

  it('is walked by arrows, which are no votes in it', async () => {
    const { user, strip } = await judged();
    const open = within(strip).getByRole('button', { name: '4, open' });
    expect(open.getAttribute('aria-current')).toBe('true');
    open.focus();
    await user.keyboard('{ArrowLeft}{ArrowLeft}');
    const second = within(strip).getByRole('button', { name: 'Trial 2, Style, voted B' });
    expect(document.activeElement).toBe(second);
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Trial 2 again')).toBeTruthy();
    expect(backend.votes).toHaveLength(3);
  });

  it('draws only what is in sight of thousands', () => {
    useVotedTrials.setState({ trials: Array.from({ length: 6000 }, (_, place) => voted(place + 1)) });
    useEvaluation.setState({ shown: null });
    render(<TrialStrip />);
    const drawn = screen.getAllByRole('button').length;
    expect(drawn).toBeGreaterThan(5);
    expect(drawn).toBeLessThan(60);
  });

  it('says why there is nothing in it', () => {
    useVotedTrials.setState({ trials: null, failure: 'The disk is gone.' });
    render(<TrialStrip />);
    expect(screen.getByText('The disk is gone.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('cellWords', () => {
  it('says all that was said, and no side', () => {
    const trial = voted(12, { choice: 'skip', stars: 1, has_note: true, flags: ['both_bad'] });
    expect(cellWords(trial)).toBe('Trial 12, Style, skipped, 1 star, note, both bad');
    expect(cellWords(voted(1, { training: true }))).toBe('Practice 1, Style, voted A');
  });
});
