import { AppFailure } from '../../core/contract/failure';
import { type Completion, createModelClient, type ModelClient } from '../assistant/modelClient';
import { type FakeModelServer, type ModelServerBehaviour, startFakeModelServer } from './fakeModelServer';

export const KEY = 'sk-test-0123456789abcdef';
export const QUESTION: Completion = {
  model: 'small-model',
  text: 'Write 3 prompts about a lighthouse keeper and her dog.',
  form: null,
};

export interface AskOptions {
  readonly key?: string | null;
  readonly limitMs?: number;
}

/** A door to a server for tests, and that server. */
export interface AskedWorld {
  readonly server: FakeModelServer;
  client(options?: AskOptions): ModelClient;
  /** Asks, and hears the pieces. */
  ask(
    behaviour: ModelServerBehaviour,
    question?: Partial<Completion>,
    options?: AskOptions,
  ): Promise<{
    text: string;
    model: string;
    cut: string | null;
    heard: [text: string, characters: number][];
  }>;
}

/** Starts the server; whoever calls closes it. */
export async function openAskedWorld(): Promise<AskedWorld> {
  const server = await startFakeModelServer();
  const client = ({ key = KEY, limitMs = 10_000 }: AskOptions = {}) =>
    createModelClient({ url: server.url, key, limitMs });
  return {
    server,
    client,
    async ask(behaviour, question = {}, options = {}) {
      server.behave(behaviour);
      const heard: [text: string, characters: number][] = [];
      const answer = await client(options).complete(
        { ...QUESTION, ...question },
        { signal: new AbortController().signal, onText: (...piece) => heard.push(piece) },
      );
      return { ...answer, heard };
    },
  };
}

/** Why something failed, as a person is told. */
export async function failureOf(doing: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error = await doing.then(
    () => new Error('It did not fail'),
    (error: unknown) => error,
  );
  if (!(error instanceof AppFailure)) throw error;
  return { code: error.code, message: error.message };
}
