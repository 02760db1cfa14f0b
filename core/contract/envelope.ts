import { z } from 'zod';
import { parseJson, stringifyJson } from '../session/json';
import { jsonSchema } from '../session/setup';
import { type Failure, failureSchema } from './failure';
import type { Push } from './pushes';

/** The largest message or body that is taken in, in bytes: it holds set-ups and workflows, no pictures. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/**
 * The messages on the wire, the same over Electron's IPC and the WebSocket: texts of the lossless codec.
 * A request `{id, command, args}` gets exactly one reply with its id; pushes come unasked.
 */
export const requestSchema = z.strictObject({
  id: z.number().int().nonnegative(),
  command: z.string().max(100),
  args: jsonSchema.optional(),
});
export type Request = z.infer<typeof requestSchema>;

export const replySchema = z.union([
  z.object({ id: z.number().int().nonnegative(), ok: z.literal(true), answer: jsonSchema }),
  z.object({ id: z.number().int().nonnegative().nullable(), ok: z.literal(false), failure: failureSchema }),
]);
/** `id` is null when the request was too broken to carry one. */
export type Reply =
  | { id: number; ok: true; answer: unknown }
  | { id: number | null; ok: false; failure: Failure };

export type FromBackend = Reply | Push;

export function encodeMessage(message: Request | Reply | Push): string {
  return stringifyJson(message);
}

const pushShape = z.object({ push: z.string(), payload: jsonSchema });

/**
 * A text from the backend as a reply or a push. The envelope is checked; answers and payloads are trusted to be what the
 * contract says, since only our own backend speaks here. Out: null for anything else (a newer backend's message kinds).
 */
export function decodeFromBackend(text: string): FromBackend | null {
  const value = parseJson(text);
  const reply = replySchema.safeParse(value);
  if (reply.success) return reply.data;
  const push = pushShape.safeParse(value);
  return push.success ? (push.data as Push) : null;
}
