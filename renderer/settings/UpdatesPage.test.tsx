import { act, cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { DEFAULT_SETTINGS } from '../../core/contract/settings';
import type { Updates } from '../../core/contract/updatesView';
import { setClient } from '../store/backend';
import { useNotices } from '../store/notices';
import { useRuns } from '../store/runs';
import { settingsChanged, useSettings } from '../store/settings';
import { followUpdates, showUpdates, updatesChanged, useUpdates } from '../store/updates';
import { useView } from '../store/view';
import { UpdateQuestion } from '../UpdateQuestion';
import { settingsView, type TestBackend, useTestBackend } from './testBackend';
import { UpdatesPage } from './UpdatesPage';

const AT_FIRST: Updates = {
  state: 'unasked',
  current: '0.1.0',
  next: null,
  share: null,
  asked_at: null,
  may_ask: true,
  at_quit: true,
  reason: null,
};
let backend: TestBackend;
let view: Updates;

const stand = (change: Partial<Updates>) => {
  view = { ...AT_FIRST, ...change };
  act(() => updatesChanged(view));
};
const answered = (look_for_updates: boolean | null) =>
  settingsChanged(settingsView({ settings: { ...DEFAULT_SETTINGS, look_for_updates } }));

beforeEach(() => {
  view = AT_FIRST;
  useUpdates.setState({ view: null, failure: null, isWaiting: false });
  useNotices.setState({ notices: [] });
  useView.setState({ tab: 'setup', settings: null });
  backend = useTestBackend({
    'updates.get': () => view,
    'updates.look': () => view,
    'updates.download': () => view,
    'updates.install': () => view,
    'settings.change': ({ changes }) =>
      settingsView({ settings: { ...DEFAULT_SETTINGS, ...(changes as object) } as never }),
  });
  answered(null);
});

afterEach(() => {
  cleanup();
  setClient(null);
  useSettings.setState({ view: null });
  useView.setState({ tab: 'setup', settings: null });
});

describe('the question', () => {
  it('is put once, and the answer is kept', async () => {
    stand({});
    render(<UpdateQuestion />);
    await userEvent.click(screen.getByRole('button', { name: 'Look once a day' }));
    expect(backend.of('settings.change')).toEqual([{ changes: { look_for_updates: true } }]);
    stand({ state: 'idle' });
    expect(screen.queryByText('Look for newer versions?')).toBeNull();
  });

  it('takes a no', async () => {
    stand({});
    render(<UpdateQuestion />);
    await userEvent.click(screen.getByRole('button', { name: 'No' }));
    expect(backend.of('settings.change')).toEqual([{ changes: { look_for_updates: false } }]);
  });

  it('waits for the second start, and is not put where nothing could be put in', () => {
    stand({ may_ask: false });
    const { container } = render(<UpdateQuestion />);
    expect(container.innerHTML).toBe('');
    stand({ state: 'none' });
    expect(container.innerHTML).toBe('');
  });
});

describe('the page', () => {
  async function show(change: Partial<Updates>) {
    stand(change);
    render(<UpdatesPage />);
    await screen.findByText('Blindfold 0.1.0');
  }

  it('looks for nothing before the question is answered', async () => {
    await show({});
    await userEvent.click(screen.getByRole('button', { name: 'Look now' }));
    expect(backend.of('updates.look')).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Look once a day' }));
    expect(backend.of('settings.change')).toEqual([{ changes: { look_for_updates: true } }]);
  });

  it('goes from the look to the restart', async () => {
    answered(true);
    await show({ state: 'idle' });
    view = { ...AT_FIRST, state: 'available', next: '0.2.0' };
    await userEvent.click(screen.getByRole('button', { name: 'Look now' }));
    await screen.findByText('Version 0.2.0 is there.');
    view = { ...view, state: 'downloading', share: 0.432 };
    await userEvent.click(screen.getByRole('button', { name: 'Download' }));
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('43');
    stand({ state: 'ready', next: '0.2.0' });
    screen.getByText(/It is put in when Blindfold is closed, or now with a restart/);
    act(() => useRuns.setState({ running: [{ session_id: '20260412_214507' } as never] }));
    await userEvent.click(screen.getByRole('button', { name: 'Restart now' }));
    expect(backend.of('updates.install')).toEqual([]);
    act(() => useRuns.setState({ running: [] }));
    backend.answers['updates.install'] = () => {
      throw new AppFailure('not_possible', 'A run is at work. Pause it or let it end, then restart.');
    };
    await userEvent.click(screen.getByRole('button', { name: 'Restart now' }));
    expect(useNotices.getState().notices.at(-1)).toMatchObject({ tone: 'fault' });
  });

  it('does the same again that failed', async () => {
    answered(true);
    await show({ state: 'failed', reason: 'The disk is full. Make room, then try again.', next: '0.2.0' });
    screen.getByText('The disk is full. Make room, then try again.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    stand({ state: 'failed', reason: 'The server cannot be reached.' });
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(backend.asked.map(({ command }) => command)).toEqual([
      'updates.get',
      'updates.download',
      'updates.look',
    ]);
  });

  it('says why this copy cannot replace itself, and offers nothing', async () => {
    await show({ state: 'none', reason: 'This copy runs from its source folder.' });
    screen.getByText('This copy runs from its source folder.');
    expect(screen.queryAllByRole('button')).toEqual([]);
  });
});

describe('the command to look', () => {
  it.each([
    ['unasked', []],
    ['none', []],
    ['off', [{}]],
    ['newest', [{}]],
    ['ready', []],
  ] as const)('opens the page, and with %s goes on like this', async (state, looks) => {
    view = { ...AT_FIRST, state };
    await showUpdates();
    expect(useView.getState().settings).toBe('updates');
    expect(backend.of('updates.look')).toEqual(looks);
  });
});

describe('a newer version', () => {
  const told = () => useNotices.getState().notices.map(({ text }) => text);

  it('is told of once, and not while pictures are judged', () => {
    const stop = followUpdates();
    useView.setState({ tab: 'evaluate' });
    stand({ state: 'available', next: '0.2.0' });
    expect(told()).toEqual([]);
    useView.setState({ tab: 'report' });
    stand({ state: 'available', next: '0.2.0' });
    expect(told()).toEqual(['Version 0.2.0 of Blindfold is there.']);
    useNotices.getState().notices[0]?.act?.run();
    expect(useView.getState().settings).toBe('updates');
    stand({ state: 'ready', next: '0.2.0' });
    expect(told()).toHaveLength(1);
    stop();
  });
});
