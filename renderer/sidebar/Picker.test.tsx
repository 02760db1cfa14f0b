import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandArgs } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionList, SessionSummary } from '../../core/contract/sessionView';
import { setClient } from '../store/backend';
import { useConnection } from '../store/connection';
import { useNotices } from '../store/notices';
import { endSelection } from '../store/selection';
import { useSession } from '../store/session';
import { refreshSessions, resetSessions } from '../store/sessions';
import { Picker } from './Picker';

const summary = (index: number, more: Partial<SessionSummary> = {}): SessionSummary => ({
  session_id: `20260412_${String(100_000 + index)}`,
  label: `20260412_${100_000 + index} - fox-${index}.safetensors (04/12 21:45)`,
  state: 'ok',
  status: 'completed',
  step: 3,
  lora_filename: `styles/fox-${index}.safetensors`,
  first_prompt: 'a red fox',
  created_at: '2026-04-12T21:45:07Z',
  saved_at: null,
  timestamp: null,
  images_done: 12,
  images_total: 12,
  images_missing: 0,
  pairs_total: 8,
  votes_done: 3,
  votes_total: 16,
  notes: '',
  pinned: false,
  unsaved_changes: 0,
  recovered_from_disk: false,
  sample: false,
  is_pack: false,
  last_event_at: '2026-04-12T21:45:07Z',
  thumbnail: null,
  ...more,
});

interface World {
  sessions: SessionSummary[];
  failure: AppFailure | null;
  calls: { command: string; args: Record<string, unknown> }[];
}

function fakeBackend(sessions: SessionSummary[]): World {
  const world: World = { sessions, failure: null, calls: [] };
  const call = vi.fn(async (command: string, args: Record<string, unknown>) => {
    world.calls.push({ command, args });
    if (command === 'session.list') return list(world, args as CommandArgs<'session.list'>);
    if (command === 'session.delete') {
      world.sessions = world.sessions.filter(({ session_id }) => session_id !== args['session_id']);
      return { trashed: true };
    }
    throw new AppFailure('not_possible', `The test has no ${command}.`);
  });
  setClient({ call, onPush: () => () => undefined } as unknown as Parameters<typeof setClient>[0]);
  return world;
}

function list(
  { sessions, failure }: World,
  { q, filter, offset = 0, limit }: CommandArgs<'session.list'>,
): SessionList {
  if (failure !== null) throw failure;
  const found = sessions.filter(({ label }) => q === undefined || label.includes(q));
  const fit = found.filter(({ step, state }) =>
    filter === undefined
      ? true
      : filter === 'done'
        ? step === 4
        : filter === 'damaged'
          ? state === 'damaged'
          : step === 3,
  );
  return {
    sessions: fit.slice(offset, limit === undefined ? undefined : offset + limit),
    total: fit.length,
    counts: {
      all: found.length,
      active: 0,
      to_vote: found.filter(({ step }) => step === 3).length,
      done: found.filter(({ step }) => step === 4).length,
      archived: 0,
      damaged: found.filter(({ state }) => state === 'damaged').length,
    },
  };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => summary(index));
const rows = () => within(screen.getByRole('list', { name: 'Sessions' })).getAllByRole('listitem');
const named = (name: string) =>
  screen.getByRole('button', { name: new RegExp(`^\\d{8}_\\d{6} - ${name}\\.`) });
const opened = () => useSession.getState().session;

async function show(sessions: SessionSummary[]) {
  const world = fakeBackend(sessions);
  render(<Picker searchRef={createRef()} />);
  await refreshSessions();
  if (sessions.length > 0) await waitFor(() => expect(rows().length).toBeGreaterThan(0));
  else await screen.findByText('No sessions yet');
  return world;
}

beforeEach(() => {
  // A simulated page has no sizes: the list is given one.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(480);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(280);
  Element.prototype.scrollTo = function scrollTo(this: Element, options?: ScrollToOptions | number) {
    if (typeof options === 'object') this.scrollTop = options.top ?? 0;
    this.dispatchEvent(new Event('scroll'));
  } as typeof Element.prototype.scrollTo;
  resetSessions();
});

