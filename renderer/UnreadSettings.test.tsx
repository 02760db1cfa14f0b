import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { AppInfo } from '../core/contract/appView';
import { DEFAULT_SETTINGS, type SettingsView } from '../core/contract/settings';
import type { Client } from './backend/client';
import { setClient } from './store/backend';
import { useConnection } from './store/connection';
import { useSettings } from './store/settings';
import { UnreadSettings } from './UnreadSettings';

const INFO: AppInfo = {
  version: '1.0.0',
  host: 'desktop',
  sessions_root: '/home/ann/sessions',
  trouble: null,
  settings_trouble: 'The settings file /home/ann/settings.json could not be read (EACCES).',
  persistence_enabled: true,
  kept_in: null,
  default_server: '127.0.0.1:8188',
  demo: false,
};

const VIEW: SettingsView = {
  settings: { ...DEFAULT_SETTINGS, theme: 'dark' },
  fixed: {},
  file: '/home/ann/settings.json',
  sessions_root: '/home/ann/sessions',
  from_next_start: null,
  persistence_enabled: true,
};

/** A backend that reads its settings when asked for them, if it can by then. */
function fakeBackend(canRead: () => boolean): void {
  let info = INFO;
  const call = async (command: string) => {
    if (command === 'app.info') return info;
    if (command !== 'settings.get') throw new Error(`The test has no ${command}.`);
    if (!canRead()) return { ...VIEW, settings: DEFAULT_SETTINGS };
    info = { ...INFO, settings_trouble: null };
    return VIEW;
  };
  setClient({ call, onPush: () => () => undefined } as unknown as Client);
}

afterEach(() => {
  cleanup();
  setClient(null);
  useConnection.setState({ info: null });
  useSettings.setState({ view: null });
});

describe('the banner about settings that could not be read at the start', () => {
  it('tells why, stays while that is so, and goes once they are read', async () => {
    let canRead = false;
    fakeBackend(() => canRead);
    useConnection.setState({ info: INFO });
    render(<UnreadSettings />);
    screen.getByText('The settings have their defaults for now.');
    screen.getByText(/settings\.json could not be read \(EACCES\)\./);
    const again = screen.getByRole('button', { name: 'Look again' });
    await userEvent.click(again);
    await waitFor(() => expect(again.getAttribute('aria-busy')).not.toBe('true'));
    screen.getByText('The settings have their defaults for now.');
    canRead = true;
    await userEvent.click(screen.getByRole('button', { name: 'Look again' }));
    await waitFor(() => expect(screen.queryByRole('button')).toBeNull());
    expect(useSettings.getState().view?.settings.theme).toBe('dark');
  });

  it('is not there when they were read', () => {
    useConnection.setState({ info: { ...INFO, settings_trouble: null } });
    expect(render(<UnreadSettings />).container.innerHTML).toBe('');
  });
});
