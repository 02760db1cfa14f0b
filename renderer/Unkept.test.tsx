import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppInfo } from '../core/contract/appView';
import { AppFailure } from '../core/contract/failure';
import type { Client } from './backend/client';
import { setClient } from './store/backend';
import { useConnection } from './store/connection';
import { useNotices } from './store/notices';
import { keptSentence } from './store/persistence';
import { Unkept } from './Unkept';

const INFO: AppInfo = {
  version: '1.0.0',
  host: 'browser',
  sessions_root: '/tmp/scratch',
  trouble: null,
  settings_trouble: null,
  persistence_enabled: false,
  kept_in: null,
  default_server: '127.0.0.1:8188',
  demo: false,
};

function answer(keep: () => Promise<{ sessions: number; folder: string }>): void {
  setClient({
    call: (command: string) =>
      command === 'storage.keep' ? keep() : Promise.resolve({ ...INFO, kept_in: '/home/ann/sessions' }),
    onPush: () => () => undefined,
  } as unknown as Client);
}

describe('the banner about sessions that are not kept', () => {
  beforeEach(() => useNotices.setState({ notices: [] }));
  afterEach(() => {
    cleanup();
    setClient(null);
    useConnection.setState({ info: null });
  });

  it('offers to keep them, says where they are, and goes', async () => {
    answer(() => Promise.resolve({ sessions: 3, folder: '/home/ann/sessions' }));
    useConnection.setState({ info: INFO });
    render(<Unkept />);
    screen.getByText('Nothing is kept. The sessions of this run are gone at exit.');
    await userEvent.click(screen.getByRole('button', { name: 'Keep the sessions' }));
    await screen.findByText('The sessions of this run are kept.');
    expect(screen.queryByRole('button')).toBeNull();
    expect(useNotices.getState().notices).toMatchObject([
      { text: '3 sessions are kept in /home/ann/sessions.', tone: 'done' },
    ]);
  });

  it('tells why they could not be kept, and offers it again', async () => {
    answer(() => Promise.reject(new AppFailure('disk_full', 'The disk is full.')));
    useConnection.setState({ info: INFO });
    render(<Unkept />);
    await userEvent.click(screen.getByRole('button', { name: 'Keep the sessions' }));
    await waitFor(() =>
      expect(useNotices.getState().notices).toMatchObject([{ text: 'The disk is full.', tone: 'fault' }]),
    );
    screen.getByRole('button', { name: 'Keep the sessions' });
  });

  it('is not there while sessions are kept as usual', () => {
    useConnection.setState({ info: { ...INFO, persistence_enabled: true } });
    const { container } = render(<Unkept />);
    expect(container.innerHTML).toBe('');
  });
});

describe('keptSentence', () => {
  it.each([
    [0, 'There is no session yet. What comes is kept in /x at exit.'],
    [1, '1 session is kept in /x.'],
    [12, '12 sessions are kept in /x.'],
  ])('for %i', (sessions, sentence) => {
    expect(keptSentence(sessions, '/x')).toBe(sentence);
  });
});
