import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that came. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The JSON of a question; null without one. */
  readonly body: ChatBody | null;
}

interface ChatBody {
  readonly model?: string;
  readonly stream?: boolean;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: {
    readonly type: string;
    readonly json_schema?: { readonly name: string; readonly strict: boolean; readonly schema: object };
  };
}

/** What is wrong with it. */
export type Trouble =
  /** Half of the answer comes; the rest when it is released, or never. */
  | 'held'
  /** Nothing comes at all until it is released. */
  | 'silence'
  /** The connection breaks off in the middle of the answer. */
  | 'cut'
  /** The stream ends in the middle, in good order. */
  | 'unfinished'
  /** An error is told in the middle of the stream. */
  | 'error_inside'
  | 'html'
  | 'not_json'
  /** Something answers as ComfyUI would. */
  | 'other_server'
  | 'redirect'
  | 'rate_limit'
  | 'rate_limit_30'
  | 'quota'
  | 'no_model'
  | 'too_long'
  | 'too_large'
  | 'out_of_memory'
  | 'loading'
  | 'no_schema'
  | 'no_form'
  | 'no_stream'
  | 'no_system'
  /** It answers in one piece, whatever was asked for. */
  | 'whole'
  | 'thinks'
  | 'empty'
  | 'refusal'
  | 'out_of_room'
  | 'filtered'
  | 'huge';

export interface ModelServerBehaviour {
  readonly models?: readonly string[];
  /** It lets only this key in. */
  readonly key?: string;
  /** What it answers; made up of the form that is asked for when left out. */
  readonly answer?: string | ((asked: Asked) => string);
  readonly trouble?: Trouble;
  /** A pause after each piece of a stream, for a person to watch. */
  readonly pieceMs?: number;
}

export interface FakeModelServer {
  /** Its base address, as `parseModelServer` gives it. */
  readonly url: string;
  readonly asked: readonly Asked[];
  behave(behaviour: ModelServerBehaviour): void;
  /** Lets go what is held back. */
  release(): void;
  close(): Promise<void>;
}

/** A model server that speaks as OpenAI's does, and can misbehave. */
export async function startFakeModelServer({
  behaviour = {},
}: {
  readonly behaviour?: ModelServerBehaviour;
} = {}): Promise<FakeModelServer> {
  void behaviour;
  const server = createServer((_request: IncomingMessage, response: ServerResponse) => {
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked: [],
    behave: () => undefined,
    release: () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
