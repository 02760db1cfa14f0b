import { type ComfyClient, createComfyClient } from './client';
import type { ComfyHttpOptions } from './http';
import { type ComfySocket, type ComfySocketOptions, createComfySocket } from './socket';

/** Both halves of the conversation with one ComfyUI. */
export interface ComfyConnection {
  readonly url: string;
  readonly client: ComfyClient;
  /** Opens a socket that stays open until it is closed. */
  openSocket(handlers: Pick<ComfySocketOptions, 'onMessage' | 'onState'>): ComfySocket;
}

/** Makes the connection to a server; nothing is sent yet. */
export function connectComfy(options: ComfyHttpOptions): ComfyConnection {
  const { url, headers } = options;
  return {
    url,
    client: createComfyClient(options),
    openSocket: (handlers) =>
      createComfySocket({ url, ...(headers === undefined ? {} : { headers }), ...handlers }),
  };
}
