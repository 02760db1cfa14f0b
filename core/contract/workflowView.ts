import { z } from 'zod';
import { jsonSchema } from '../session/setup';

/** What is shown of a workflow: its roles and its graph. */

/** What the built-in workflow uses where the set-up leaves a choice open. */
export const workflowDefaultsSchema = z.object({
  size: z.tuple([z.number(), z.number()]),
  sampling: z.object({ steps: z.number(), cfg: z.number(), sampler_name: z.string(), scheduler: z.string() }),
});

export const workflowRoleSchema = z.enum([
  'output',
  'sampler',
  'lora',
  'seed',
  'positive',
  'negative',
  'checkpoint',
  'size',
]);
export type WorkflowRole = z.infer<typeof workflowRoleSchema>;

/** One role: which node plays it, what stands there now, and which others could. */
export const roleViewSchema = z.object({
  role: workflowRoleSchema,
  found: z.boolean(),
  /** Set by hand, against what was found by itself. */
  by_hand: z.boolean(),
  /** `LoraLoader node 14`, `None in this workflow`, or why it is missing. */
  text: z.string(),
  /** What stands there now: the file name, the seed's digits, the first words of the prompt, `1024 x 1024`; null when there is none. */
  value: z.string().nullable(),
  /** The key of the choice in force; null when none. */
  chosen: z.string().nullable(),
  /** What the role can be pointed at, best first. `bindings` is merged into the set-up's corrections when it is chosen. */
  choices: z.array(
    z.object({ key: z.string(), label: z.string(), bindings: z.record(z.string(), jsonSchema) }),
  ),
});
export type RoleView = z.infer<typeof roleViewSchema>;

/** The graph as a small drawing: columns by distance to the output, which stands in column 0; what feeds it lies in higher ones. */
export const workflowGraphSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      class_type: z.string(),
      title: z.string().nullable(),
      roles: z.array(workflowRoleSchema),
      column: z.number().int(),
      row: z.number().int(),
    }),
  ),
  links: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      kind: z.enum(['model', 'clip', 'conditioning', 'latent', 'image', 'other']),
    }),
  ),
});
export type WorkflowDrawing = z.infer<typeof workflowGraphSchema>;

export const workflowViewSchema = z.object({
  bindings: z.record(z.string(), jsonSchema),
  roles: z.array(roleViewSchema),
  graph: workflowGraphSchema,
});
export type WorkflowView = z.infer<typeof workflowViewSchema>;
