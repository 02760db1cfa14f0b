import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { setClient } from '../store/backend';
import { useNotices } from '../store/notices';
import { useSettings } from '../store/settings';
import { useStorage } from '../store/storage';
import { StoragePage } from './StoragePage';
import { settingsView, statsOf, type TestBackend, useTestBackend } from './testBackend';

const TRASH = {
  sessions: [
    {
      session_id: '20260101_000000',
      item: '20260101_000000',
      label: 'gone one',
      trashed_at: '2026-04-12T21:45:07.000Z',
      bytes: 3_000_000,
    },
  ],
  kept_days: 30,
};
const NOTHING = { sessions: [], trashed: 0, bytes: 0, kept: [] };
const ELEVEN = {
  sessions: statsOf(11).sessions.map(({ session_id }) => session_id),
  trashed: 0,
  bytes: 1_900_000_000,
  kept: ['2 pinned sessions stay.'],
};

let backend: TestBackend;

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
  useSettings.setState({ view: settingsView(), failure: null, faults: {}, kept: null });
  backend = useTestBackend({
    'storage.stats': () => statsOf(46),
    'trash.list': () => TRASH,
    'storage.cleanup': ({ max_age_hours, dry_run }) =>
      max_age_hours < 720 ? NOTHING : dry_run ? ELEVEN : { ...ELEVEN, trashed: 11 },
    'storage.cleanupEmpty': ({ dry_run }) =>
      dry_run ? { ...NOTHING, sessions: ['20260102_000000'] } : { ...NOTHING, trashed: 1 },
    'settings.change': ({ changes }) =>
      settingsView({ settings: { ...settingsView().settings, ...changes } as never }),
    'session.restore': () => ({}),
    'trash.empty': () => ({ removed: 1 }),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  setClient(null);
});

const said = () => useNotices.getState().notices.map(({ text }) => text);
const rowOf = (title: string) => screen.getByText(title).closest('.setting') as HTMLElement;
const figure = (name: string) => screen.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent;

describe('the figures', () => {
  it('are said with their units', async () => {
    render(<StoragePage />);
    await screen.findByText('46');
    expect(figure('Active')).toBe('2 1 running, 1 paused');
    expect(figure('On disk')).toBe('8.40 GB 212 GB free');
    expect(figure('Retention')).toBe('off ');
  });

  it('say why they are not there, and are asked for again', async () => {
    backend.answers['storage.stats'] = () => {
      throw new AppFailure('storage_failed', 'The folder cannot be read.');
    };
    render(<StoragePage />);
    const fault = await screen.findByText('The figures cannot be read. The folder cannot be read.');
    backend.answers['storage.stats'] = () => statsOf(0);
    const again = within(fault.closest('[role=alert]') as HTMLElement).getByRole('button', {
      name: 'Try again',
    });
    await userEvent.click(again);
    await screen.findByText('No sessions yet. Each evaluation is kept in a folder of its own.');
    expect(figure('Oldest')).toBe('- ');
  });
});

