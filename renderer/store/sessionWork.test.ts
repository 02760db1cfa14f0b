import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { SessionDetail, SessionSummary } from '../../core/contract/sessionView';
import { blankSetup } from '../../core/session/setup';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { useGuard } from './guard';
import { useNotices } from './notices';
import { toggleChosen, useSelection } from './selection';
import { useSession } from './session';
import { answerGuard } from './sessionActions';
import { resetSessions } from './sessions';
import {
  archiveSessions,
  bringBack,
  checkSession,
  copySession,
  deleteSessions,
  stopMany,
  useWork,
} from './sessionWork';
import { beginBlankDraft } from './setupDraft';
import { useTasks } from './tasks';

const summary = (id: string, more: Partial<SessionSummary> = {}): SessionSummary =>
  ({
    session_id: id,
    label: id,
    state: 'ok',
    status: 'pending',
    step: 1,
    lora_filename: `styles/${id}.safetensors`,
    unsaved_changes: 0,
    saved_at: null,
    ...more,
  }) as SessionSummary;

const detail = (id: string, more: Partial<SessionDetail> = {}): SessionDetail =>
  ({
    ...summary(id),
    setup: blankSetup([]),
    generation: { status: 'pending' },
    evaluation: { can_judge: false },
    setup_locked: false,
    missing_images: [],
    repairs: [],
    recovery: null,
    ...more,
  }) as SessionDetail;

/** A backend that answers each command as it is told; what it is not told fails the test. */
function fakeBackend(answers: Record<string, (args: Record<string, unknown>) => unknown> = {}) {
  const calls: string[] = [];
  const call = vi.fn(async (command: string, args: Record<string, unknown>) => {
    calls.push(`${command} ${String(args['session_id'] ?? '')}`.trim());
    const answer = answers[command];
    if (answer !== undefined) return answer(args);
    if (command === 'session.list')
      return {
        sessions: [],
        total: 0,
        counts: { all: 0, active: 0, to_vote: 0, done: 0, archived: 0, damaged: 0 },
      };
    if (command === 'session.delete') return { trashed: true };
    if (command === 'session.restore') return summary(String(args['session_id']));
    if (command === 'session.get') return detail(String(args['session_id']));
    throw new Error(`The test has no ${command}.`);
  });
  setClient({ call, onPush: () => () => undefined } as unknown as Client);
  return { calls, of: (name: string) => calls.filter((call) => call.startsWith(name)) };
}

const notices = () => useNotices.getState().notices;
const phase = () => useSession.getState().session.phase;
const open = (value: SessionDetail) =>
  useSession.setState({ session: { phase: 'open', id: value.session_id, detail: value } });

beforeEach(() => {
  sessionStorage.clear();
  resetSessions();
  beginBlankDraft([]);
});

afterEach(() => {
  setClient(null);
  resetSessions();
  useSession.setState({ session: { phase: 'blank' } });
  useNotices.setState({ notices: [] });
  useGuard.setState({ leaving: null });
  useTasks.setState({ tasks: [], outcomes: [] });
  useSelection.setState({ isOn: false, chosen: new Map() });
});

describe('deleting', () => {
  it('moves to the trash with a way back, and leaves a blank page where the session was open', async () => {
    const { of } = fakeBackend();
    open(detail('fox'));
    await deleteSessions([summary('fox')]);
    await vi.waitFor(() => expect(notices()).toHaveLength(1));
    expect(notices()[0]).toMatchObject({ text: 'fox moved to the trash', undo: { label: 'Undo' } });
    expect(phase()).toBe('blank');
    notices()[0]?.undo?.run();
    await vi.waitFor(() => expect(notices()).toHaveLength(2));
    expect(of('session.restore')).toEqual(['session.restore fox']);
    expect(useSession.getState().session).toMatchObject({ phase: 'open', id: 'fox' });
  });

  it('asks first about unsaved work of the open session, and keeps that work in the trash', async () => {
    const { of } = fakeBackend();
    open(detail('fox', { unsaved_changes: 3 }));
    await deleteSessions([summary('fox', { unsaved_changes: 3 })]);
    expect(useGuard.getState().leaving).toMatchObject({ to: 'delete' });
    expect(of('session.delete')).toEqual([]);
    await answerGuard('discard');
    await vi.waitFor(() => expect(of('session.delete')).toHaveLength(1));
    expect(of('session.discard')).toEqual([]);
  });

  it('does it with many, says once why some stay, and takes all of them back', async () => {
    const { of } = fakeBackend({
      'session.delete': ({ session_id }) => {
        if (session_id === 'b' || session_id === 'd')
          throw new AppFailure('not_possible', 'Its run is going on.');
        return { trashed: true };
      },
    });
    const all = ['a', 'b', 'c', 'd'].map((id) => summary(id));
    for (const [index, one] of all.entries()) toggleChosen(one, index);
    await deleteSessions(all);
    await vi.waitFor(() => expect(notices()).toHaveLength(2));
    expect(notices().map(({ text }) => text)).toEqual([
      'Its run is going on.',
      '2 sessions moved to the trash',
    ]);
    expect([...useSelection.getState().chosen.keys()]).toEqual(['b', 'd']);
    expect(useWork.getState()).toMatchObject({ busy: new Map(), many: null });
    notices()[1]?.undo?.run();
    await vi.waitFor(() => expect(of('session.restore')).toEqual(['session.restore a', 'session.restore c']));
  });
});

