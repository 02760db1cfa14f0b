import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import type { Status } from '../../core/contract/generationView';
import type { EvaluationView, SessionDetail } from '../../core/contract/sessionView';
import { createRandom } from '../../core/plan/random';
import { buildReport } from '../../core/report/figures';
import type { CountedVote } from '../../core/report/report';
import { exampleEvaluation, exampleRater } from '../../core/testing/exampleEvaluation';
import { setClient } from '../store/backend';
import { useConnection } from '../store/connection';
import { useReport } from '../store/report';
import { useSession } from '../store/session';
import ReportScreen from './ReportScreen';
import type { DoseCanvasProps } from './weights/DoseCanvas';

type Client = NonNullable<Parameters<typeof setClient>[0]>;

vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    disconnect() {}
  },
);

/** A simulated page draws nothing; the chart's words are its twin. */
vi.mock('./weights/DoseCanvas', () => ({
  default: ({ plot }: DoseCanvasProps) => <div role="img" aria-label={plot.finding} />,
}));

/** The pictures have tests of their own. */
vi.mock('./evidence/Evidence', () => ({ default: () => null }));

const ID = '20260412_214507';

const EVALUATION = exampleEvaluation({ votes_done: 19, votes_total: 40 });

function open(part: Partial<EvaluationView> = {}, status: Status = 'completed'): void {
  const detail = {
    session_id: ID,
    generation: { status },
    evaluation: { ...EVALUATION, ...part },
    setup: { metrics: ['Quality', 'Style'] },
    plan: { pairs: 20 },
  } as SessionDetail;
  useSession.setState({ session: { phase: 'open', id: ID, detail } });
}

/** Votes on one candidate: so many won, so many lost. */
function votesOf(metric: string, wins: number, losses: number): CountedVote[] {
  return Array.from({ length: wins + losses }, (_, index) => ({
    pair_id: `p${index}`,
    prompt_index: index % 8,
    seed: index,
    candidate: 0,
    metric,
    outcome: index < wins ? 'win' : 'loss',
    chose_left: index % 2 === 0,
    stars: null,
    rater: 'rater 1',
    at: '2026-04-12T21:45:07.000Z',
    after_reveal: false,
    note: null,
  }));
}

const reportOf = (votes: CountedVote[]) =>
  buildReport({
    session_id: ID,
    demo: false,
    raters: ['rater 1'],
    metrics: ['Quality', 'Style'],
    candidates: [{ lora_filename: 'snowfox_v3.safetensors', weight: 0.8 }],
    prompts: Array.from({ length: 8 }, (_, index) => `prompt ${index}`),
    seeds: [],
    voters: [{ rater: 'rater 1', label: 'rater 1' }],
    filter: null,
    votes,
    method: 'fixed',
    revealed_early: false,
    votes_taken_back: 0,
    ended_early: null,
    unfinished: null,
    extensions: [],
    own_seeds: false,
    mixed_pairs: 0,
    answers: [],
    past_rounds: [],
    self_check: null,
    bootstrap_seed: 7,
    random: (seed) => createRandom(seed),
  });

const BY_METRIC = [
  { metric: 'Quality', votes_done: 10, votes_total: 20 },
  { metric: 'Style', votes_done: 9, votes_total: 20 },
];

let report = reportOf([]);
let calls: CommandName[];

beforeEach(() => {
  calls = [];
  const client: Client = {
    call: async <C extends CommandName>(command: C, _args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      calls.push(command);
      const answers: Partial<Record<CommandName, unknown>> = {
        'evaluation.reveal': { ...EVALUATION, revealed_at: '2026-04-12T22:00:00.000Z', revealed_early: true },
        'report.get': report,
      };
      if (!(command in answers)) throw new Error(`The test has no ${command}.`);
      return answers[command] as CommandAnswer<C>;
    },
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  };
  setClient(client);
});

afterEach(() => {
  useSession.setState({ session: { phase: 'blank' } });
  useReport.setState({
    sessionId: null,
    report: null,
    failure: null,
    isRevealing: false,
  });
  setClient(null);
});

