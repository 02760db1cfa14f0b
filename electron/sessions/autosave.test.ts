import { describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { type AppSettings, DEFAULT_SETTINGS } from '../../core/contract/settings';
import { blankSetup } from '../../core/session/setup';
import { createAutosave } from './autosave';
import type { OpenSession } from './openSession';
import { createManualTimers, openStore, sessionWorld } from './testStore';

const MINUTE = 60_000;
const { world } = sessionWorld();

/** A disk that many share may be slow; nothing waits longer than it must. */
const PATIENT = { timeout: 20_000 };

const AT = '2026-01-01T00:00:00.000Z';
const completed = [{ seq: 1, at: AT, type: 'session_completed' }] as never;

/** An autosave over the sessions of a store, with settings that the test changes. */
async function start(first: Partial<AppSettings>) {
  const timers = createManualTimers();
  const store = await openStore(world.root);
  const listeners: ((now: AppSettings, before: AppSettings) => void)[] = [];
  let now: AppSettings = { ...DEFAULT_SETTINGS, ...first };
  const notices: string[] = [];
  const lines: string[] = [];
  const saves: Promise<void>[] = [];
  let failure: Error | null = null;
  const autosave = createAutosave({
    timers,
    settings: {
      current: () => now,
      onChange: (listener) => {
        listeners.push(listener);
        return () => void listeners.splice(listeners.indexOf(listener), 1);
      },
    },
    opened: store.opened.bind(store),
    save: (id) => {
      const saving =
        failure === null ? store.open(id).then((session) => session.save()) : Promise.reject(failure);
      saves.push(saving.catch(() => undefined));
      return saving;
    },
    notice: (_id, message) => notices.push(message),
    log: (level, message) => lines.push(`${level} ${message}`),
  });
  return {
    autosave,
    store,
    timers,
    notices,
    lines,
    saves,
    fail: (error: Error | null) => {
      failure = error;
    },
    set: (changes: Partial<AppSettings>) => {
      const before = now;
      now = { ...now, ...changes };
      for (const listener of [...listeners]) listener(now, before);
    },
    /** Lets time go by and waits for the saves that begin. */
    pass: async (ms: number) => {
      timers.pass(ms);
      await Promise.all(saves);
      // The log and the notice of a save come right after it.
      await new Promise(setImmediate);
    },
    make: () => store.create(blankSetup(['demo']), ''),
  };
}

describe('autosave', () => {
  it('saves what is not saved every so many minutes, and nothing else', async () => {
    const { pass, make, saves, lines } = await start({ autosave_minutes: 5 });
    const [one, other] = [await make(), await make()];
    await other.save();
    await pass(5 * MINUTE - 1);
    expect(one.savedAt).toBeNull();
    await pass(1);
    expect(one.unsavedChanges).toBe(0);
    expect(one.savedAt).not.toBeNull();
    expect(saves).toHaveLength(1);
    expect(lines).toEqual([`info Session ${one.id} was saved by itself: the time for it had come.`]);
    await one.append({ type: 'setup_changed', changes: { seeds: [5n] } });
    await pass(5 * MINUTE);
    expect(one.unsavedChanges).toBe(0);
    expect(saves).toHaveLength(2);
  });

  it('is off at first, and follows the setting', async () => {
    const { pass, make, saves, set, autosave } = await start({});
    await make();
    await pass(1000 * MINUTE);
    expect(saves).toHaveLength(0);
    set({ autosave_minutes: 10 });
    await pass(10 * MINUTE);
    expect(saves).toHaveLength(1);
    set({ autosave_minutes: null });
    await make();
    await pass(1000 * MINUTE);
    expect(saves).toHaveLength(1);
    set({ autosave_minutes: 1 });
    autosave.dispose();
    await pass(10 * MINUTE);
    expect(saves).toHaveLength(1);
  });

  it('leaves a session alone that waits for Keep or Discard, and one that another copy has open', async () => {
    const first = await openStore(world.root);
    const left = await first.create(blankSetup(['demo']), '');
    await first.dispose();
    const { pass, store, saves } = await start({ autosave_minutes: 1 });
    const session = await store.open(left.id);
    expect(session.recovery).not.toBeNull();
    await pass(MINUTE);
    expect(saves).toHaveLength(0);
    await session.recover();
    await session.append({ type: 'setup_changed', changes: { seeds: [5n] } });
    await pass(MINUTE);
    expect(saves).toHaveLength(1);
    await session.close();

    const elsewhere = await openStore(world.root);
    const held = await elsewhere.open(left.id);
    await held.append({ type: 'setup_changed', changes: { seeds: [6n] } });
    const seen = await store.open(left.id);
    expect(seen.readOnly).toBe(true);
    await pass(MINUTE);
    expect(saves).toHaveLength(1);
    await elsewhere.dispose();
  });

  it('tells a failure once until it is over, and goes on', async () => {
    const { pass, make, fail, notices, lines } = await start({ autosave_minutes: 1 });
    const session = await make();
    fail(new AppFailure('disk_full', 'The disk is full.'));
    await pass(MINUTE);
    await pass(MINUTE);
    expect(notices).toEqual([
      'This session could not be saved by itself. The disk is full. Every change is kept in the journal.',
    ]);
    expect(lines.filter((line) => line.startsWith('warning'))).toHaveLength(2);
    fail(null);
    await pass(MINUTE);
    expect(session.unsavedChanges).toBe(0);
    await session.append({ type: 'setup_changed', changes: { seeds: [5n] } });
    fail(new Error('a bug'));
    await pass(MINUTE);
    expect(notices[1]).toBe(
      'This session could not be saved by itself. The log says more. Every change is kept in the journal.',
    );
    expect(lines.at(-1)).toMatch(/^error/);
  });

  it('does not begin a save while one of the same session is under way', async () => {
    const { timers, make, saves } = await start({ autosave_minutes: 1 });
    await make();
    timers.pass(5 * MINUTE);
    expect(saves).toHaveLength(1);
    await Promise.all(saves);
  });

  it('saves once more when a milestone comes while a save is under way', async () => {
    const { autosave, timers, make, saves } = await start({ autosave_minutes: 1, save_at_milestones: true });
    const session = await make();
    timers.pass(MINUTE);
    autosave.note(session, completed);
    autosave.note(session, completed);
    expect(saves).toHaveLength(1);
    await vi.waitFor(() => expect(saves).toHaveLength(2), PATIENT);
    await Promise.all(saves);
  });
});

describe('milestones', () => {
  it('are saved only when that is wished', async () => {
    const { autosave, make, saves, set } = await start({});
    const session = await make();
    autosave.note(session, completed);
    expect(saves).toHaveLength(0);
    set({ save_at_milestones: true });
    autosave.note(session, [{ seq: 1, at: AT, type: 'log', level: 'info', message: 'x' }] as never);
    expect(saves).toHaveLength(0);
    autosave.note(session, completed);
    await vi.waitFor(() => expect(session.unsavedChanges).toBe(0), PATIENT);
    autosave.dispose();
    autosave.note(session, completed);
    expect(saves).toHaveLength(1);
  });

  it('leave the sample, read-only and damaged sessions alone', async () => {
    const { autosave, make, saves } = await start({ save_at_milestones: true });
    const session = await make();
    const like = (more: Partial<OpenSession>) =>
      ({ ...session, state: session.state, ...more }) as OpenSession;
    autosave.note(like({ readOnly: true }), completed);
    autosave.note(like({ readOnly: false, damaged: 'It is.' }), completed);
    autosave.note(
      like({ readOnly: false, damaged: null, recovery: null, state: { ...session.state, sample: true } }),
      completed,
    );
    autosave.note(like({ readOnly: false, damaged: null, recovery: { changes: 1, since: AT } }), completed);
    expect(saves).toHaveLength(0);
  });
});
