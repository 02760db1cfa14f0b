import { describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../core/contract/failure';
import type { Push } from '../core/contract/pushes';
import type { TaskView } from '../core/contract/taskView';
import { createTasks, type TaskControl } from './tasks';

function stage() {
  const told: TaskView[] = [];
  const faults: unknown[] = [];
  let count = 0;
  const hear = (push: Push) => {
    if (push.push === 'task.changed') told.push(push.payload.task);
  };
  const tasks = createTasks({
    pushes: { tell: hear, tellSoon: (_key, make) => void Promise.resolve(make()).then(hear) },
    randomHex: () => {
      count += 1;
      return `task-${count}`;
    },
    onFault: (error) => void faults.push(error),
  });
  return { tasks, told, faults };
}

const options = { kind: 'copy', title: 'Copying', said: (result: number) => `Copied ${result}.` } as const;

/** A piece of work that goes on until the test ends it. */
function endless() {
  const end = Promise.withResolvers<number>();
  let control: TaskControl | undefined;
  return {
    ...end,
    work: (given: TaskControl) => {
      control = given;
      given.signal.addEventListener('abort', () => end.reject(given.signal.reason));
      return end.promise;
    },
    get control(): TaskControl {
      if (control === undefined) throw new Error('The work was not begun.');
      return control;
    },
  };
}

describe('a task', () => {
  it('tells how far it is, and what came of it, and stays until it is dismissed', async () => {
    const { tasks, told, faults } = stage();
    const piece = endless();
    const run = tasks.run(options, piece.work);
    expect(tasks.list()).toMatchObject([
      { task_id: 'task-1', state: 'running', done: 0, total: null, can_cancel: true },
    ]);
    piece.control.progress(1, 3);
    piece.control.progress(3, 3);
    piece.resolve(7);
    expect(await run).toBe(7);
    expect(told.map(({ state, done, total, message }) => [state, done, total, message])).toEqual([
      ['running', 0, null, null],
      ['running', 1, 3, null],
      ['running', 3, 3, null],
      ['done', 3, 3, 'Copied 7.'],
    ]);
    expect(tasks.list()).toHaveLength(1);
    tasks.dismiss('task-1');
    expect(tasks.list()).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('can be dismissed as soon as it ended, while a word of it is still on its way', async () => {
    const later: (() => unknown)[] = [];
    const tasks = createTasks({
      pushes: { tell: () => undefined, tellSoon: (_key, make) => void later.push(make) },
      randomHex: () => 'task-1',
      onFault: (error) => expect.fail(String(error)),
    });
    const piece = endless();
    const run = tasks.run(options, piece.work);
    piece.control.progress(3, 3);
    piece.resolve(7);
    await run;
    tasks.dismiss('task-1');
    expect(later.map((make) => make())).toMatchObject([{ payload: { task: { state: 'done', done: 3 } } }]);
  });

  it('can be cancelled, and rejects as such', async () => {
    const { tasks, faults } = stage();
    const piece = endless();
    const run = tasks.run(options, piece.work);
    expect(tasks.cancel('task-1')).toMatchObject({ state: 'running' });
    await expect(run).rejects.toMatchObject({
      code: 'cancelled',
      message: 'Copying: cancelled. Nothing of it was kept.',
    });
    expect(tasks.list()).toMatchObject([{ state: 'cancelled', can_cancel: false }]);
    expect(() => tasks.cancel('task-1')).toThrow(expect.objectContaining({ code: 'not_possible' }));
    expect(() => tasks.cancel('none')).toThrow(expect.objectContaining({ code: 'not_found' }));
    expect(faults).toEqual([]);
  });

  it('cannot be cancelled once it puts its result in its place', async () => {
    const { tasks } = stage();
    const piece = endless();
    const run = tasks.run(options, piece.work);
    piece.control.commit();
    expect(() => tasks.cancel('task-1')).toThrow(expect.objectContaining({ code: 'not_possible' }));
    piece.resolve(1);
    expect(await run).toBe(1);
  });

  it('does not get to commit after it was cancelled', async () => {
    const { tasks } = stage();
    const gate = Promise.withResolvers<void>();
    const run = tasks.run(options, async (control) => {
      await gate.promise;
      control.commit();
      return 1;
    });
    tasks.cancel('task-1');
    gate.resolve();
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('fails with the sentence of a failure; any other error is a fault and is not shown', async () => {
    const { tasks, faults } = stage();
    const full = new AppFailure('disk_full', 'The disk is full.');
    await expect(tasks.run(options, () => Promise.reject(full))).rejects.toBe(full);
    const bug = new TypeError('undefined is not a function');
    await expect(tasks.run(options, () => Promise.reject(bug))).rejects.toBe(bug);
    expect(tasks.list().map(({ state, message }) => [state, message])).toEqual([
      ['failed', 'The disk is full.'],
      ['failed', 'Something went wrong inside Blindfold.'],
    ]);
    expect(faults).toEqual([bug]);
  });

  it('is kept with at most 19 others that ended; a running one is never dismissed', async () => {
    const { tasks } = stage();
    const piece = endless();
    const run = tasks.run(options, piece.work);
    for (let turn = 0; turn < 30; turn += 1) await tasks.run(options, async () => turn);
    tasks.dismiss('task-1');
    expect(tasks.list()).toHaveLength(21);
    expect(tasks.list()[0]).toMatchObject({ task_id: 'task-1', state: 'running' });
    piece.resolve(0);
    await run;
    expect(tasks.list()).toHaveLength(20);
  });

  it('ends with the program: cancelled where that is possible, else waited for', async () => {
    const { tasks } = stage();
    const [first, second] = [endless(), endless()];
    const stopped = tasks.run(options, first.work);
    const committed = tasks.run(options, second.work);
    second.control.commit();
    let isOver = false;
    const end = tasks.dispose().then(() => {
      isOver = true;
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(isOver).toBe(false);
    second.resolve(2);
    expect(await committed).toBe(2);
    await end;
  });

  it('is not begun any more once the program ends', async () => {
    const { tasks, told } = stage();
    await tasks.dispose();
    const work = vi.fn(async () => 1);
    await expect(tasks.run(options, work)).rejects.toMatchObject({ code: 'cancelled' });
    expect(work).not.toHaveBeenCalled();
    expect(told).toEqual([]);
  });
});
