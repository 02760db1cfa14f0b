import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setClient } from '../../store/backend';
import { votesSent } from '../../store/evaluationVotes';
import { useSession } from '../../store/session';
import { judgedScreen } from '../../testing/judgedScreen';
import { EvaluateScreen } from '../EvaluateScreen';

vi.mock('../../store/evaluationPictures', () => import('../../testing/readyPictures'));

let backend: ReturnType<typeof judgedScreen>;

beforeEach(() => {
  backend = judgedScreen();
});

afterEach(async () => {
  await votesSent();
  vi.unstubAllGlobals();
  setClient(null);
  useSession.setState({ session: { phase: 'blank' } });
});

async function judging() {
  const user = userEvent.setup();
  render(<EvaluateScreen />);
  await screen.findByText('1 of 4');
  return user;
}

const detailsButton = () => screen.getByRole('button', { name: 'Note and flags' });

const onPictures = () =>
  waitFor(() => expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Judging' })));

describe('a note', () => {
  it('is written by key, kept by Enter, and goes with the vote; the keys are for the pictures again', async () => {
    const user = await judging();
    await user.keyboard('n');
    await user.type(await screen.findByRole('textbox', { name: 'Note' }), 'six fingers, 2 thumbs{Enter}');
    await onPictures();
    expect(screen.getByRole('button', { name: 'Note and flags: note' })).toBeTruthy();
    await user.keyboard('2');
    await waitFor(() =>
      expect(backend.votes).toMatchObject([{ choice: 'B', note: 'six fingers, 2 thumbs' }]),
    );
    expect(screen.getByRole('button', { name: 'Note and flags' })).toBeTruthy();
  });

  it('is left as it was by Escape', async () => {
    const user = await judging();
    await user.keyboard('n');
    await user.type(await screen.findByRole('textbox', { name: 'Note' }), 'no{Escape}');
    await onPictures();
    expect(screen.getByRole('button', { name: 'Note and flags' })).toBeTruthy();
  });
});

describe('flags', () => {
  it('are set and taken back by key, and said beside the answers', async () => {
    const user = await judging();
    await user.keyboard('bx');
    expect(screen.getByRole('button', { name: 'Note and flags: broken image, both bad' })).toBeTruthy();
    await user.keyboard('b1');
    await waitFor(() => expect(backend.votes).toMatchObject([{ choice: 'A', flags: ['both_bad'] }]));
  });

  it('are set by mouse as well', async () => {
    const user = await judging();
    // It is off until the pair is there.
    await waitFor(() => expect(detailsButton().getAttribute('aria-disabled')).not.toBe('true'));
    await user.click(detailsButton());
    const flag = await screen.findByRole('button', { name: 'Both bad' });
    await user.click(flag);
    expect(flag.getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByRole('dialog', { name: 'Note and flags' })).toBeTruthy();
  });
});
