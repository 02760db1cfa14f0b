import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { PushName, PushPayload } from '../../core/contract/pushes';
import type { Client } from '../backend/client';

let client: Client | null = null;

/** Says which client the stores speak through; null takes it away again. */
export function setClient(next: Client | null): void {
  client = next;
}

/** Asks the backend for one thing; see `Client.call`. */
export function call<C extends CommandName>(command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> {
  if (client === null)
    return Promise.reject(new AppFailure('host_unreachable', 'Blindfold is not connected.'));
  return client.call(command, args);
}

/** Hears the pushes of one name; the answer stops it. */
export function onPush<P extends PushName>(name: P, listener: (payload: PushPayload<P>) => void): () => void {
  if (client === null) throw new Error('Pushes need a client: call setClient first.');
  return client.onPush((push) => {
    if (push.push === name) listener(push.payload as PushPayload<P>);
  });
}

/** A failure's sentence for people; anything that is no AppFailure is a bug and says so. */
export function failureText(error: unknown): string {
  if (error instanceof AppFailure) return error.message;
  return `Something in the app went wrong: ${error instanceof Error ? error.message : String(error)}`;
}
