import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { Push } from '../../core/contract/pushes';
import type { LogEntry } from '../../core/contract/sessionView';
import { setClient } from '../store/backend';
import { useNotices } from '../store/notices';
import { LogPanel } from './LogPanel';

const ID = '20260412_214507';
const LEVELS = ['info', 'success', 'warning', 'error'] as const;

function entry(seq: number, part: Partial<LogEntry> = {}): LogEntry {
  return {
    seq,
    at: new Date(Date.UTC(2026, 3, 12, 10, 0, seq)).toISOString(),
    level: LEVELS[seq % 4] ?? 'info',
    type: 'image_completed',
    message: `Line ${seq}.`,
    ...part,
  };
}

let all: LogEntry[];
let failure: AppFailure | null;
let asked: unknown[];
let push: (push: Push) => void;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  useNotices.setState({ notices: [] });
  all = [1, 2, 3, 4, 5].map((seq) => entry(seq));
  failure = null;
  asked = [];
  const listeners = new Set<(push: Push) => void>();
  push = (pushed) => {
    for (const listener of [...listeners]) listener(pushed);
  };
  setClient({
    call: async <C extends CommandName>(_command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      asked.push(args);
      if (failure !== null) throw failure;
      return { entries: all.slice(-((args as { limit?: number }).limit ?? 0)) } as CommandAnswer<C>;
    },
    onPush: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onState: () => () => undefined,
    dispose: () => undefined,
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  setClient(null);
});

const shown = () =>
  [...document.querySelectorAll('.log__line .log__text')].map((line) => line.textContent ?? '');

describe("a session's log", () => {
  it('names each level in words, newest first', async () => {
    render(<LogPanel sessionId={ID} />);
    await screen.findByRole('region', { name: 'Log lines' });
    expect(shown()).toEqual([
      'Success. Line 5.',
      'Info. Line 4.',
      'Error. Line 3.',
      'Warning. Line 2.',
      'Success. Line 1.',
    ]);
  });

  it('shows the levels that are wanted, with their counts', async () => {
    render(<LogPanel sessionId={ID} />);
    const levels = within(await screen.findByRole('group', { name: 'Levels shown' }));
    expect(levels.getAllByRole('button').map((button) => button.getAttribute('aria-label'))).toEqual([
      'Info 1',
      'Success 2',
      'Warnings 1',
      'Errors 1',
    ]);
    await userEvent.click(levels.getByRole('button', { name: 'Success 2' }));
    await userEvent.click(levels.getByRole('button', { name: 'Info 1' }));
    expect(shown()).toEqual(['Error. Line 3.', 'Warning. Line 2.']);
  });

  it('is searched, and copied as it is shown', async () => {
    const user = userEvent.setup();
    render(<LogPanel sessionId={ID} />);
    await user.click(screen.getByRole('button', { name: 'Search the log' }));
    const field = screen.getByRole('textbox', { name: 'Search the log' });
    expect(document.activeElement).toBe(field);
    await user.type(field, 'LINE 3');
    expect(shown()).toEqual(['Error. Line 3.']);
    await user.click(screen.getByRole('button', { name: 'Copy the lines shown' }));
    expect(await navigator.clipboard.readText()).toBe('2026-04-12T10:00:03.000Z  Error    Line 3.');
    expect(useNotices.getState().notices.map(({ text }) => text)).toEqual(['1 line copied.']);
    await user.type(field, ' nowhere');
    expect(screen.getByText('No line fits.')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Search the log');
    expect(shown()).toHaveLength(5);
  });

  it('takes the lines of this session as they come', async () => {
    render(<LogPanel sessionId={ID} />);
    await screen.findByText('Line 5.');
    act(() => push({ push: 'log.added', payload: { session_id: ID, entry: entry(6) } }));
    act(() => push({ push: 'log.added', payload: { session_id: '20260101_000000', entry: entry(7) } }));
    expect(shown().slice(0, 2)).toEqual(['Warning. Line 6.', 'Success. Line 5.']);
  });

  it('loses no line that comes while the log is being read', async () => {
    render(<LogPanel sessionId={ID} />);
    act(() => push({ push: 'log.added', payload: { session_id: ID, entry: entry(6) } }));
    await screen.findByText('Line 5.');
    expect(shown()).toHaveLength(6);
  });

  it('goes further back when asked, as far as there is more', async () => {
    all = Array.from({ length: 700 }, (_, seq) => entry(seq, { level: 'info', type: 'vote_cast' }));
    render(<LogPanel sessionId={ID} />);
    // Votes are routine: with none of them shown there must still be a way back.
    await userEvent.click(await screen.findByRole('button', { name: 'Show earlier' }));
    await expect
      .poll(() => asked)
      .toEqual([
        { session_id: ID, limit: 500 },
        { session_id: ID, limit: 2000 },
      ]);
    expect(screen.queryByRole('button', { name: 'Show earlier' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Every step' }));
    expect(screen.getByRole('button', { name: 'Info 700' })).toBeTruthy();
  });

  it('says why it cannot be read, and tries again', async () => {
    failure = new AppFailure('storage_failed', 'journal.jsonl cannot be read.');
    render(<LogPanel sessionId={ID} />);
    await screen.findByText('The log cannot be read. journal.jsonl cannot be read.');
    failure = null;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Line 5.');
    expect(screen.queryByText(/cannot be read/)).toBeNull();
  });
});