describe('retention', () => {
  const toggle = () => screen.getByRole('switch', { name: /Move old sessions/ });
  const hours = () => screen.getByRole('textbox', { name: 'Hours without an event' });

  it('is switched on at once where it takes nothing', async () => {
    render(<StoragePage />);
    await screen.findByText(/No session that can go is older than 168 hours now/);
    await userEvent.click(toggle());
    await expect.poll(() => backend.of('settings.change')).toEqual([{ changes: { retention_hours: 168 } }]);
    expect(toggle().getAttribute('aria-checked')).toBe('true');
  });

  it('shows what would go before it is switched on, and stays off when that is not wanted', async () => {
    const user = userEvent.setup();
    render(<StoragePage />);
    await screen.findByText(/older than 168 hours now/);
    await user.clear(hours());
    await user.type(hours(), '720{Enter}');
    await screen.findByText(/Older than 720 hours now: 11 sessions, 1.90 GB/);
    await user.click(toggle());
    const ask = await screen.findByRole('group', { name: /11 sessions, 1.90 GB, are older than 720 hours/ });
    expect(within(ask).getByText('session 3')).toBeTruthy();
    expect(within(ask).getByText('2 pinned sessions stay.')).toBeTruthy();
    expect(document.activeElement).toBe(ask);
    expect(backend.of('settings.change')).toEqual([]);
    await user.click(within(ask).getByRole('button', { name: 'Leave it off' }));
    expect(screen.queryByRole('group', { name: /are older/ })).toBeNull();
    expect(document.activeElement).toBe(toggle());
    await user.click(toggle());
    await user.click(await screen.findByRole('button', { name: 'Switch on' }));
    await expect.poll(() => backend.of('settings.change')).toEqual([{ changes: { retention_hours: 720 } }]);
    expect(toggle().getAttribute('aria-checked')).toBe('true');
    await expect.poll(() => document.activeElement).toBe(toggle());
  });

  it('says in the own words of the setting what is wrong with it', async () => {
    const user = userEvent.setup();
    render(<StoragePage />);
    await screen.findByText(/older than 168 hours now/);
    for (const [typed, fault] of [
      ['0', 'Retention is at least 1 hour, or off.'],
      ['-1', 'Retention is at least 1 hour, or off.'],
      ['soon', 'A number of hours.'],
      ['2000000', 'At most 1,000,000 hours.'],
    ] as const) {
      await user.clear(hours());
      await user.type(hours(), `${typed}{Enter}`);
      expect((await screen.findByText(fault)).closest('.faultline')).toBeTruthy();
      expect(hours().getAttribute('aria-invalid')).toBe('true');
    }
    await user.keyboard('{Escape}');
    expect((hours() as HTMLInputElement).value).toBe('168');
    expect(backend.of('settings.change')).toEqual([]);
  });

  it('can be looked at only when it comes from outside', async () => {
    const settings = { ...settingsView().settings, retention_hours: 24 };
    useSettings.setState({ view: settingsView({ settings, fixed: { retention_hours: 'environment' } }) });
    render(<StoragePage />);
    await screen.findByText('Set by the environment.');
    expect(toggle().getAttribute('aria-disabled')).toBe('true');
    expect((hours() as HTMLInputElement).disabled).toBe(true);
    expect((hours() as HTMLInputElement).value).toBe('24');
  });
});

