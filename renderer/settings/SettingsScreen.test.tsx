import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { DEFAULT_SETTINGS } from '../../core/contract/settings';
import { setClient } from '../store/backend';
import { useConnection } from '../store/connection';
import { useJudgeSettings } from '../store/judgeSettings';
import { useNotices } from '../store/notices';
import { useSettings } from '../store/settings';
import { type SETTINGS_PAGES, useView } from '../store/view';
import SettingsScreen from './SettingsScreen';
import { settingsView, type TestBackend, useTestBackend } from './testBackend';

let backend: TestBackend;

function Shown() {
  const page = useView(({ settings }) => settings);
  return page === null ? <p>The tabs</p> : <SettingsScreen page={page} />;
}

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
  useSettings.setState({ view: null, failure: null, faults: {}, kept: null });
  useConnection.setState({
    info: { version: '0.1.0', host: 'browser', default_server: '127.0.0.1:8188' } as never,
  });
  const current = { settings: DEFAULT_SETTINGS };
  backend = useTestBackend({
    'settings.get': () => settingsView(current),
    'settings.change': ({ changes }) => {
      current.settings = { ...current.settings, ...changes } as never;
      return settingsView(current);
    },
    'app.info': () => ({ version: '0.1.0', host: 'browser', default_server: '127.0.0.1:8188' }),
    'app.log': () => ({
      entries: [
        { at: '2026-04-12T10:00:00.000Z', level: 'info', message: 'Blindfold starts.' },
        { at: '2026-04-12T10:00:01.000Z', level: 'warning', message: 'A folder was mended.' },
      ],
      file: '/home/ada/blindfold.log',
    }),
    'app.diagnostics': () => ({ text: 'Blindfold 0.1.0\nNode 24' }),
    'comfy.state': ({ server }) => ({
      servers: [
        {
          url: server,
          state: 'unreachable',
          version: null,
          devices: [],
          queue: null,
          is_demo: false,
          message: null,
        },
      ],
      loras: [],
      checkpoints: [],
      samplers: [],
      schedulers: [],
    }),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  useView.setState({ settings: null });
  useConnection.setState({ info: null });
  setClient(null);
});

function open(page: (typeof SETTINGS_PAGES)[number]): void {
  useView.setState({ settings: page });
  render(<Shown />);
}

describe('the settings', () => {
  it('have a page for each kind, and begin at the one that was asked for', async () => {
    open('appearance');
    const nav = within(screen.getByRole('navigation', { name: 'Settings' }));
    expect(nav.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
      'Servers',
      'Evaluation',
      'Saving',
      'Storage',
      'Assistant',
      'Appearance',
      'Updates',
      'Log',
    ]);
    const current = nav.getByRole('button', { name: 'Appearance' });
    expect(current.getAttribute('aria-current')).toBe('page');
    expect(document.activeElement).toBe(current);
    await userEvent.click(nav.getByRole('button', { name: 'Saving' }));
    expect(screen.getByRole('heading', { level: 2, name: 'Saving' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: /Close/ }));
    expect(screen.getByText('The tabs')).toBeTruthy();
  });

  it('say when they cannot be read, and offer nothing to change until then', async () => {
    backend.answers['settings.get'] = () => {
      throw new AppFailure('no_permission', 'settings.json cannot be read.');
    };
    open('saving');
    await screen.findByText('settings.json cannot be read.');
    for (const toggle of screen.getAllByRole('switch'))
      expect(toggle.getAttribute('aria-disabled')).toBe('true');
    backend.answers['settings.get'] = () => settingsView();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await expect.poll(() => screen.queryByText('settings.json cannot be read.')).toBeNull();
    expect(screen.getByRole('switch', { name: 'Autosave' }).getAttribute('aria-disabled')).not.toBe('true');
  });
});

