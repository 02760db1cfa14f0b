import { z } from 'zod';
import { sessionIdSchema } from '../session/identity';
import { jsonSchema } from '../session/setup';
import { comfyServerSchema, comfyStateSchema, loraInfoSchema } from './comfyView';
import { headerNameSchema, headerValueSchema, serverAccessSchema } from './serverAccess';
import { workflowDefaultsSchema, workflowViewSchema } from './workflowView';

/** ComfyUI servers, what lies on them, and workflows. */
export const SERVER_COMMANDS = {
  /** The servers in use and what they offer; `server` asks about another address first. */
  'comfy.state': {
    args: z.strictObject({ server: z.string().max(1024).optional(), session_id: sessionIdSchema.optional() }),
    answer: comfyStateSchema,
  },
  /** What a LoRA file on a server says about itself; null when it says nothing. The server is found as by `comfy.state`. */
  'comfy.loraInfo': {
    args: z.strictObject({
      server: z.string().max(1024).optional(),
      session_id: sessionIdSchema.optional(),
      lora: z.string().min(1, 'Name a LoRA file.').max(1024),
    }),
    answer: z.object({ info: loraInfoSchema.nullable() }),
  },
  /** Starts the built-in demo server if need be and answers its state. */
  'comfy.startDemo': { args: z.strictObject({}), answer: comfyServerSchema },
  /** Which servers get a header for their login. */
  'comfy.access': { args: z.strictObject({}), answer: serverAccessSchema },
  /** Gives the header that a protected server asks for; it counts at once, also for a run that waits. null takes it away. */
  'comfy.setAccess': {
    args: z.strictObject({
      server: z.string().max(1024),
      header_name: headerNameSchema.nullable(),
      header_value: headerValueSchema.nullable(),
    }),
    answer: serverAccessSchema,
  },
  /** Size and sampling that the built-in workflow uses with a checkpoint. */
  'workflow.defaults': {
    args: z.strictObject({ checkpoint: z.string().max(1024).nullable() }),
    answer: workflowDefaultsSchema,
  },
  /** Finds the roles in a workflow in API format, with the nodes that each could be pointed at, and draws its graph. */
  'workflow.inspect': {
    args: z.strictObject({
      workflow: jsonSchema,
      /** The LoRA files under test, as the set-up names them. */
      loras: z.array(z.string().max(1024)).max(100).optional(),
      /** Roles set by hand, as the set-up keeps them. */
      bindings: z.record(z.string(), jsonSchema).optional(),
    }),
    answer: workflowViewSchema,
  },
};
