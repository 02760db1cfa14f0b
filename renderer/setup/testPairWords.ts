import type { TaskView } from '../../core/contract/taskView';

/** How far a test pair is, in words: its steps are those of both images. Undefined: it has not begun. */
export function progressWords(task: Pick<TaskView, 'done' | 'total'> | undefined): string {
  if (task?.total == null || task.total === 0) return 'Waiting for the server';
  const steps = Math.round(task.total / 2);
  const isSecond = task.done > steps;
  const step = isSecond ? task.done - steps : task.done;
  return `Image ${isSecond ? 2 : 1} of 2, step ${step} of ${steps}`;
}