describe('saving', () => {
  it('is switched on with its minutes, which count on Enter and on leaving the field', async () => {
    const user = userEvent.setup();
    open('saving');
    await screen.findByText(/settings.json/);
    await user.click(screen.getByRole('switch', { name: 'Autosave' }));
    const minutes = screen.getByRole('textbox', { name: 'Minutes between autosaves' });
    await expect.poll(() => (minutes as HTMLInputElement).disabled).toBe(false);
    await user.clear(minutes);
    await user.type(minutes, '0');
    await user.tab();
    await screen.findByText('Autosave waits at least 1 minute, or is off.');
    await user.clear(minutes);
    await user.type(minutes, '2,5{Enter}');
    await expect
      .poll(() => backend.of('settings.change'))
      .toEqual([{ changes: { autosave_minutes: 10 } }, { changes: { autosave_minutes: 2.5 } }]);
    expect(screen.queryByText(/at least 1 minute/)).toBeNull();
    expect(screen.getByRole('status').textContent).toBe('Kept');
  });
});

describe('the server', () => {
  it('is tested as it is typed, and kept when it can be', async () => {
    const user = userEvent.setup();
    open('servers');
    await screen.findByText(/settings.json/);
    const field = screen.getByRole('textbox', { name: 'ComfyUI address' });
    await user.type(field, '10.0.0.5:8188');
    await user.click(screen.getByRole('button', { name: 'Test' }));
    await screen.findByText('No ComfyUI at 10.0.0.5:8188.');
    expect(backend.of('comfy.state')).toEqual([{ server: '10.0.0.5:8188' }]);
    expect(backend.of('settings.change')).toEqual([{ changes: { default_server: '10.0.0.5:8188' } }]);
    await user.clear(field);
    await user.keyboard('{Enter}');
    await expect.poll(() => backend.of('settings.change')).toHaveLength(2);
    expect(backend.of('settings.change')[1]).toEqual({ changes: { default_server: null } });
  });
});

describe('evaluation', () => {
  it('changes how this window judges', async () => {
    useJudgeSettings.setState({ submitAtOnce: true, view: 'side', isPromptShown: false });
    open('evaluation');
    await userEvent.click(screen.getByRole('switch', { name: 'A choice is a vote at once' }));
    await userEvent.click(screen.getByRole('button', { name: 'One at a time' }));
    expect(useJudgeSettings.getState()).toMatchObject({ submitAtOnce: false, view: 'single' });
  });

  it('proposes a rest after so many minutes or trials, or never', async () => {
    const user = userEvent.setup();
    open('evaluation');
    await user.click(await screen.findByRole('switch', { name: 'Propose a rest by time' }));
    const trials = screen.getByRole('textbox', { name: 'Judging until a rest, in trials' });
    await user.clear(trials);
    await user.type(trials, '2{Enter}');
    expect(screen.getByText('A rest comes after at least 5 trials, or never.')).toBeTruthy();
    await user.clear(trials);
    await user.type(trials, '60{Enter}');
    expect(backend.of('settings.change')).toEqual([
      { changes: { rest_minutes: null } },
      { changes: { rest_trials: 60 } },
    ]);
  });
});

describe('the log', () => {
  it('is filtered, follows what comes, and is copied', async () => {
    const user = userEvent.setup();
    open('log');
    await screen.findByText('A folder was mended.');
    act(() =>
      backend.push({
        push: 'app.logged',
        payload: { entry: { at: '2026-04-12T10:00:02.000Z', level: 'error', message: 'The disk is full.' } },
      }),
    );
    await user.click(screen.getByRole('button', { name: /^Info 1/ }));
    const lines = () => [...document.querySelectorAll('.log__text')].map(({ textContent }) => textContent);
    expect(lines()).toEqual(['The disk is full.', 'A folder was mended.']);
    await user.click(screen.getByRole('button', { name: 'Copy lines' }));
    expect(await navigator.clipboard.readText()).toBe(
      '2026-04-12T10:00:01.000Z  Warning  A folder was mended.\n2026-04-12T10:00:02.000Z  Error    The disk is full.',
    );
    await user.click(screen.getByRole('button', { name: 'Copy diagnostics' }));
    await expect.poll(() => useNotices.getState().notices.at(-1)?.text).toContain('no key and no prompt');
    expect(await navigator.clipboard.readText()).toBe('Blindfold 0.1.0\nNode 24');
  });
});
