import { KEY_VARIABLE, providerAt } from '../../core/assistant/providers';
import { modelKeySchema } from '../../core/contract/assistantCommands';
import type { AssistantView } from '../../core/contract/assistantView';
import { AppFailure } from '../../core/contract/failure';
import type { AssistantKeyKeep, KeptKey } from '../settings/assistantKeyFile';
import { hostOf, parseModelServer } from './address';
import { isSecret } from './coverKey';

/** A key that the environment or a `.env` file holds. */
export interface VariableKey {
  readonly variable: string;
  readonly value: string;
}

/** What is known of the key for a server. Only `key` is secret. */
export type KeyLook = AssistantView['key'] & { readonly key: string | null };

/** The keys of model servers. Each goes to its own server and nowhere else. */
export interface AssistantKeys {
  /** In: an address as `parseModelServer` gives it. */
  lookFor(server: string): KeyLook;
  /** All servers that a key is kept for, those included whose key cannot be opened. */
  kept(): string[];
  place(): Promise<AssistantView['keeps_keys']>;
  /** Looks whether another copy of the app changed them. Never rejects: while they cannot be read, all stays as it is. */
  refresh(): Promise<void>;
  /** Gives a server its key, null takes it away. In: an address as it is typed. Rejects with AppFailure; then nothing has changed. */
  set(server: string, key: string | null): Promise<void>;
}

/** In: where they are kept, those of the environment, and what keeps a key out of the log. Reads nothing yet. */
export function createAssistantKeys(options: {
  readonly keep: AssistantKeyKeep;
  readonly variables: readonly VariableKey[];
  hide(secret: string): void;
  log(level: 'warning', message: string): void;
}): AssistantKeys {
  const { keep, variables } = options;
  const hidden = new Set<string>();
  let kept: readonly KeptKey[] = [];
  /** Why they could not be read at the last look. */
  let unread: string | null = null;
  let lastLogged = '';
  /** Changes and looks, one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  function hide(key: string): void {
    // A word for a server that wants any key would be found in many a line of the log.
    if (hidden.has(key) || !isSecret(key)) return;
    hidden.add(key);
    options.hide(key);
  }
  for (const { value } of variables) hide(value);

  function take(next: readonly KeptKey[]): void {
    for (const { key } of next) if (key !== null) hide(key);
    kept = next;
    unread = null;
  }

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = turn.then(run);
    turn = done.catch(() => undefined);
    return done;
  }

  function given(server: string): VariableKey | undefined {
    const own = providerAt(server)?.variable;
    return (
      variables.find(({ variable }) => variable === KEY_VARIABLE) ??
      variables.find(({ variable }) => variable === own)
    );
  }

  return {
    lookFor(server) {
      const fromOutside = given(server);
      if (fromOutside !== undefined) {
        const { variable, value } = fromOutside;
        if (modelKeySchema.safeParse(value).success) return { source: 'environment', variable, key: value };
        const fault = `The variable ${variable} holds no key that can be sent. A key is one line of plain letters, digits and signs.`;
        return { source: 'environment', variable, key: null, fault };
      }
      const own = kept.find((one) => one.server === server);
      if (own === undefined)
        return { source: 'none', variable: null, key: null, ...(unread === null ? {} : { fault: unread }) };
      if (own.key !== null) return { source: 'kept', variable: null, key: own.key };
      const fault = `The key for ${hostOf(server)} cannot be opened: another account or another computer sealed it, or the system's key store is locked. Unlock the store, give the key again or remove it.`;
      return { source: 'kept', variable: null, key: null, fault };
    },
    kept: () => kept.map(({ server }) => server),
    place: () => keep.place(),
    refresh: () =>
      inTurn(async () => {
        try {
          take(await keep.read());
          lastLogged = '';
        } catch (error) {
          if (!(error instanceof AppFailure)) throw error;
          unread = error.message;
          if (error.message !== lastLogged) options.log('warning', error.message);
          lastLogged = error.message;
        }
      }),
    async set(server, key) {
      const url = addressOf(server);
      return inTurn(async () => take(await keep.change(url, key)));
    },
  };
}

function addressOf(server: string): string {
  try {
    return parseModelServer(server);
  } catch (error) {
    if (error instanceof AppFailure) throw new AppFailure('bad_request', error.message, { field: 'server' });
    throw error;
  }
}
