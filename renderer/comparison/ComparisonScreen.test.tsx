import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { compared, exampleSession } from '../../core/comparison/exampleComparison';
import type { CommandArgs } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { setClient } from '../store/backend';
import { useNotices } from '../store/notices';
import ComparisonScreen from './ComparisonScreen';

const A = '20240101_100000';
const B = '20240102_100000';
const IDS = [A, B];

const SESSIONS = [
  exampleSession(A, 'snowfox-08.safetensors', { Style: ['LLLLLLLLLL', 'LLLLLLLLWW'], Pose: ['WL', 'WL'] }),
  exampleSession(B, 'snowfox-12.safetensors', { Style: ['WWWWWWWWWW'], Pose: ['LW'] }),
];

/** A backend that compares these sessions, and refuses as often as it is told to, after so many answers. */
function backend(refusals = 0, after = 0): CommandArgs<'comparison.get'>[] {
  const asked: CommandArgs<'comparison.get'>[] = [];
  let left = refusals;
  setClient({
    call: async (_command: string, args: CommandArgs<'comparison.get'>) => {
      asked.push(args);
      if (asked.length > after) left -= 1;
      else return compared(SESSIONS, args.stands);
      if (left >= 0) throw new AppFailure('evaluation_open', `${B}: 3 of 9 votes, nothing to see yet.`);
      return compared(SESSIONS, args.stands);
    },
  } as unknown as Parameters<typeof setClient>[0]);
  return asked;
}

afterEach(() => {
  cleanup();
  setClient(null);
  useNotices.setState({ notices: [] });
});

describe('the comparison', () => {
  it('shows who is ahead, the sessions side by side, the duels, and what is said of them', async () => {
    backend();
    render(<ComparisonScreen ids={IDS} />);
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe(
      'snowfox-12 at 0.1 is ahead of snowfox-08 at 0.2 on Style, not decided on Pose',
    );
    const columns = within(screen.getByRole('table', { name: 'Style: sessions side by side' }));
    expect(columns.getByRole('row', { name: /^Won, lost, same/ }).textContent).toContain('2, 8, 010, 0, 0');
    const duels = within(screen.getByRole('table', { name: /^Style: every two sessions/ }));
    expect(duels.getByRole('row', { name: /2 is ahead/ })).toBeTruthy();
    expect(screen.getByRole('img', { name: /Style: snowfox-08 at 0.2 −60%, 95%/ })).toBeTruthy();
    await userEvent.click(screen.getByRole('tab', { name: /Pose/ }));
    expect(screen.getByText(/^Not decided between/)).toBeTruthy();
  });

  it('counts anew when another candidate stands for its session', async () => {
    const asked = backend();
    render(<ComparisonScreen ids={IDS} />);
    await userEvent.click(await screen.findByRole('combobox', { name: `Candidate of ${A}` }));
    await userEvent.click(await screen.findByRole('option', { name: '0.1' }));
    expect(await screen.findByText(/is ahead of snowfox-08 at 0.1 on Style/)).toBeTruthy();
    expect(asked.at(-1)?.stands).toEqual([
      { session_id: A, lora_filename: 'snowfox-08.safetensors', weight: 0.1 },
    ]);
  });

  it('keeps what is shown where another choice cannot be counted', async () => {
    const asked = backend(1, 1);
    render(<ComparisonScreen ids={IDS} />);
    await userEvent.click(await screen.findByRole('combobox', { name: `Candidate of ${A}` }));
    await userEvent.click(await screen.findByRole('option', { name: '0.1' }));
    await waitFor(() =>
      expect(useNotices.getState().notices.map(({ text }) => text)).toEqual([
        `${B}: 3 of 9 votes, nothing to see yet.`,
      ]),
    );
    expect(asked).toHaveLength(2);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toContain('snowfox-08 at 0.2');
    expect(screen.getByRole('article').getAttribute('aria-busy')).toBe('false');
  });

  it('says why there is none, and tries again', async () => {
    backend(1);
    render(<ComparisonScreen ids={IDS} />);
    expect(await screen.findByText(`${B}: 3 of 9 votes, nothing to see yet.`)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('heading', { level: 1 })).toBeTruthy();
  });
});
