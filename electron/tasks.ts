import { AppFailure } from '../core/contract/failure';
import type { TaskView } from '../core/contract/taskView';
import type { Pushes } from './pushes';

/** What a piece of work gets to tell how far it is, and to learn that it is not wanted any more. */
export interface TaskControl {
  /** Aborted when the person cancels, or the program ends. */
  readonly signal: AbortSignal;
  /** In: steps done, and all steps (null while not known). */
  progress(done: number, total: number | null): void;
  /** From here on it cannot be cancelled: the result is being put in its place. */
  commit(): void;
}

export interface TaskOptions<T> {
  readonly kind: TaskView['kind'];
  /** `Copying 20240115_143022` */
  readonly title: string;
  /** What came of it, in a sentence. */
  said(result: T): string;
}

/** Work that takes its time. It goes on when the page that asked for it is reloaded. */
export interface Tasks {
  /** Running ones, and those that ended and were not dismissed; oldest first. */
  list(): TaskView[];
  /** Rejects with what the work rejects with; with AppFailure `cancelled` when it was cancelled, or when the program ends. */
  run<T>(options: TaskOptions<T>, work: (control: TaskControl) => Promise<T>): Promise<T>;
  /** Throws AppFailure `not_found`, `not_possible`. */
  cancel(id: string): TaskView;
  dismiss(id: string): void;
  /** Cancels what can be cancelled and waits for the rest; begins nothing more. */
  dispose(): Promise<void>;
}

/** Ended tasks that are kept for a reloaded page; the oldest go first. */
const MAX_ENDED = 20;

export function createTasks(options: {
  pushes: Pick<Pushes, 'tell' | 'tellSoon'>;
  randomHex(bytes: number): string;
  /** A fault inside Blindfold. */
  onFault(error: unknown): void;
  /** Hears how each task ended. */
  log?(level: 'info' | 'warning', message: string): void;
}): Tasks {
  let isDisposed = false;
  const tasks = new Map<string, { view: TaskView; abort: AbortController; end: Promise<unknown> }>();

  function changed(id: string, soon = false): void {
    // Held here: by the time it is told, an ended task may have been put away.
    const task = tasks.get(id);
    if (task === undefined) return;
    const make = () => ({ push: 'task.changed', payload: { task: { ...task.view } } }) as const;
    if (soon) options.pushes.tellSoon(`task ${id}`, make);
    else options.pushes.tell(make());
  }

  function forgetOldest(): void {
    const ended = [...tasks].filter(([, { view }]) => view.state !== 'running');
    for (const [id] of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) tasks.delete(id);
  }

  return {
    list: () => [...tasks.values()].map(({ view }) => ({ ...view })),
    async run({ kind, title, said }, work) {
      // Nobody would wait for its end.
      if (isDisposed) throw new AppFailure('cancelled', `${title}: not begun, because Blindfold is closing.`);
      const abort = new AbortController();
      const view: TaskView = {
        task_id: options.randomHex(8),
        kind,
        title,
        state: 'running',
        done: 0,
        total: null,
        message: null,
        can_cancel: true,
      };
      const id = view.task_id;
      const run = work({
        signal: abort.signal,
        progress(done, total) {
          view.done = done;
          view.total = total;
          changed(id, true);
        },
        commit() {
          abort.signal.throwIfAborted();
          view.can_cancel = false;
          changed(id);
        },
      });
      tasks.set(id, { view, abort, end: run.catch(() => undefined) });
      changed(id);
      try {
        const result = await run;
        view.state = 'done';
        view.message = said(result);
        return result;
      } catch (error) {
        const isCancelled = abort.signal.aborted && (error === abort.signal.reason || isAbort(error));
        view.state = isCancelled ? 'cancelled' : 'failed';
        const failure = isCancelled
          ? new AppFailure('cancelled', `${title}: cancelled. Nothing of it was kept.`)
          : error;
        if (!(failure instanceof AppFailure)) options.onFault(failure);
        view.message =
          failure instanceof AppFailure ? failure.message : 'Something went wrong inside Blindfold.';
        throw failure;
      } finally {
        view.can_cancel = false;
        changed(id);
        options.log?.(
          view.state === 'failed' ? 'warning' : 'info',
          `${view.title}: ${view.message ?? view.state}`,
        );
        forgetOldest();
      }
    },
    cancel(id) {
      const task = tasks.get(id);
      if (task === undefined) throw new AppFailure('not_found', 'There is no such task.');
      if (!task.view.can_cancel)
        throw new AppFailure('not_possible', 'This is too far on to be cancelled, or has ended.');
      task.abort.abort(new AppFailure('cancelled', `${task.view.title}: cancelled.`));
      return { ...task.view };
    },
    dismiss(id) {
      if (tasks.get(id)?.view.state !== 'running') tasks.delete(id);
    },
    async dispose() {
      isDisposed = true;
      for (const { view, abort } of tasks.values())
        if (view.can_cancel) abort.abort(new AppFailure('cancelled', 'Blindfold is closing.'));
      await Promise.all([...tasks.values()].map(({ end }) => end));
    },
  };
}

function isAbort(error: unknown): boolean {
  return (
    (error instanceof Error && error.name === 'AbortError') ||
    (error instanceof AppFailure && error.code === 'cancelled')
  );
}