afterEach(() => {
  vi.restoreAllMocks();
  endSelection();
  resetSessions();
  setClient(null);
  useSession.setState({ session: { phase: 'blank' } });
  useNotices.setState({ notices: [] });
  useConnection.setState({ info: null });
});

describe('the list', () => {
  it('draws the rows in sight of many, and says how many there are', async () => {
    await show(many(500));
    expect(rows().length).toBeLessThan(30);
    expect(rows()[0]?.getAttribute('aria-setsize')).toBe('500');
    expect(screen.getByPlaceholderText('Search 500 sessions')).toBeTruthy();
  });

  it('is walked through by keys, to its end and back', async () => {
    const user = userEvent.setup();
    await show(many(500));
    named('fox-0').focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(document.activeElement).toBe(named('fox-2'));
    await user.keyboard('{End}');
    await waitFor(() => expect(document.activeElement).toBe(named('fox-499')));
    await user.keyboard('{Home}');
    await waitFor(() => expect(document.activeElement).toBe(named('fox-0')));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(opened()).toMatchObject({ id: '20260412_100000' }));
  });

  it('keeps the focus in the place of a session that went away', async () => {
    const user = userEvent.setup();
    const world = await show(many(5));
    named('fox-1').focus();
    await user.keyboard('{Shift>}{F10}{/Shift}');
    await user.click(await screen.findByRole('menuitem', { name: 'Delete' }));
    await waitFor(() => expect(world.sessions).toHaveLength(4));
    await waitFor(() => expect(rows()).toHaveLength(4));
    await waitFor(() => expect(document.activeElement).toBe(named('fox-2')));
  });

  it('says for each session how it stands', async () => {
    await show([
      summary(0, { state: 'damaged', images_done: 41 }),
      summary(1, { state: 'archived', votes_done: 0 }),
      summary(2, { state: 'read_only' }),
      summary(3, { sample: true, state: 'read_only', step: 4 }),
      summary(4, { recovered_from_disk: true, pinned: true, unsaved_changes: 2 }),
    ]);
    expect(rows().map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('Damaged, 41 images found'),
      expect.stringContaining('Archived'),
      expect.stringContaining('Open in another window'),
      expect.stringMatching(/Sample.*Completed, 3 votes/),
      expect.stringMatching(/Pinned.*Unsaved changes.*Recovered, voting 3 of 16/),
    ]);
  });
});

describe('finding', () => {
  it('says how many hold the words, and shows all again', async () => {
    const user = userEvent.setup();
    await show(many(12));
    await user.type(screen.getByRole('searchbox', { name: 'Search sessions' }), 'fox-1');
    await waitFor(() => expect(screen.getByText('3 sessions of 12 hold “fox-1”.')).toBeTruthy());
    await user.type(screen.getByRole('searchbox'), 'zebra');
    await waitFor(() => expect(screen.getByText('No session of 12 holds “fox-1zebra”.')).toBeTruthy());
    await user.click(screen.getByRole('button', { name: 'Show all' }));
    await waitFor(() => expect(rows()).toHaveLength(12));
  });

  it('by days: a quick choice, turned days are refused, and all of it away', async () => {
    const user = userEvent.setup();
    const world = await show(many(2));
    await user.click(screen.getByRole('button', { name: 'Filter by date' }));
    await user.click(await screen.findByRole('button', { name: '7 days' }));
    await waitFor(() =>
      expect(world.calls.at(-1)?.args['from'] ?? world.calls.at(-2)?.args['from']).toMatch(/^\d{4}-/),
    );
    const to = screen.getByLabelText('To');
    await user.type(to, '2001-01-01');
    expect(screen.getByText('The first day is after the last one.')).toBeTruthy();
    expect(world.calls.some(({ args }) => args['to'] !== undefined)).toBe(false);
    await user.click(screen.getByRole('button', { name: 'Any day' }));
    expect(screen.queryByRole('button', { name: 'Remove the date filter' })).toBeNull();
  });

  it('of damaged ones, from the menu of the list', async () => {
    const user = userEvent.setup();
    await show([summary(0), summary(1, { state: 'damaged' })]);
    await user.click(screen.getByRole('button', { name: 'More for the list' }));
    await user.click(await screen.findByRole('menuitem', { name: /Only damaged ones/ }));
    await waitFor(() => expect(rows()).toHaveLength(1));
    await user.click(screen.getByRole('button', { name: 'Remove this filter' }));
    await waitFor(() => expect(rows()).toHaveLength(2));
  });
});

