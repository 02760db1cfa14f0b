import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setClient } from '../store/backend';
import { useConnection } from '../store/connection';
import { useEvaluation } from '../store/evaluation';
import { votesSent } from '../store/evaluationVotes';
import { setJudgeSettings } from '../store/judgeSettings';
import { useSession } from '../store/session';
import { useView } from '../store/view';
import { judgedScreen } from '../testing/judgedScreen';
import { EvaluateScreen } from './EvaluateScreen';

vi.mock('../store/evaluationPictures', () => import('../testing/readyPictures'));

let backend: ReturnType<typeof judgedScreen>;
const undos = () => backend.calls.filter((call) => call === 'vote.undo').length;

beforeEach(() => {
  backend = judgedScreen();
});

afterEach(async () => {
  await votesSent();
  vi.unstubAllGlobals();
  setClient(null);
  useSession.setState({ session: { phase: 'blank' } });
  setJudgeSettings({ submitAtOnce: true, view: 'side', isPromptShown: false });
});

async function judging() {
  const user = userEvent.setup();
  render(<EvaluateScreen />);
  await screen.findByText('1 of 4');
  return user;
}

describe('while judging', () => {
  it('shows both pictures by neutral names, and asks one question', async () => {
    await judging();
    expect(screen.getAllByRole('img').map((image) => image.getAttribute('aria-label'))).toEqual([
      'Picture A',
      'Picture B',
    ]);
    expect(screen.getByText('Better style?')).toBeTruthy();
  });

  it('votes by key, wherever the focus is', async () => {
    const user = await judging();
    await user.keyboard('2');
    await screen.findByText('2 of 4');
    await waitFor(() => expect(backend.votes).toMatchObject([{ trial_id: 't1', choice: 'B', stars: null }]));
  });

  it('says that a vote came before its pair, and says the vote once the next pair is there', async () => {
    const user = await judging();
    await waitFor(() => expect(useEvaluation.getState().ahead).toHaveLength(2));
    const { shown, ahead } = useEvaluation.getState();
    act(() => useEvaluation.setState({ shown: null, ahead: [] }));
    // At once: a pair that is on its way already must not arrive before the key.
    fireEvent.keyDown(document.body, { key: '1', code: 'Digit1' });
    const said = screen.getByRole('status');
    expect(said.textContent).toBe('The next pair is not there yet. Vote once both pictures are shown.');
    expect(backend.votes).toEqual([]);
    act(() => useEvaluation.setState({ shown, ahead }));
    expect(said.textContent).toBe('Better style? 1 of 4.');
    await user.keyboard('2');
    expect(said.textContent).toBe('Voted B. Better style? 2 of 4.');
  });

  it('sends stars that were set before the choice', async () => {
    const user = await judging();
    await user.click(screen.getByRole('button', { name: '4 stars' }));
    await user.click(screen.getByRole('button', { name: 'A' }));
    await waitFor(() => expect(backend.votes).toMatchObject([{ choice: 'A', stars: 4 }]));
  });

  it('waits for Enter when a choice is not a vote at once', async () => {
    setJudgeSettings({ submitAtOnce: false });
    const user = await judging();
    await user.keyboard('1');
    expect(screen.getByRole('button', { name: 'A' }).getAttribute('aria-pressed')).toBe('true');
    expect(backend.votes).toEqual([]);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(backend.votes).toMatchObject([{ choice: 'A' }]));
  });

  it('leaves the keys to what is being typed', async () => {
    const user = await judging();
    const field = document.createElement('input');
    document.body.append(field);
    await user.type(field, '1s2');
    field.remove();
    expect(field.value).toBe('1s2');
    expect(backend.votes).toEqual([]);
  });

  it('swaps the pictures while Space is held', async () => {
    const user = await judging();
    const names = () => screen.getAllByRole('img').map((image) => image.getAttribute('aria-label'));
    await user.keyboard('{ >}');
    expect(names()).toEqual(['Picture B', 'Picture A']);
    await user.keyboard('{/ }');
    expect(names()).toEqual(['Picture A', 'Picture B']);
  });

  it('swaps by Space also from a button that has the focus, which only Enter presses', async () => {
    const user = await judging();
    await user.keyboard('2');
    await screen.findByText('2 of 4');
    const names = () => screen.getAllByRole('img').map((image) => image.getAttribute('aria-label'));
    screen.getByRole('button', { name: /^Undo/ }).focus();
    await user.keyboard('{ >}');
    expect(names()).toEqual(['Picture B', 'Picture A']);
    await user.keyboard('{/ }');
    expect(names()).toEqual(['Picture A', 'Picture B']);
    expect(undos()).toBe(0);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(undos()).toBe(1));
  });

  it('gives the focus back to the pictures after the keys were shown', async () => {
    const user = await judging();
    for (const leave of ['{Escape}', null]) {
      await user.keyboard('?');
      const dialog = await screen.findByRole('dialog', { name: 'Keys' });
      if (leave === null) await user.click(within(dialog).getByRole('button', { name: 'Close' }));
      else await user.keyboard(leave);
      await waitFor(() =>
        expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Judging' })),
      );
    }
  });

  it('says keys in words to those who hear them', async () => {
    const user = await judging();
    await user.keyboard('?');
    expect(await screen.findByText('Z or Ctrl Z')).toBeTruthy();
  });

  it('takes no vote while nobody would keep it', async () => {
    const user = await judging();
    act(() => useConnection.setState({ link: 'lost' }));
    await user.keyboard('2');
    await user.click(screen.getByRole('button', { name: 'A' }));
    await user.keyboard('z');
    expect(screen.getByRole('button', { name: 'A' }).getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByText('1 of 4')).toBeTruthy();
    act(() => useConnection.setState({ link: 'open' }));
    await user.keyboard('1');
    await screen.findByText('2 of 4');
    await waitFor(() => expect(backend.votes).toMatchObject([{ trial_id: 't1', choice: 'A' }]));
    expect(undos()).toBe(0);
  });

  it('takes no vote where another copy has the session, and says why', async () => {
    backend = judgedScreen({ detail: { state: 'read_only' } });
    const user = userEvent.setup();
    render(<EvaluateScreen />);
    await screen.findAllByRole('img');
    for (const name of ['A', 'B', 'Same', 'Skip', 'Undo']) {
      const button = screen.getByRole('button', {
        name,
        description: 'Open for writing in another copy of Blindfold',
      });
      expect(button.getAttribute('aria-disabled')).toBe('true');
      await user.click(button);
    }
    await user.keyboard('1sz');
    expect(screen.getByText('1 of 4')).toBeTruthy();
    expect(backend.votes).toEqual([]);
    expect(undos()).toBe(0);
  });

  it('moves the count with the pictures, not before them', async () => {
    const user = await judging();
    backend.hold();
    let number = 0;
    for (let { shown } = useEvaluation.getState(); shown !== null; { shown } = useEvaluation.getState()) {
      number = shown.trial.number;
      await user.keyboard('1');
    }
    expect(screen.getByText(`${number} of 4`)).toBeTruthy();
    backend.release();
    await screen.findByText(`${number + 1} of 4`);
  });

  it('shows the prompt only when asked for', async () => {
    const user = await judging();
    expect(screen.queryByText('a red fox in deep snow')).toBeNull();
    await user.keyboard('p');
    expect(screen.getByText('a red fox in deep snow')).toBeTruthy();
  });

  it('shows the way to make a picture again that is gone', async () => {
    backend.broken.add(1);
    render(<EvaluateScreen />);
    const word = await screen.findByText(/^Picture A cannot be shown/);
    expect(word.textContent).toContain('Generate can make it again');
    await userEvent.click(screen.getByRole('button', { name: 'Go to Generate' }));
    expect(useView.getState().tab).toBe('generate');
  });

  it('asks before it finishes early', async () => {
    const user = await judging();
    await user.click(screen.getByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Finish early' }));
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'));
    await user.click(await screen.findByRole('button', { name: 'Finish' }));
    await screen.findByText('Finished early, with 0 of 4 votes');
  });
});
