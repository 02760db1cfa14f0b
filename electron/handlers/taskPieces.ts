import { AppFailure } from '../../core/contract/failure';
import type { TaskControl, TaskOptions, Tasks } from '../tasks';

/**
 * A file that is made while it is taken, as a task; whoever stops taking it ends the task. In: what the task is, and the pieces. Throws
 * what they throw.
 */
export async function* taskPieces(
  tasks: Pick<Tasks, 'run'>,
  options: TaskOptions<number>,
  make: (control: TaskControl) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const whole = Promise.withResolvers<number>();
  const control = Promise.withResolvers<TaskControl>();
  const task = tasks.run(options, (given) => {
    control.resolve(given);
    return whole.promise;
  });
  task.catch(control.reject);
  try {
    let size = 0;
    for await (const piece of make(await control.promise)) {
      size += piece.length;
      yield piece;
    }
    whole.resolve(size);
  } catch (error) {
    whole.reject(error);
    throw error;
  } finally {
    whole.reject(new AppFailure('cancelled', 'The file was not fetched to its end.'));
  }
}
