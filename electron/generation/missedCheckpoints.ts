import type { NewEvent } from '../../core/session/events';
import type { OpenSession } from '../sessions/openSession';
import { runPlanOf } from './progress';

/** The `prompt_completed` of whole prompt pairs that a crash tore off behind the last image's own event. */
export async function missedCheckpoints(session: OpenSession): Promise<NewEvent[]> {
  const { started, images } = session.state;
  if (started === null) return [];
  const { jobs } = runPlanOf(started);
  const told = new Set<number>();
  for (const event of await session.readLog(Number.POSITIVE_INFINITY))
    if (event.type === 'prompt_completed') told.add(event.prompt_index);
  const prompts = [...new Set(jobs.map((job) => job.prompt_index))].filter((index) => !told.has(index));
  const whole = prompts.filter((index) =>
    jobs.every((job) => job.prompt_index !== index || images.has(job.file)),
  );
  const place = { done: images.size, total: jobs.length, next_action: 'generate_images' };
  return whole.map((prompt_index): NewEvent => ({ type: 'prompt_completed', prompt_index, ...place }));
}
