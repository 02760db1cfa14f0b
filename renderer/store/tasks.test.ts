import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { TaskView } from '../../core/contract/taskView';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { useNotices } from './notices';
import {
  adoptTask,
  awaitTask,
  cancelTask,
  dismissTask,
  dropOutcome,
  refreshTasks,
  shareOf,
  showOutcome,
  useTasks,
} from './tasks';

const task = (more: Partial<TaskView> = {}): TaskView => ({
  task_id: 'one',
  kind: 'copy',
  title: 'Copying 20260412_214507',
  state: 'running',
  done: 0,
  total: null,
  message: null,
  can_cancel: true,
  ...more,
});

function fakeBackend(tasks: TaskView[] = []) {
  const call = vi.fn(async (command: string, args: { task_id?: string }) => {
    if (command === 'task.list') return { tasks };
    if (command === 'task.cancel') return task({ task_id: args.task_id ?? '', can_cancel: false });
    if (command === 'task.dismiss') return { tasks: [] };
    throw new Error(`The test has no ${command}.`);
  });
  setClient({ call, onPush: () => () => undefined } as unknown as Client);
  return call;
}

const ids = () => useTasks.getState().tasks.map(({ task_id, state }) => `${task_id} ${state}`);

afterEach(() => {
  setClient(null);
  useTasks.setState({ tasks: [], outcomes: [] });
  useNotices.setState({ notices: [] });
});

describe('work of the backend', () => {
  it('is found again after a reload, and followed by pushes', async () => {
    fakeBackend([
      task({ task_id: 'a' }),
      task({ task_id: 'b', state: 'failed', message: 'The disk is full.' }),
    ]);
    await refreshTasks();
    adoptTask(task({ task_id: 'a', done: 3, total: 6 }));
    adoptTask(task({ task_id: 'c', kind: 'import' }));
    expect(ids()).toEqual(['a running', 'b failed', 'c running']);
    expect(useTasks.getState().tasks.map(shareOf)).toEqual([0.5, null, null]);
  });

  it('can be cancelled, and put away once it has ended, though it is told of once more', async () => {
    const call = fakeBackend();
    adoptTask(task());
    await cancelTask('one');
    expect(useTasks.getState().tasks[0]).toMatchObject({ can_cancel: false });
    await dismissTask('one');
    adoptTask(task({ state: 'cancelled' }));
    expect(ids()).toEqual([]);
    expect(call).toHaveBeenCalledWith('task.dismiss', { task_id: 'one' });
  });

  it('is told where it was asked for, and not in the strip as well', async () => {
    fakeBackend();
    adoptTask(task({ task_id: 'other', state: 'done' }));
    const answer = await awaitTask('copy', async () => {
      adoptTask(task({ task_id: 'mine', state: 'done', message: 'Copied.' }));
      return 7;
    });
    expect(answer).toBe(7);
    expect(ids()).toEqual(['other done']);
  });

  it('stays on this page when it failed, so that its sentence can be read, and on no other', async () => {
    const call = fakeBackend();
    const answer = await awaitTask('copy', async () => {
      adoptTask(task({ task_id: 'bad', state: 'failed', message: 'The disk is full.' }));
      throw new AppFailure('disk_full', 'The disk is full.');
    });
    expect(answer).toBeNull();
    expect(ids()).toEqual([]);
    expect(call).toHaveBeenCalledWith('task.dismiss', { task_id: 'bad' });
    const [outcome] = useTasks.getState().outcomes;
    expect(outcome).toMatchObject({ lines: ['The disk is full.'], isFault: true });
    dropOutcome(outcome?.id ?? 0);
    expect(useNotices.getState().notices).toEqual([]);
    await awaitTask('copy', () => Promise.reject(new AppFailure('not_possible', 'It is running.')));
    expect(useNotices.getState().notices).toMatchObject([{ text: 'It is running.', tone: 'fault' }]);
  });

  it('leaves nothing but a word when it was cancelled', async () => {
    fakeBackend();
    await awaitTask('copy', async () => {
      adoptTask(task({ task_id: 'gone', state: 'cancelled' }));
      throw new AppFailure('cancelled', 'Copying: cancelled. Nothing of it was kept.');
    });
    expect(ids()).toEqual([]);
    expect(useNotices.getState().notices).toMatchObject([
      { text: 'Copying: cancelled. Nothing of it was kept.' },
    ]);
  });

  it('of a download ends without a word: the browser has its own', () => {
    fakeBackend();
    adoptTask(task({ kind: 'export' }));
    adoptTask(task({ kind: 'export', state: 'done' }));
    expect(ids()).toEqual([]);
  });
});

describe('what came of something', () => {
  it('stays until it is put away', () => {
    showOutcome({ title: 'fox was checked', lines: ['Image 3 is missing.'] });
    const [outcome] = useTasks.getState().outcomes;
    expect(outcome).toMatchObject({ lines: ['Image 3 is missing.'] });
    showOutcome({ title: 'fox was checked', lines: ['Image 3 is missing.'] });
    expect(useTasks.getState().outcomes).toHaveLength(1);
    dropOutcome(useTasks.getState().outcomes[0]?.id ?? 0);
    expect(useTasks.getState().outcomes).toEqual([]);
  });
});