describe('cleaning up now', () => {
  it('says which would go, then how many went', async () => {
    const user = userEvent.setup();
    render(<StoragePage />);
    await screen.findByText(/Older than 30 days: 11 sessions, 1.90 GB/);
    await user.click(within(rowOf('Clean up now')).getByRole('button', { name: 'See which' }));
    expect(screen.getByText('session 10')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clean up sessions older than 30 days' }));
    await expect.poll(said).toEqual(['11 sessions went to the trash. They can be restored from there.']);
    expect(backend.of('storage.cleanup')).toContainEqual({ max_age_hours: 720, dry_run: false });
  });

  it('refuses what is no age', async () => {
    const user = userEvent.setup();
    render(<StoragePage />);
    await screen.findByText(/Older than 30 days: 11/);
    const days = screen.getByRole('textbox', { name: 'Days without an event' });
    for (const typed of ['0', '1.5', 'old', '50000']) {
      await user.clear(days);
      await user.type(days, `${typed}{Enter}`);
      expect(screen.getByText('A whole number of days, from 1 to 41,666.')).toBeTruthy();
    }
    await user.clear(days);
    await user.type(days, '7{Enter}');
    await screen.findByText('No session that can go is older than 7 days.');
  });

  it('takes the empty ones, and says why when none can go', async () => {
    const user = userEvent.setup();
    render(<StoragePage />);
    await user.click(await screen.findByRole('button', { name: 'Clean up 1 empty session' }));
    await expect.poll(said).toEqual(['1 session went to the trash. It can be restored from there.']);
    backend.answers['storage.cleanupEmpty'] = () => ({ ...NOTHING, kept: ['1 session stays: it is open.'] });
    act(() => backend.push({ push: 'sessions.changed', payload: { removed: [] } }));
    await screen.findByText(/No empty session can go\./);
    await user.click(screen.getByRole('button', { name: 'See why' }));
    expect(screen.getByText('1 session stays: it is open.')).toBeTruthy();
  });
});

describe('the trash', () => {
  it('gives back one session', async () => {
    render(<StoragePage />);
    await userEvent.click(await screen.findByRole('button', { name: 'Restore gone one' }));
    await expect.poll(said).toEqual(['gone one is back.']);
    expect(backend.of('session.restore')).toEqual([
      { session_id: '20260101_000000', item: '20260101_000000' },
    ]);
  });

  it('gives back the very one of several of one id', async () => {
    const [first] = TRASH.sessions;
    const second = { ...first, item: '20260101_000000.2', label: 'gone again' };
    backend.answers['trash.list'] = () => ({ ...TRASH, sessions: [second, first] });
    const answer = Promise.withResolvers<object>();
    backend.answers['session.restore'] = () => answer.promise;
    render(<StoragePage />);
    const button = (name: string) => screen.findByRole('button', { name: `Restore ${name}` });
    await userEvent.click(await button('gone one'));
    expect(backend.of('session.restore')).toEqual([
      { session_id: '20260101_000000', item: '20260101_000000' },
    ]);
    const isBusy = async (name: string) => (await button(name)).getAttribute('aria-busy') === 'true';
    expect([await isBusy('gone one'), await isBusy('gone again')]).toEqual([true, false]);
    answer.resolve({});
    await expect.poll(said).toEqual(['gone one is back.']);
  });

  it('shows what is left when not all of it could be removed', async () => {
    const user = userEvent.setup();
    backend.answers['trash.empty'] = () => {
      backend.answers['trash.list'] = () => ({ ...TRASH, sessions: [] });
      throw new AppFailure('no_permission', '1 session was removed for good, but not all.');
    };
    render(<StoragePage />);
    await user.click(await screen.findByRole('button', { name: 'Empty trash' }));
    await user.click(await screen.findByRole('button', { name: 'Remove for good' }));
    await expect.poll(said).toEqual(['1 session was removed for good, but not all.']);
    await screen.findByText(/The trash is empty/);
  });

  it('asks before it is emptied, with the safe answer at hand', async () => {
    const user = userEvent.setup();
    render(<StoragePage />);
    await user.click(await screen.findByRole('button', { name: 'Empty trash' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Empty the trash?' });
    expect(dialog.textContent).toContain('1 session with all images and votes, 3.0 MB in all, is removed.');
    await expect.poll(() => document.activeElement?.textContent).toBe('Cancel');
    await user.keyboard('{Enter}');
    expect(backend.of('trash.empty')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Empty trash' }));
    await user.click(await screen.findByRole('button', { name: 'Remove for good' }));
    await expect.poll(said).toEqual(['1 session was removed for good.']);
  });
});

describe('ten thousand sessions', () => {
  it('stand in the page only as far as they are in sight', async () => {
    backend.answers['storage.stats'] = () => statsOf(10_000);
    const { container } = render(
      <div className="settings__body">
        <StoragePage />
      </div>,
    );
    await userEvent.click(await screen.findByRole('button', { name: 'All 10,000' }));
    const table = screen.getByRole('table', { name: /Sessions by size/ });
    expect(table.getAttribute('aria-rowcount')).toBe('10001');
    expect(container.querySelectorAll('tr').length).toBeLessThan(100);
    expect(within(table).getAllByRole('button')[0]?.getAttribute('aria-label')).toBe('Open session 0');
    expect(useStorage.getState().stats.phase).toBe('ready');
  });
});
