import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setClient } from '../store/backend';
import { votesSent } from '../store/evaluationVotes';
import { setJudgeSettings } from '../store/judgeSettings';
import { useSession } from '../store/session';
import { judgedScreen } from '../testing/judgedScreen';
import { EvaluateScreen } from './EvaluateScreen';

vi.mock('../store/evaluationPictures', () => import('../testing/readyPictures'));

let backend: ReturnType<typeof judgedScreen>;

beforeEach(() => {
  backend = judgedScreen({ trials: 6, questions: 3 });
});

afterEach(async () => {
  await votesSent();
  vi.unstubAllGlobals();
  setClient(null);
  useSession.setState({ session: { phase: 'blank' } });
  setJudgeSettings({ submitAtOnce: true });
});

async function judging() {
  const user = userEvent.setup();
  render(<EvaluateScreen />);
  await screen.findByText('1 of 6');
  return user;
}

const row = (name: string) => within(screen.getByRole('group', { name }));
const isChosen = (name: string, answer: string) =>
  row(name).getByRole('button', { name: answer }).getAttribute('aria-pressed') === 'true';
const asked = () => document.querySelector('[aria-current=true]')?.textContent;

describe('all questions on one screen', () => {
  it('has a row for each, and the keys answer the marked one and turn to the next', async () => {
    const user = await judging();
    expect(asked()).toBe('Better style?');
    await user.keyboard('1');
    expect(isChosen('Better style?', 'A')).toBe(true);
    expect(asked()).toBe('Better quality?');
    await user.keyboard('3');
    await user.keyboard('s');
    await screen.findByText('4 of 6');
    await waitFor(() => expect(backend.said()).toEqual(['t1 A', 't2 same', 't3 skip']));
  });

  it('answers any row by mouse, and changes one', async () => {
    const user = await judging();
    await user.click(row('Better anatomy?').getByRole('button', { name: 'B' }));
    expect(asked()).toBe('Better style?');
    await user.click(row('Better anatomy?').getByRole('button', { name: 'A' }));
    await waitFor(() => expect(backend.said()).toEqual(['t3 A']));
    expect(isChosen('Better anatomy?', 'A')).toBe(true);
  });

  it('waits for Enter where a choice is no vote yet', async () => {
    setJudgeSettings({ submitAtOnce: false });
    const user = await judging();
    await user.keyboard('q2');
    expect(isChosen('Better quality?', 'B')).toBe(true);
    expect(backend.votes).toEqual([]);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(backend.said()).toEqual(['t2 B']));
    expect(asked()).toBe('Better anatomy?');
  });

  it('is not there for a single question', async () => {
    backend = judgedScreen({ trials: 6 });
    await judging();
    expect(screen.queryByRole('list', { name: 'Questions of this pair' })).toBeNull();
  });
});
