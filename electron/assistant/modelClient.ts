import type { ModelAnswer, ModelQuestion } from './assistant';

/** How a model is asked: what a server refused once is not sent to it again. */
export interface AskingWay {
  /** The form of the answer is demanded as a JSON Schema, as any JSON, or not at all. */
  readonly form: 'json_schema' | 'json_object' | 'none';
  readonly isStreamed: boolean;
  /** What the model is goes in a message of its own. */
  readonly hasSystem: boolean;
}

/** What worked, by server and model. */
export type AskingWays = Map<string, AskingWay>;

export interface ModelClientOptions {
  /** As `parseModelServer` gives it. */
  readonly url: string;
  /** Asked at each call; null = the server gets none. */
  readonly key: () => string | null;
  /** For a whole answer, connecting and all tries included. */
  readonly limitMs: number;
  readonly fetch?: typeof fetch;
  /** Handed on from client to client, so that a change of settings forgets nothing. */
  readonly ways?: AskingWays;
}

/** A question as the server gets it. */
export interface Completion extends Pick<ModelQuestion, 'system' | 'text' | 'form'> {
  readonly model: string;
}

export interface ModelClient {
  /** The models that write text, by name, sorted. Throws AppFailure. */
  models(signal?: AbortSignal): Promise<string[]>;
  /**
   * The whole answer. `onText` hears each piece as it comes: the answer so far, and how many letters came in all, a model's
   * thinking among them; it hears nothing after the end. Throws AppFailure `assistant_unreachable`, `assistant_refuses`, `timed_out`
   * and, when `signal` is aborted, `cancelled`.
   */
  complete(
    question: Completion,
    watch: { readonly signal: AbortSignal; onText(text: string, characters: number): void },
  ): Promise<ModelAnswer>;
}

/** Makes the door to one model server that speaks as OpenAI's does. */
export function createModelClient(_options: ModelClientOptions): ModelClient {
  return {
    models: () => Promise.reject(new Error('Not yet')),
    complete: () => Promise.reject(new Error('Not yet')),
  };
}
