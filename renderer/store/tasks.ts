import { create } from 'zustand';
import { AppFailure } from '../../core/contract/failure';
import type { TaskView } from '../../core/contract/taskView';
import { isDesktop } from '../backend/connect';
import { call, failureText } from './backend';
import { tellFailure } from './notices';

/** What came of something, to be read at leisure: it stays until it is put away. */
export interface Outcome {
  id: number;
  title: string;
  /** One sentence each. */
  lines: readonly string[];
  /** It could not be done, and `lines` say why. */
  isFault?: boolean;
  act?: { label: string; run: () => void };
}

interface TasksStore {
  /** Work of the backend that goes on, or ended and was not put away; oldest first. */
  tasks: readonly TaskView[];
  outcomes: readonly Outcome[];
}

/** Long work and what came of it. A reloaded page finds the work again. */
export const useTasks = create<TasksStore>()(() => ({ tasks: [], outcomes: [] }));

/** Asks for all tasks, as at a start. */
export async function refreshTasks(): Promise<void> {
  try {
    const { tasks } = await call('task.list', {});
    useTasks.setState({ tasks: [] });
    for (const task of tasks) adoptTask(task);
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes a task that came by push. */
export function adoptTask(task: TaskView): void {
  useTasks.setState(({ tasks }) => {
    const index = tasks.findIndex(({ task_id }) => task_id === task.task_id);
    // A task that was put away here may be told of once more.
    if (putAway.has(task.task_id)) return {};
    return { tasks: index < 0 ? [...tasks, task] : tasks.with(index, task) };
  });
  // A browser shows by itself that a download has arrived.
  if (!isDesktop() && task.kind === 'export' && task.state === 'done') void dismissTask(task.task_id);
}

const putAway = new Set<string>();

export async function cancelTask(id: string): Promise<void> {
  try {
    adoptTask(await call('task.cancel', { task_id: id }));
  } catch (error) {
    tellFailure(error);
  }
}

/** Takes an ended task out of the list, here and in the backend. */
export async function dismissTask(id: string): Promise<void> {
  putAway.add(id);
  useTasks.setState(({ tasks }) => ({ tasks: tasks.filter(({ task_id }) => task_id !== id) }));
  try {
    await call('task.dismiss', { task_id: id });
  } catch (error) {
    tellFailure(error);
  }
}

let nextOutcome = 1;

/** Shows what came of something until it is put away. The same said again takes the place of what was said before. */
export function showOutcome(outcome: Omit<Outcome, 'id'>): void {
  const id = nextOutcome++;
  const said = ({ title, lines }: Omit<Outcome, 'id'>) => [title, ...lines].join('\n');
  useTasks.setState(({ outcomes }) => ({
    outcomes: [...outcomes.filter((other) => said(other) !== said(outcome)), { ...outcome, id }],
  }));
}

export function dropOutcome(id: number): void {
  useTasks.setState(({ outcomes }) => ({ outcomes: outcomes.filter((outcome) => outcome.id !== id) }));
}

/**
 * Waits for work that the backend does as a task. What comes of it is told where it was asked for, so its ended task is put
 * away here and in the backend: another page, or this one after a reload, does not tell it once more. A failure stays on
 * this page until it is put away, since its sentence is to be read. In: the kind of the task, the call that does it, what a
 * failure is about where the task's own title is too general, and who tells of a failure where it is not this. Out: the answer;
 * null when it failed or was cancelled, which is told.
 */
export async function awaitTask<T>(
  kind: TaskView['kind'],
  work: () => Promise<T>,
  about?: string,
  onFailure?: (sentence: string) => void,
): Promise<T | null> {
  const before = new Set(useTasks.getState().tasks.map(({ task_id }) => task_id));
  const ended = () =>
    useTasks
      .getState()
      .tasks.filter((task) => task.kind === kind && task.state !== 'running' && !before.has(task.task_id));
  try {
    const answer = await work();
    for (const { task_id } of ended()) void dismissTask(task_id);
    return answer;
  } catch (error) {
    const isCancelled = error instanceof AppFailure && error.code === 'cancelled';
    const [task] = ended();
    for (const { task_id } of ended()) void dismissTask(task_id);
    if (onFailure !== undefined) onFailure(task?.message ?? failureText(error));
    else if (isCancelled || task === undefined) tellFailure(error);
    else
      showOutcome({ title: about ?? task.title, lines: [task.message ?? failureText(error)], isFault: true });
    return null;
  }
}

/** How far a task is, from 0 to 1; null while nobody knows its end. */
export function shareOf({ done, total }: Pick<TaskView, 'done' | 'total'>): number | null {
  return total === null || total === 0 ? null : Math.min(1, done / total);
}
