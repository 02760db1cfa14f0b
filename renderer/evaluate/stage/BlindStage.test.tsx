import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setClient } from '../../store/backend';
import { votesSent } from '../../store/evaluationVotes';
import { setJudgeSettings } from '../../store/judgeSettings';
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
  setJudgeSettings({ submitAtOnce: true, view: 'side', isPromptShown: false });
});

async function judging() {
  const user = userEvent.setup();
  render(<EvaluateScreen />);
  await screen.findByText('1 of 4');
  return user;
}

describe('the stage', () => {
  it('goes through the four views by one key', async () => {
    const user = await judging();
    const names = () => screen.queryAllByRole('img').map((image) => image.getAttribute('aria-label'));
    await user.keyboard('v');
    expect(names()).toEqual(['Picture A', 'Picture B']);
    screen.getByRole('slider', { name: 'Divider between A and B' });
    await user.keyboard('v');
    expect(names()).toEqual(['Picture A']);
    await user.keyboard('{ >}');
    expect(names()).toEqual(['Picture B']);
    await user.keyboard('{/ }v');
    screen.getByText('Where A and B differ: bright is far apart');
    const pressed = () =>
      within(screen.getByRole('group', { name: 'How bright differences are' }))
        .getAllByRole('button')
        .filter((button) => button.getAttribute('aria-pressed') === 'true')
        .map((button) => button.textContent);
    expect(pressed()).toEqual(['2x']);
    await user.keyboard('g');
    expect(pressed()).toEqual(['4x']);
    await user.keyboard('v');
    expect(names()).toEqual(['Picture A', 'Picture B']);
    expect(screen.queryByRole('slider')).toBeNull();
  });
  it('gives the keys back to the pictures once a size was chosen', async () => {
    const user = await judging();
    await user.click(screen.getByRole('button', { name: 'Zoom, Fit' }));
    await user.click(await screen.findByRole('menuitem', { name: /^400%/ }));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Judging' })));
  });
  it('moves the divider by the arrows only while it has the focus', async () => {
    setJudgeSettings({ view: 'slider' });
    const user = await judging();
    const divider = screen.getByRole('slider', { name: 'Divider between A and B' });
    const at = Number(divider.getAttribute('aria-valuenow'));
    divider.focus();
    await user.keyboard('{ArrowRight}{ArrowRight}');
    expect(divider.getAttribute('aria-valuenow')).toBe(String(at + 2));
    expect(backend.votes).toEqual([]);
    divider.blur();
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(backend.votes).toMatchObject([{ choice: 'B' }]));
  });
});