describe('before the reveal', () => {
  it('says how many votes there are and asks for no report', () => {
    open({ raters: [exampleRater('rater 1', 19, 40, { by_metric: BY_METRIC })] });
    render(<ReportScreen />);
    expect(screen.getByRole('heading').textContent).toBe('19 of 40 votes, nothing to see yet');
    expect(screen.getByText('10 of 20')).toBeTruthy();
    expect(screen.getByText('9 of 20')).toBeTruthy();
    expect(calls).toEqual([]);
    expect(document.body.textContent).not.toMatch(/won|lost|preferred|better|0\.8/i);
  });

  it('tells the own votes apart from those of other raters', () => {
    const raters = [
      exampleRater('rater 1', 19, 40, { label: 'Zoe', by_metric: BY_METRIC }),
      exampleRater('Ann', 3, 40),
    ];
    open({ raters, votes_done: 22, votes_total: 80 });
    const { unmount } = render(<ReportScreen />);
    expect(screen.getByRole('heading').textContent).toBe('22 of 80 votes, of 2 raters, nothing to see yet');
    expect(screen.getByText(/^Zoe has 19 of 40, by metric below\. Ann has 3 of 40\.$/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Go on at trial 20' })).toBeTruthy();
    expect(screen.getByText('10 of 20')).toBeTruthy();
    unmount();
    const done = raters.map((one) => (one.name === 'Ann' ? one : { ...one, votes_done: 40 }));
    open({ raters: done, votes_done: 43, votes_total: 80 });
    render(<ReportScreen />);
    expect(screen.getByRole('button', { name: 'Go to Evaluate' })).toBeTruthy();
    expect(screen.getByText('10 of 20')).toBeTruthy();
  });

  it('asks before it reveals, and then shows the report', async () => {
    report = reportOf(votesOf('Style', 18, 1));
    open();
    render(<ReportScreen />);
    await userEvent.click(screen.getByRole('button', { name: 'Reveal now' }));
    const question = screen.getByText(/^Labels will show/);
    expect(document.activeElement).toBe(question);
    await userEvent.click(screen.getByRole('button', { name: 'Keep judging' }));
    expect(calls).toEqual([]);
    const opener = screen.getByRole('button', { name: 'Reveal now' });
    expect(document.activeElement).toBe(opener);
    await userEvent.click(opener);
    await userEvent.click(screen.getByRole('button', { name: 'Reveal' }));
    await screen.findByRole('article', { name: 'Report' });
    expect(calls).toEqual(['evaluation.reveal', 'report.get']);
  });

  it('offers no early look while images are being made', () => {
    open({}, 'running');
    render(<ReportScreen />);
    expect(screen.getByRole('heading').textContent).toContain('nothing to see yet');
    expect(screen.queryByRole('button', { name: /Reveal/ })).toBeNull();
  });

  it('says what it waits for while nothing can be judged', () => {
    open({ votes_done: 0, can_judge: false });
    render(<ReportScreen />);
    expect(screen.getByRole('heading').textContent).toBe('No report yet');
    expect(screen.queryByRole('button', { name: 'Reveal now' })).toBeNull();
  });
});

describe('after it', () => {
  it('opens at the metric that the verdict names, with its chart in words and its table', async () => {
    report = reportOf([...votesOf('Quality', 10, 10), ...votesOf('Style', 18, 2)]);
    open({ complete: true, votes_done: 40 });
    render(<ReportScreen />);
    const heading = await screen.findByRole('heading', { level: 1 });
    expect(heading.textContent).toContain('better on Style');
    expect(screen.getByRole('tab', { selected: true }).textContent).toMatch(/^Style/);
    await screen.findByRole('img', { name: /^Style: .*at 0\.8 90%.*better/ });
    const row = within(screen.getByRole('table')).getByRole('row', { name: /^0\.8/ });
    expect(row.textContent).toMatch(/^0\.8, best20182090% 70–97/);
    expect(screen.getByRole('button', { name: 'Copy <lora:snowfox_v3:0.8>' })).toBeTruthy();
    await userEvent.click(screen.getByRole('tab', { name: 'All' }));
    await screen.findByRole('img', { name: /^All metrics/ });
  });

  it('lists all sentences by metric on demand', async () => {
    report = reportOf([...votesOf('Quality', 10, 10), ...votesOf('Style', 18, 2)]);
    open({ complete: true, votes_done: 40 });
    render(<ReportScreen />);
    await userEvent.click(await screen.findByRole('button', { name: /^All \d+ sentences$/ }));
    expect(screen.getAllByRole('term').map((term) => term.textContent)).toEqual(
      expect.arrayContaining(['Quality', 'Style']),
    );
    // The pictures below are a list of their own.
    const sentences = () =>
      screen
        .queryAllByRole('listitem')
        .filter((item) => item.closest('.verdict') !== null)
        .map((item) => item.textContent);
    expect(sentences()).toEqual(report.verdict.slice(1));
    await userEvent.click(screen.getByRole('button', { name: 'In short' }));
    expect(sentences()).toEqual([]);
  });

  it('writes every p in the table with four places', async () => {
    report = reportOf([...votesOf('Quality', 10, 10), ...votesOf('Style', 10, 10)]);
    open({ complete: true, votes_done: 40 });
    render(<ReportScreen />);
    await userEvent.click(await screen.findByRole('tab', { name: /^Style/ }));
    const cells = within(await screen.findByRole('table')).getAllByRole('cell');
    expect(cells.map((cell) => cell.textContent)).toContain('1.0000');
  });

  it('says so where there is nothing to draw', async () => {
    report = reportOf([]);
    open({ complete: true, votes_done: 0 });
    render(<ReportScreen />);
    await screen.findByText('There are no votes on Quality yet, so there is nothing to draw.');
    expect(document.body.textContent).not.toMatch(/NaN|undefined|null/);
    expect(screen.queryByRole('button', { name: /^Copy/ })).toBeNull();
  });

  it('comes by itself when the link is back, and anew for a vote that was only changed', async () => {
    report = reportOf(votesOf('Style', 18, 2));
    open({ complete: true, votes_done: 40 });
    useConnection.setState({ link: 'lost' });
    const { unmount } = render(<ReportScreen />);
    await screen.findByRole('article', { name: 'Report' });
    expect(calls).toEqual(['report.get']);
    act(() => useConnection.setState({ link: 'open' }));
    expect(calls).toHaveLength(2);
    act(() => open({ complete: true, votes_done: 40 }));
    expect(calls).toHaveLength(3);
    unmount();
  });

  it('is forgotten when another window hides the labels again', async () => {
    report = reportOf(votesOf('Style', 18, 2));
    open({ complete: true, votes_done: 40 });
    render(<ReportScreen />);
    await screen.findByRole('article', { name: 'Report' });
    act(() => open({ votes_done: 0 }));
    expect(screen.queryByRole('article')).toBeNull();
    expect(useReport.getState().report).toBeNull();
  });
});
