import type { ComfyClient } from '../comfy/client';
import { type ComfyConnection, connectComfy } from '../comfy/connection';

/** A connection to a server some of whose calls are replaced. */
export function through(
  url: string,
  replace: (client: ComfyClient) => Partial<ComfyClient>,
  timeoutMs = 2_000,
): () => ComfyConnection {
  return () => {
    const connection = connectComfy({ url, timeoutMs });
    return { ...connection, client: { ...connection.client, ...replace(connection.client) } };
  };
}