describe('choosing several', () => {
  it('begins with a Ctrl press, takes a range and all, and deletes them with one way back', async () => {
    const user = userEvent.setup();
    const world = await show(many(300));
    await user.keyboard('{Control>}');
    await user.click(named('fox-1'));
    await user.keyboard('{/Control}');
    const row = (index: number) => screen.getByRole('checkbox', { name: new RegExp(` - fox-${index}\\.`) });
    expect(row(1).getAttribute('aria-checked')).toBe('true');
    await user.keyboard('{Shift>}');
    await user.click(row(4));
    await user.keyboard('{/Shift}');
    await waitFor(() => expect(screen.getByText('4 sessions chosen')).toBeTruthy());
    await user.click(screen.getByRole('button', { name: 'All 300' }));
    await waitFor(() => expect(screen.getByText('300 sessions chosen')).toBeTruthy());
    await user.click(row(0));
    await user.click(screen.getByRole('button', { name: 'Delete' }));
    await waitFor(() =>
      expect(useNotices.getState().notices).toMatchObject([{ text: '299 sessions moved to the trash' }]),
    );
    expect(world.sessions.map(({ session_id }) => session_id)).toEqual(['20260412_100000']);
    expect(screen.getByRole('searchbox')).toBeTruthy();
  });

  it('does not delete while one of them is running, and says why', async () => {
    const user = userEvent.setup();
    await show([summary(0, { status: 'running', step: 2 }), summary(1)]);
    await user.keyboard('{Control>}');
    await user.click(named('fox-0'));
    await user.keyboard('{/Control}');
    const button = screen.getByRole('button', { name: 'Delete' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'One of them is running',
    );
  });
});

describe('a list with nothing to show', () => {
  it('teaches when there is no session', async () => {
    await show([]);
    expect(screen.getByText('No sessions yet')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Import from a zip' })).toBeTruthy();
  });

  it('says why it cannot be asked for, and tries again', async () => {
    const user = userEvent.setup();
    const world = fakeBackend(many(2));
    world.failure = new AppFailure('storage_failed', 'The folder is not there any more.');
    render(<Picker searchRef={createRef()} />);
    expect(screen.getByLabelText('Sessions are on their way')).toBeTruthy();
    await refreshSessions();
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('The folder is not there'));
    world.failure = null;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(rows()).toHaveLength(2));
  });
});

describe('the menu of a session', () => {
  it('says why a running one cannot be deleted', async () => {
    const user = userEvent.setup();
    await show([summary(0, { status: 'running', step: 2 })]);
    await user.click(screen.getByRole('button', { name: 'More for fox-0' }));
    const entry = await screen.findByRole('menuitem', { name: /Delete/ });
    expect(entry.textContent).toContain('while running: stop first');
    expect(entry.getAttribute('aria-disabled')).toBe('true');
    expect(screen.queryByRole('menuitem', { name: 'Show folder' })).toBeNull();
  });

  it('says that a zip made before the reveal holds the labels', async () => {
    const user = userEvent.setup();
    await show([summary(0), summary(1, { step: 4 })]);
    await user.click(screen.getByRole('button', { name: 'More for fox-0' }));
    expect((await screen.findByRole('menuitem', { name: /Export/ })).textContent).toContain(
      'labels included',
    );
    await user.keyboard('{Escape}');
    await user.click(screen.getByRole('button', { name: 'More for fox-1' }));
    await waitFor(() =>
      expect(screen.getByRole('menuitem', { name: /Export/ }).textContent).not.toContain('labels'),
    );
  });
});
