import { z } from 'zod';

/** Work that takes its time, shows how far it is and can be cancelled; a reloaded page finds it again. */
export const taskSchema = z.object({
  task_id: z.string(),
  kind: z.enum(['copy', 'export', 'import', 'archive', 'bring_back', 'delete', 'catalog', 'test_pair']),
  /** `Exporting 3 sessions` */
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** Steps done and all steps, in bytes, pieces or steps of a sampler; null while the end is not known. */
  done: z.number().nonnegative(),
  total: z.number().nonnegative().nullable(),
  /** What came of it, or why not, in a sentence; null while it runs. */
  message: z.string().nullable(),
  can_cancel: z.boolean(),
});
export type TaskView = z.infer<typeof taskSchema>;
