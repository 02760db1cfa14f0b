import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CommandArgs } from '../../../core/contract/commands';
import { exampleEvaluation, weightsOf } from '../../../core/report/exampleEvaluation';
import { buildReport } from '../../../core/report/figures';
import type { ReportInput } from '../../../core/report/report';
import { setClient } from '../../store/backend';
import { useEvidence } from '../../store/evidence';
import { setJudgeSettings } from '../../store/judgeSettings';
import Evidence from './Evidence';
// What is fetched late on a page is there from the start.
import './PairViewer';

vi.mock('../../store/picture', async (original) => {
  const { readyPicture } = await import('../../testing/readyPictures');
  return {
    ...(await original<typeof import('../../store/picture')>()),
    // A simulated page draws no picture.
    loadPicture: async (address: string, name: string) =>
      address.includes('gone') ? null : readyPicture(name),
  };
});

const GONE = 'lora_1_0_0.png';
let asked: string[][];

beforeEach(() => {
  asked = [];
  const side = (id: string, name: string) => ({
    full: `/image/${name}-${id === GONE ? 'gone' : id}`,
    small: `/image/small-${name}-${id}`,
  });
  const call = async (command: string, { pairs }: CommandArgs<'report.pictures'>) => {
    if (command === 'report.votes') {
      const vote = { pair_id: pairs[0], metric: 'Style', outcome: 'win', stars: 4 };
      return { votes: [{ ...vote, rater: 'Mia', note: 'the tail is right' }] };
    }
    if (command !== 'report.pictures') throw new Error(`The test has no ${command}.`);
    asked.push(pairs);
    return { pictures: pairs.map((id) => ({ pair_id: id, baseline: side(id, 'b'), lora: side(id, 'l') })) };
  };
  setClient({ call, onPush: () => () => undefined } as unknown as Parameters<typeof setClient>[0]);
});

afterEach(() => {
  setClient(null);
  useEvidence.setState({ sessionId: null, addresses: new Map() });
  setJudgeSettings({ view: 'side' });
});

/** Twelve pairs won, one lost; nothing on Quality. In: a second rater's votes, too. */
function show(more: Partial<ReportInput> = {}, metric = 0) {
  const input = exampleEvaluation(weightsOf('fox.safetensors', 0.8), {
    Style: [`${'W5'.repeat(12)}L2`],
    Quality: [''],
  });
  const report = buildReport({ ...input, ...more });
  const shown = report.metrics[metric];
  if (shown === undefined) throw new Error('There is no such metric.');
  render(<Evidence metric={shown} report={report} />);
  return input;
}

const pairs = () => screen.getAllByRole('button', { name: /^Open ?Baseline/ });

it('shows two rows of the first kind there is, and asks only for what it shows', async () => {
  show();
  await waitFor(() => expect(asked.flat()).toHaveLength(10));
  expect(pairs()).toHaveLength(10);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'Show 2 more' }));
  await waitFor(() => expect(asked.map((ids) => ids.length)).toEqual([10, 2]));
  expect(document.activeElement).toBe(pairs()[10]);
  const split = screen.getByRole('button', { name: 'Raters disagree 0' });
  await user.click(split);
  expect(split.getAttribute('aria-pressed')).toBe('false');
  expect(split.getAttribute('aria-description')).toContain('It takes two');
  await user.click(screen.getByRole('button', { name: 'Lost clearly 1' }));
  expect(pairs()).toHaveLength(1);
});

it('says in a sentence that there is none', () => {
  show({}, 1);
  screen.getByText('There are no votes on Quality, so there are no pictures behind it.');
});

it('opens a pair with its labels and votes, goes on by key, and gives the focus to the last one looked at', async () => {
  show();
  const user = userEvent.setup();
  const ninth = pairs()[8];
  ninth?.focus();
  await user.keyboard('{Enter}');
  const view = await screen.findByRole('dialog', { name: 'Won clearly on Style' });
  const names = () =>
    within(view)
      .queryAllByRole('img')
      .map((image) => image.getAttribute('aria-label'));
  await waitFor(() => expect(names()).toEqual(['Baseline', 'LoRA 0.8']));
  within(view).getByText('9 of 12');
  expect(within(view).getByText('the tail is right').closest('dd')?.textContent).toContain('won, 4 stars');
  // Two beyond those on the page.
  await user.keyboard('{ArrowRight}{]}{ArrowRight}{ArrowRight}{[}');
  within(view).getByText('11 of 12');
  await user.keyboard('v');
  within(view).getByRole('slider', { name: 'Divider between Baseline and LoRA 0.8' });
  await user.keyboard('v{ >}');
  expect(names()).toEqual(['LoRA 0.8']);
  await user.keyboard('{/ }{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(document.activeElement).toBe(pairs()[10]);
});

it('says which picture is missing', async () => {
  show();
  const at = pairs().findIndex((button) => button.textContent.includes('prompt\u00a02'));
  const user = userEvent.setup();
  await user.click(pairs()[at] ?? document.body);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Neither picture can be shown.');
  within(alert).getByRole('button', { name: 'Go to Generate' });
});
