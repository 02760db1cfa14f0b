import { z } from 'zod';
import { sessionIdSchema } from '../session/identity';
import { jsonSchema } from '../session/setup';

/** Arguments that commands of several kinds take. */

export const onSession = z.strictObject({ session_id: sessionIdSchema });
/** A set-up patch; its fields are checked one by one by `parseSetupPatch`, which names each fault. */
export const setupPatch = z.record(z.string(), jsonSchema);
