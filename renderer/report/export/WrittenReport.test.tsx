import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandAnswer, CommandArgs, CommandName } from '../../../core/contract/commands';
import { AppFailure } from '../../../core/contract/failure';
import type { Push } from '../../../core/contract/pushes';
import { exampleDetail } from '../../../core/testing/exampleDetail';
import { useAssistant } from '../../store/assistant';
import { setClient } from '../../store/backend';
import { useWriting } from '../../store/modelWriting';
import { useNotices } from '../../store/notices';
import { makeReportAgain } from '../../store/reportFiles';
import { useView } from '../../store/view';
import { WrittenReport } from './WrittenReport';

const ID = '20240115_143022';
const BY_MODEL = '# Fox\n\n## In words, by llama3.2\n\nIt won 87% (not among the figures).';

let server: string | null;
let onDisk: string;
let write: (args: CommandArgs<'report.write'>) => Promise<unknown>;
let asked: CommandName[];
let push: (text: string, phase?: 'asking' | 'answering') => void;

beforeEach(() => {
  server = 'https://api.openai.com/v1';
  onDisk = '# Fox\n\nBy template.';
  asked = [];
  let requestId = '';
  const listeners = new Set<(told: Push) => void>();
  push = (text, phase = 'answering') => {
    const payload = { request_id: requestId, phase, characters: text.length, pairs: [], metrics: [], text };
    for (const listener of listeners) listener({ push: 'assistant.progressed', payload });
  };
  setClient({
    call: async <C extends CommandName>(command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      asked.push(command);
      const answers: Partial<Record<CommandName, () => unknown>> = {
        'assistant.state': () => ({ server, model: server === null ? null : 'llama3.2' }),
        'assistant.cancel': () => ({ cancelled: true }),
        'report.get': () => ({ session_id: ID }),
        'report.written': () => ({ text: onDisk, path: '/s/lora_report.md', at: '2024-01-15T15:00:00.000Z' }),
        'report.write': () => {
          const given = args as CommandArgs<'report.write'>;
          requestId = given.request_id ?? '';
          return write(given);
        },
      };
      return (await answers[command]?.()) as CommandAnswer<C>;
    },
    onPush: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onState: () => () => undefined,
    dispose: () => undefined,
  });
  useNotices.setState({ notices: [] });
});
afterEach(() => {
  useWriting.setState({ writings: {} });
  useAssistant.setState({ view: null });
  useView.setState({ settings: null });
  setClient(null);
});

const notices = () => useNotices.getState().notices.map(({ text }) => text);
function open() {
  render(<WrittenReport sessionId={ID} isFiltered={false} open onClose={() => undefined} />);
  return userEvent.setup();
}

it('is written with the model while it is watched, and says which numbers are not among the figures', async () => {
  const whole = Promise.withResolvers<unknown>();
  write = () => whole.promise;
  const user = open();
  const act = await screen.findByRole('button', { name: 'Write with llama3.2' });
  expect(
    screen.getByText(/^Sends the figures and .* to api\.openai\.com\. No prompts, no pictures\.$/),
  ).toBeTruthy();
  await user.click(act);
  expect(await screen.findByText('Waiting for llama3.2,', { selector: '.grow' })).toBeTruthy();
  push('## Summary\n\nIt is **bet');
  expect(await screen.findByRole('heading', { name: 'Summary' })).toBeTruthy();
  expect(screen.getByText('Writing with llama3.2, 23 characters,')).toBeTruthy();
  // What is read out does not count along.
  expect(screen.getByRole('status').textContent).toBe('Writing with llama3.2');
  whole.resolve({
    name: 'lora_report.md',
    text: BY_MODEL,
    path: '/s/lora_report.md',
    unwritten: null,
    model: 'llama3.2',
    flags: [{ number: '87%', sentence: 'It won 87%.' }],
    remarks: ['The answer was cut off.'],
  });
  const said = await screen.findByText('One number of the model is not among the figures.');
  expect(within(said.closest('section') ?? document.body).getByText('It won 87%.')).toBeTruthy();
  expect(screen.getByText('The answer was cut off.')).toBeTruthy();
  expect(screen.getByText('/s/lora_report.md, written with llama3.2 just now.')).toBeTruthy();
  expect(screen.getByText('87% (not among the figures)').tagName).toBe('MARK');
  expect(screen.getByRole('button', { name: 'Write it by template' })).toBeTruthy();
  expect(notices()).toEqual([]);
});

it('keeps in sight what came when it fails or is stopped, and can be tried again', async () => {
  let fail: (error: unknown) => void = () => undefined;
  write = () => new Promise((_resolve, reject) => (fail = reject));
  const user = open();
  await user.click(await screen.findByRole('button', { name: 'Write with llama3.2' }));
  push('Half of');
  await screen.findByText('Half of');
  fail(new AppFailure('timed_out', 'The model took longer than 60 s.'));
  expect((await screen.findByRole('alert')).textContent).toContain('The model took longer than 60 s.');
  expect(screen.getByText('Half of')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  push('Other');
  await screen.findByText('Other');
  // Whoever works by keys is never left without a place.
  expect(document.activeElement?.textContent).toBe('Stop');
  await user.keyboard('{Enter}');
  fail(new AppFailure('cancelled', 'The request was cancelled.'));
  expect(await screen.findByText('The writing is stopped.', { selector: 'b' })).toBeTruthy();
  expect(asked).toContain('assistant.cancel');
  await user.click(screen.getByRole('button', { name: 'Back to the report' }));
  expect(await screen.findByText('By template.')).toBeTruthy();
});

it('leads to the settings where no model is set up', async () => {
  server = null;
  const user = open();
  await user.click(await screen.findByRole('button', { name: 'Set up the assistant' }));
  expect(useView.getState().settings).toBe('assistant');
});

it('stays in a model’s words when the report is made again', async () => {
  onDisk = BY_MODEL;
  write = () => Promise.reject(new Error('It was written.'));
  await makeReportAgain(exampleDetail(ID));
  await waitFor(() => expect(notices()).toHaveLength(1));
  expect(notices()[0]).toContain('lora_report.md stays as it is, in the words of llama3.2.');
  expect(asked).not.toContain('report.write');
});