describe('two rounds with several sessions at once', () => {
  /** A backend that deletes a session when the test says so. */
  function slowBackend() {
    const waiting = new Map<string, () => void>();
    const { of } = fakeBackend({
      'session.delete': ({ session_id }) =>
        new Promise((answer) => waiting.set(String(session_id), () => answer({ trashed: true }))),
    });
    const goOn = async (id: string) => {
      await vi.waitFor(() => expect(waiting.has(id)).toBe(true));
      waiting.get(id)?.();
    };
    return { of, goOn };
  }
  const summaries = (...ids: string[]) => ids.map((id) => summary(id));
  const many = () => useWork.getState().many;

  it('do not take back that the other was stopped, and each tells how far it is', async () => {
    const { of, goOn } = slowBackend();
    await deleteSessions(summaries('a', 'b'));
    expect(many()).toEqual({ work: 'deleting', done: 0, total: 2 });
    stopMany();
    await deleteSessions(summaries('c', 'd', 'e'));
    expect(many()).toEqual({ work: 'deleting', done: 0, total: 3 });
    await goOn('a');
    await vi.waitFor(() => expect(notices()).toMatchObject([{ text: 'a moved to the trash' }]));
    expect(many()).toEqual({ work: 'deleting', done: 0, total: 3 });
    await goOn('c');
    await vi.waitFor(() => expect(many()).toEqual({ work: 'deleting', done: 1, total: 3 }));
    stopMany();
    await goOn('d');
    await vi.waitFor(() => expect(many()).toBeNull());
    expect(of('session.delete')).toEqual(['a', 'c', 'd'].map((id) => `session.delete ${id}`));
  });

  it('show the older one again when the newer one is through', async () => {
    const { of, goOn } = slowBackend();
    await deleteSessions(summaries('a', 'b'));
    await deleteSessions(summaries('c'));
    await goOn('c');
    await vi.waitFor(() => expect(notices()).toHaveLength(1));
    expect(many()).toEqual({ work: 'deleting', done: 0, total: 2 });
    await goOn('a');
    await goOn('b');
    await vi.waitFor(() => expect(many()).toBeNull());
    expect(of('session.delete')).toHaveLength(3);
  });
});

describe('a copy', () => {
  it('is offered to be opened', async () => {
    fakeBackend({ 'session.copy': () => summary('copy') });
    await copySession(summary('fox'));
    expect(notices()).toMatchObject([{ text: 'fox copied', act: { label: 'Open the copy' } }]);
    notices()[0]?.act?.run();
    await vi.waitFor(() =>
      expect(useSession.getState().session).toMatchObject({ phase: 'open', id: 'copy' }),
    );
  });

  it('that fails is told and changes nothing', async () => {
    fakeBackend({
      'session.copy': () => {
        throw new AppFailure('disk_full', 'The disk is full.');
      },
    });
    await copySession(summary('fox'));
    expect(notices()).toMatchObject([{ text: 'The disk is full.', tone: 'fault' }]);
    expect(useWork.getState().busy.size).toBe(0);
  });
});

describe('a check', () => {
  it('says that all is well, or what was found', async () => {
    let findings: string[] = [];
    fakeBackend({ 'session.check': () => ({ ...summary('fox'), findings }) });
    await checkSession(summary('fox'));
    expect(notices()).toMatchObject([{ text: 'fox is whole. Nothing had to be mended.', tone: 'done' }]);
    findings = ['Image 3 is missing.'];
    await checkSession(summary('fox'));
    expect(useTasks.getState().outcomes).toMatchObject([{ lines: findings }]);
  });

  it('opens a session that could not be opened before', async () => {
    fakeBackend({
      'session.check': () => ({ ...summary('fox'), findings: ['Put together from its images.'] }),
    });
    const damaged = summary('fox', { state: 'damaged' });
    useSession.setState({ session: { phase: 'failed', id: 'fox', message: 'Torn.', summary: damaged } });
    await checkSession(damaged);
    expect(phase()).toBe('open');
  });
});

describe('archiving', () => {
  it('of the open session shows the way to bring it back', async () => {
    fakeBackend({
      'session.archive': () => summary('fox', { state: 'archived' }),
      'session.get': () => {
        throw new AppFailure('not_possible', 'This session is archived.');
      },
      'session.list': () => ({
        sessions: [summary('fox', { state: 'archived' })],
        total: 1,
        counts: { all: 1, active: 0, to_vote: 0, done: 0, archived: 1, damaged: 0 },
      }),
    });
    open(detail('fox'));
    await archiveSessions([summary('fox')]);
    expect(useSession.getState().session).toMatchObject({
      phase: 'failed',
      summary: { state: 'archived' },
    });
    expect(notices()).toMatchObject([{ text: 'fox archived', act: { label: 'Bring back' } }]);
  });

  it('is archived once, however often that is asked for meanwhile', async () => {
    const answer = Promise.withResolvers<SessionSummary>();
    const { of } = fakeBackend({ 'session.archive': () => answer.promise });
    const both = [archiveSessions([summary('fox')]), archiveSessions([summary('fox')])];
    await vi.waitFor(() => expect(of('session.archive')).toHaveLength(1));
    answer.resolve(summary('fox', { state: 'archived' }));
    await Promise.all(both);
    expect(of('session.archive')).toEqual(['session.archive fox']);
    expect(notices()).toHaveLength(1);
  });

  it('offers the way back no more once it was gone, from wherever', async () => {
    fakeBackend({
      'session.archive': () => summary('fox', { state: 'archived' }),
      'session.bringBack': () => summary('fox'),
    });
    await archiveSessions([summary('fox')]);
    expect(notices()).toMatchObject([{ text: 'fox archived' }]);
    await bringBack(summary('fox', { state: 'archived' }));
    expect(notices()).toMatchObject([{ text: 'fox is back', act: { label: 'Open' } }]);
  });
});
