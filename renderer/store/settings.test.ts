import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { DEFAULT_SETTINGS, type SettingsView } from '../../core/contract/settings';
import { setClient } from './backend';
import { useNotices } from './notices';
import { changeSetting, useSettings } from './settings';
import { applyTheme } from './theme';

const VIEW: SettingsView = {
  settings: DEFAULT_SETTINGS,
  fixed: {},
  file: null,
  sessions_root: '/s',
  from_next_start: null,
  persistence_enabled: true,
};

let refusal: unknown = null;

beforeEach(() => {
  vi.useFakeTimers();
  refusal = null;
  useNotices.setState({ notices: [] });
  useSettings.setState({ view: VIEW, failure: null, faults: {}, kept: null, saving: new Set() });
  setClient({
    call: async (_command, args) => {
      if (refusal !== null) throw refusal;
      const { changes } = args as { changes: object };
      return { ...VIEW, settings: { ...DEFAULT_SETTINGS, ...changes } } as never;
    },
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  });
});

afterEach(() => {
  vi.useRealTimers();
  setClient(null);
});

const notices = () => useNotices.getState().notices.map(({ text }) => text);

describe('changeSetting', () => {
  it('keeps a setting and marks it for a moment', async () => {
    expect(await changeSetting('autosave_minutes', 5)).toBe(true);
    expect(useSettings.getState()).toMatchObject({ kept: 'autosave_minutes', faults: {} });
    expect(useSettings.getState().view?.settings.autosave_minutes).toBe(5);
    vi.advanceTimersByTime(5000);
    expect(useSettings.getState().kept).toBeNull();
  });

  it('says what is wrong beside the setting, wherever that was found', async () => {
    expect(await changeSetting('autosave_minutes', 0)).toBe(false);
    expect(useSettings.getState().faults).toEqual({
      autosave_minutes: 'Autosave waits at least 1 minute, or is off.',
    });
    refusal = new AppFailure('bad_request', 'More than one fault.', {
      field: 'changes.theme',
      details: [{ field: 'changes.archive_folder', message: 'A file is in the way.' }],
    });
    expect(await changeSetting('archive_folder', '/x')).toBe(false);
    expect(useSettings.getState().faults.archive_folder).toBe('A file is in the way.');
    refusal = new AppFailure('storage_failed', 'The settings cannot be written.');
    expect(await changeSetting('theme', 'dark')).toBe(false);
    expect(useSettings.getState().faults.theme).toBe('The settings cannot be written.');
    expect(useSettings.getState().view?.settings.theme).toBe('system');
    expect(notices()).toEqual([]);
    refusal = null;
    expect(await changeSetting('theme', 'dark')).toBe(true);
    expect(useSettings.getState().faults.theme).toBeUndefined();
  });

  it('tells a bug aloud and lets a lost backend speak for itself', async () => {
    refusal = new Error('no such thing');
    await changeSetting('theme', 'dark');
    expect(notices()).toEqual(['Something in the app went wrong: no such thing']);
    refusal = new AppFailure('host_unreachable', 'Blindfold is not answering.');
    await changeSetting('theme', 'dark');
    expect(notices()).toHaveLength(1);
    expect(useSettings.getState().faults).toEqual({});
    expect(useSettings.getState().saving.size).toBe(0);
  });
});

describe('the theme', () => {
  it('is shown at once and known before anything is drawn', () => {
    applyTheme('dark');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(localStorage.getItem('blindfold.theme')).toBe('dark');
    applyTheme('system');
    expect(document.documentElement.hasAttribute('data-theme')).toBe(false);
  });
});
