import type { CommandHandlers } from '../../core/contract/commands';
import type { Services } from './services';

type TaskHandlers = Pick<CommandHandlers, 'task.list' | 'task.cancel' | 'task.dismiss'>;

export function taskHandlers({ tasks }: Services): TaskHandlers {
  return {
    'task.list': () => ({ tasks: tasks.list() }),
    'task.cancel': ({ task_id }) => tasks.cancel(task_id),
    'task.dismiss'({ task_id }) {
      tasks.dismiss(task_id);
      return { tasks: tasks.list() };
    },
  };
}
