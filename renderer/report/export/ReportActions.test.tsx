import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandAnswer, CommandArgs, CommandName } from '../../../core/contract/commands';
import { exampleEvaluation } from '../../../core/report/exampleEvaluation';
import { buildReport } from '../../../core/report/figures';
import { exampleDetail } from '../../../core/testing/exampleDetail';
import { setClient } from '../../store/backend';
import { useConnection } from '../../store/connection';
import { useNotices } from '../../store/notices';
import { useRedo } from '../../store/redo';
import { useReport } from '../../store/report';
import { HandOn } from './HandOn';
import ReportActions from './ReportActions';

type Client = NonNullable<Parameters<typeof setClient>[0]>;

const ID = '20240115_143022';
const CANDIDATES = [{ lora_filename: 'fox.safetensors', weight: 0.8 }];
const BY_TEMPLATE = { model: null, flags: [], remarks: [] };
const reportOf = (votes: string) => buildReport(exampleEvaluation(CANDIDATES, { Style: [votes] }));

let asked: [CommandName, unknown][];
let answers: Partial<Record<CommandName, (args: never) => unknown>>;

beforeEach(() => {
  asked = [];
  answers = {};
  const client: Client = {
    call: async <C extends CommandName>(command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      asked.push([command, args]);
      const answer = answers[command];
      if (answer === undefined) throw new Error(`The test has no ${command}.`);
      return (await answer(args as never)) as CommandAnswer<C>;
    },
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  };
  setClient(client);
  useNotices.setState({ notices: [] });
});
afterEach(() => {
  Reflect.deleteProperty(window, 'blindfold');
  useConnection.setState({ info: null });
  useReport.setState({ sessionId: null, report: null, filter: null, failure: null });
  useRedo.setState({ isAsked: false });
  setClient(null);
});

const notices = () => useNotices.getState().notices.map(({ text }) => text);

function open(report = reportOf('WWWWWWWWWWWW')) {
  useReport.setState({ sessionId: ID, report });
  render(<ReportActions detail={exampleDetail(ID)} />);
  return userEvent.setup();
}

describe('what can be done with a report', () => {
  it('writes it on the desktop at a place of choice, narrowed as it is shown', async () => {
    Object.assign(window, { blindfold: {} });
    useConnection.setState({ info: { host: 'desktop' } as never });
    answers['desktop.choosePath'] = () => ({ path: '/home/me/r.pdf' });
    answers['report.export'] = () => ({ path: '/home/me/r.pdf', bytes: 5 });
    const filter = { prompts: [1] };
    const user = open({ ...reportOf('WWWW'), filter });
    await user.click(screen.getByRole('button', { name: 'Export' }));
    expect(await screen.findByText('Only the votes that the filter leaves.')).toBeTruthy();
    await user.click(await screen.findByRole('menuitem', { name: 'PDF' }));
    await waitFor(() => expect(notices()).toEqual(['/home/me/r.pdf is written.']));
    expect(asked).toEqual([
      ['desktop.choosePath', { to: 'save_pdf', name: `blindfold-${ID}-report-filtered.pdf` }],
      ['report.export', { session_id: ID, format: 'pdf', path: '/home/me/r.pdf', filter }],
    ]);
  });

  it('shows the written report, writes it where there is none, and says where it lies', async () => {
    answers['report.written'] = () => ({ text: null, path: '/s/lora_report.md', at: null });
    answers['report.write'] = () => ({
      name: 'lora_report.md',
      text: '# Fox\n\n**Better** on <b>Style</b>.',
      path: '/s/lora_report.md',
      unwritten: null,
      ...BY_TEMPLATE,
    });
    const user = open();
    await user.click(screen.getByRole('button', { name: 'Written report' }));
    const dialog = await screen.findByRole('dialog', { name: 'Written report' });
    expect(await within(dialog).findByRole('heading', { name: 'Fox' })).toBeTruthy();
    expect(dialog.textContent).toContain('/s/lora_report.md, written just now.');
    expect(dialog.textContent).toContain('Better on <b>Style</b>.');
    await user.click(within(dialog).getByRole('button', { name: 'Write it again' }));
    await waitFor(() => expect(notices()).toEqual(['lora_report.md is written again.']));
    expect(asked.map(([command]) => command).filter((command) => command.startsWith('report.'))).toEqual([
      'report.written',
      'report.write',
      'report.write',
    ]);
  });

  it('makes the report again with the files that are there, and asks before all is judged again', async () => {
    answers['report.get'] = () => reportOf('LLLL');
    answers['report.written'] = () => ({ text: null, path: '/s/lora_report.md', at: null });
    const user = open();
    await user.click(screen.getByRole('button', { name: 'More about this report' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Make the report again' }));
    await waitFor(() => expect(notices()).toEqual(['The report is made again, and scores.csv with it.']));
    expect(useReport.getState().report?.votes_total).toBe(4);
    await user.click(screen.getByRole('button', { name: 'More about this report' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Judge again from the start' }));
    expect(useRedo.getState().isAsked).toBe(true);
  });
});

it('that was not made again is not said to be', async () => {
  const read = vi.fn(() => ({ text: null, path: null, at: null }));
  Object.assign(answers, { 'report.written': read, 'report.get': () => Promise.reject(new Error('torn')) });
  const user = open();
  await user.click(screen.getByRole('button', { name: 'More about this report' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Make the report again' }));
  await waitFor(() => expect(useReport.getState().failure?.text).toContain('torn'));
  expect(useReport.getState().isBusy).toBe(false);
  expect([read.mock.calls, notices()]).toEqual([[], []]);
});

it('made again while it is narrowed writes scores.csv of all votes', async () => {
  answers['report.get'] = () => reportOf('LLLL');
  answers['report.written'] = () => ({ text: null, path: '/s/lora_report.md', at: null });
  const filter = { prompts: [1] };
  useReport.setState({ filter });
  const user = open({ ...reportOf('WWWW'), filter });
  await user.click(screen.getByRole('button', { name: 'More about this report' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Make the report again' }));
  await waitFor(() => expect(notices()).toHaveLength(1));
  expect(asked.slice(0, 2)).toEqual([
    ['report.get', { session_id: ID, filter }],
    ['report.get', { session_id: ID }],
  ]);
});

describe('the way on', () => {
  it('is the tag of the winner; where nothing won it names the highest and says that it is none', async () => {
    const { rerender } = render(<HandOn report={reportOf('WWWWWWWWWWWW')} metric="Style" />);
    expect(screen.getByRole('button', { name: 'Copy <lora:fox:0.8>' })).toBeTruthy();
    rerender(<HandOn report={reportOf('WWL')} metric="Style" />);
    expect(screen.queryByRole('button', { name: /^Copy/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Hand on' }));
    expect(
      await screen.findByText('<lora:fox:0.8>: the highest on Style. No weight is shown better over all.'),
    ).toBeTruthy();
    rerender(<HandOn report={reportOf('TT')} metric="Style" />);
    expect(screen.queryByRole('button')).toBeNull();
  });
});
