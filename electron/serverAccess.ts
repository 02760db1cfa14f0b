import { AppFailure } from '../core/contract/failure';
import type { ServerAccessView } from '../core/contract/serverAccess';
import { DEMO_SERVER } from '../core/session/view';
import { parseServerAddress } from './comfy/address';
import type { AccessEntry, AccessKeep } from './settings/accessFile';

/** The headers that protected servers ask for. A value goes to its own server and nowhere else. */
export interface ServerAccess {
  /** The header of a server; none for any other address. In: as `parseServerAddress` gives it. Out: the same object until it is changed. */
  headersFor(url: string): Readonly<Record<string, string>>;
  /** Looks whether another copy of the app changed them. Never rejects: while they cannot be read, all stays as it is. */
  refresh(): Promise<void>;
  list(): ServerAccessView;
  /** Gives a server its header, null takes it away. Rejects with AppFailure; then nothing has changed. */
  set(server: string, header: { name: string; value: string } | null): Promise<ServerAccessView>;
}

const NONE: Readonly<Record<string, string>> = {};

/** In: where the headers are kept, and what keeps a value out of the log. Reads nothing yet. */
export function createServerAccess(options: {
  readonly keep: AccessKeep;
  hide(secret: string): void;
  log(level: 'warning', message: string): void;
}): ServerAccess {
  let entries: readonly AccessEntry[] = [];
  let headers = new Map<string, Readonly<Record<string, string>>>();
  let lastFault = '';
  /** Changes and looks, one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = turn.then(run);
    turn = done.catch(() => undefined);
    return done;
  }

  function take(next: readonly AccessEntry[]): void {
    const made = new Map<string, Readonly<Record<string, string>>>();
    for (const { server, header_name, header_value } of next) {
      const known = headers.get(server);
      if (known?.[header_name] === header_value) {
        made.set(server, known);
        continue;
      }
      hideValue(header_value);
      made.set(server, { [header_name]: header_value });
    }
    headers = made;
    entries = next;
  }

  /** Behind a word such as Bearer the key itself may stand alone somewhere. */
  function hideValue(value: string): void {
    const words = value.split(' ').filter((word) => word.length >= 8);
    for (const secret of [value, ...words]) options.hide(secret);
  }

  const list = (): ServerAccessView => ({
    servers: entries.map(({ server, header_name }) => ({ server, header_name })),
  });

  return {
    headersFor: (url) => headers.get(url) ?? NONE,
    refresh: () =>
      inTurn(async () => {
        try {
          take(await options.keep.read());
          lastFault = '';
        } catch (error) {
          if (!(error instanceof AppFailure)) throw error;
          if (error.message !== lastFault) options.log('warning', error.message);
          lastFault = error.message;
        }
      }),
    list,
    async set(server, header) {
      if (server.trim() === DEMO_SERVER)
        throw new AppFailure('bad_request', 'The demo asks for no header.', { field: 'server' });
      const url = parseServerAddress(server);
      const kept = header === null ? null : { header_name: header.name, header_value: header.value };
      return inTurn(async () => {
        take(await options.keep.change(url, kept));
        return list();
      });
    },
  };
}
