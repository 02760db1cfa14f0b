import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import { decodeFromBackend, encodeMessage, type Reply } from '../../core/contract/envelope';
import { AppFailure } from '../../core/contract/failure';
import type { Push } from '../../core/contract/pushes';
import type { JsonValue } from '../../core/session/json';
import type { LinkState, Transport } from './transport';

/** The page's one way to the backend. */
export interface Client {
  /** Asks for one thing. Throws AppFailure: what the backend refused, `host_unreachable`, or `timed_out`. */
  call: <C extends CommandName>(command: C, args: CommandArgs<C>) => Promise<CommandAnswer<C>>;
  /** Hears every push from now on; the answer stops it. */
  onPush: (listener: (push: Push) => void) => () => void;
  /** Told at once with the present state, then with every change; the answer stops it. */
  onState: (listener: (state: LinkState) => void) => () => void;
  dispose: () => void;
}

interface Pending {
  resolve: (answer: unknown) => void;
  reject: (failure: AppFailure) => void;
  timer: ReturnType<typeof setTimeout> | null;
}

/** A start asks the server about everything first, so a call may take its time, but none waits for ever. */
const CALL_LIMIT_MS = 60_000;
/** Work that takes as long as it takes, shows how far it is, or waits for a person. */
const UNLIMITED: ReadonlySet<CommandName> = new Set<CommandName>([
  'session.copy',
  'session.check',
  'session.archive',
  'session.bringBack',
  'session.export',
  'report.get',
  'report.write',
  'assistant.prompts',
  'assistant.metrics',
  'assistant.models',
  'report.export',
  'session.import',
  'session.importOld',
  'session.refresh',
  'storage.cleanup',
  'storage.cleanupEmpty',
  'storage.rebuildCatalog',
  'storage.keep',
  'trash.empty',
  'desktop.choosePath',
]);
const UNREACHABLE =
  'Blindfold is not answering. What was kept is safe; this page goes on by itself when Blindfold is back.';

/** A typed client over any transport: numbers the calls, matches the replies, fails what is open when the link is lost. */
export function createClient(transport: Transport, limitMs: number = CALL_LIMIT_MS): Client {
  const pending = new Map<number, Pending>();
  const pushListeners = new Set<(push: Push) => void>();
  const stateListeners = new Set<(state: LinkState) => void>();
  let state: LinkState = 'connecting';
  let nextId = 1;
  let whenDecided: (() => void)[] = [];

  function take(id: number): Pending | undefined {
    const call = pending.get(id);
    if (call !== undefined) {
      if (call.timer !== null) clearTimeout(call.timer);
      pending.delete(id);
    }
    return call;
  }

  function settle(reply: Reply): void {
    const call = reply.id === null ? undefined : take(reply.id);
    if (call === undefined) return;
    if (reply.ok) call.resolve(reply.answer);
    else {
      const { code, message, field, details } = reply.failure;
      call.reject(
        new AppFailure(code, message, {
          ...(field === undefined ? {} : { field }),
          ...(details === undefined ? {} : { details }),
        }),
      );
    }
  }

  transport.onText((text) => {
    const message = decodeFromBackend(text);
    if (message === null) return;
    if ('push' in message) for (const listener of [...pushListeners]) listener(message);
    else settle(message);
  });

  transport.onState((next) => {
    state = next;
    if (next === 'lost') {
      for (const id of [...pending.keys()]) take(id)?.reject(new AppFailure('host_unreachable', UNREACHABLE));
    }
    if (next !== 'connecting') {
      const waiting = whenDecided;
      whenDecided = [];
      for (const go of waiting) go();
    }
    for (const listener of [...stateListeners]) listener(next);
  });

  async function call<C extends CommandName>(command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> {
    if (state === 'connecting') await new Promise<void>((resolve) => whenDecided.push(resolve));
    const id = nextId++;
    const answer = new Promise<unknown>((resolve, reject) => {
      const giveUp = () =>
        take(id)?.reject(
          new AppFailure('timed_out', `Blindfold took longer than ${limitMs / 1000} s to answer. Try again.`),
        );
      const timer = UNLIMITED.has(command) ? null : setTimeout(giveUp, limitMs);
      pending.set(id, { resolve, reject, timer });
    });
    transport.send(encodeMessage({ id, command, args: args as JsonValue })).catch((error: unknown) => {
      take(id)?.reject(new AppFailure('host_unreachable', UNREACHABLE, { cause: error }));
    });
    // Only our own backend speaks here, and it checks every answer against the same table.
    return (await answer) as CommandAnswer<C>;
  }

  return {
    call,
    onPush: (listener) => {
      pushListeners.add(listener);
      return () => pushListeners.delete(listener);
    },
    onState: (listener) => {
      stateListeners.add(listener);
      listener(state);
      return () => stateListeners.delete(listener);
    },
    dispose: () => {
      for (const id of [...pending.keys()]) take(id)?.reject(new AppFailure('host_unreachable', UNREACHABLE));
      transport.dispose();
    },
  };
}
