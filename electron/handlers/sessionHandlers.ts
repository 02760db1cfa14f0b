import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure, badRequest } from '../../core/contract/failure';
import { extensionFaults, inBegunOrder } from '../../core/plan/extension';
import type { NewEvent } from '../../core/session/events';
import { draftOf, whyNotExtended } from '../../core/session/extending';
import { stringifyJson } from '../../core/session/json';
import { logEntryOf } from '../../core/session/logEntry';
import { blankSetup, parseSetupPatch, type Setup } from '../../core/session/setup';
import type { SessionState } from '../../core/session/state';
import { openWhole } from './openWhole';
import { createPlanFacts } from './planFacts';
import type { Services } from './services';
import { setupTurn } from './turns';

type SessionHandlers = Pick<
  CommandHandlers,
  | 'session.create'
  | 'session.get'
  | 'session.show'
  | 'session.patch'
  | 'session.save'
  | 'session.discard'
  | 'session.recover'
  | 'session.log'
>;

/** Log lines in an answer when none is asked for. */
const LOG_LINES = 500;
/** Events read when only one level is wanted, since most have another. */
const LOG_LOOK_BACK = 20_000;

export function sessionHandlers(services: Services): SessionHandlers {
  const { store, views, turns } = services;
  const factsOf = createPlanFacts(services);

  return {
    async 'session.create'({ setup, notes }) {
      const patch = readPatch(services, setup ?? {});
      const session = await store.create(
        { ...blankSetup([services.servers.defaultServer]), ...patch },
        notes ?? '',
      );
      return views.summary(session);
    },

    'session.show'({ session_id }, from) {
      from.show(session_id);
      return { session_id };
    },

    async 'session.get'({ session_id }) {
      const session = await store.open(session_id);
      return views.detail(session, await factsOf(session));
    },

    async 'session.patch'({ session_id, setup, notes, pinned }) {
      const patch = setup === undefined ? {} : readPatch(services, setup);
      const change = async () => {
        const session = await openWhole(store, session_id);
        const { state } = session;
        const events: NewEvent[] = [];
        const changes = changedFields(state.setup, state.started === null ? patch : extended(state, patch));
        if (Object.keys(changes).length > 0) events.push({ type: 'setup_changed', changes });
        if (notes !== undefined && notes !== state.notes) events.push({ type: 'notes_changed', notes });
        if (pinned !== undefined && pinned !== state.pinned) events.push({ type: 'pinned', pinned });
        if (events.length > 0) await session.append(...events);
        return views.detail(session, await factsOf(session));
      };
      // What a discard takes back meanwhile must not be taken for unchanged.
      const inTurn = () => turns.take(session_id, change);
      // A start holds the set-up while it asks a server; notes need not wait for that.
      return setup === undefined ? inTurn() : turns.take(setupTurn(session_id), inTurn);
    },

    async 'session.save'({ session_id }) {
      return turns.take(session_id, async () => {
        const session = await openWhole(store, session_id);
        await session.save();
        // Every vote is in what was saved; the file beside it may come after the answer.
        services.scores.writeLater(session);
        return views.summary(session);
      });
    },

    async 'session.discard'({ session_id }) {
      return turns.take(session_id, async () => {
        const session = await openWhole(store, session_id);
        await session.discard();
        services.scores.follow(session);
        return views.summary(session);
      });
    },

    async 'session.recover'({ session_id }) {
      return turns.take(session_id, async () => {
        const session = await openWhole(store, session_id);
        await session.recover();
        return views.summary(session);
      });
    },

    async 'session.log'({ session_id, level, limit }) {
      const session = await store.open(session_id);
      const wanted = limit ?? LOG_LINES;
      const events = await session.readLog(level === undefined ? wanted : LOG_LOOK_BACK);
      const entries = events.map((event) => logEntryOf(event, session.state));
      return {
        entries: entries.filter((entry) => level === undefined || entry.level === level).slice(-wanted),
      };
    },
  };
}

/**
 * A set-up patch from outside, its servers' addresses included. One of several that has no address yet stays, and only the start
 * refuses it; no address at all means the usual server. Throws AppFailure `bad_request`.
 */
function readPatch({ servers }: Services, input: unknown): Partial<Setup> {
  const patch = parseSetupPatch(input);
  if (patch.servers === undefined) return patch;
  const given = patch.servers.map((server) => server.trim());
  if (given.every((server) => server === '')) return { ...patch, servers: [] };
  return { ...patch, servers: given.map((server, place) => storedServer(servers, server, place)) };
}

/** How a session stores a server. What is wrong with the address of one after the first is said beside that one. */
function storedServer(servers: Services['servers'], server: string, place: number): string {
  if (server === '') return server;
  try {
    return servers.storedName(server);
  } catch (error) {
    if (!(error instanceof AppFailure) || place === 0) throw error;
    throw badRequest([{ field: `setup.servers[${place}]`, message: error.message }]);
  }
}

/**
 * The draft of a begun session's extension after a patch. Throws AppFailure `not_possible` with a sentence beside each field
 * where it would change what images were made with.
 */
function extended(state: Readonly<SessionState>, patch: Partial<Setup>): Partial<Setup> {
  const draft = draftOf(state);
  if (state.started === null || Object.keys(changedFields(draft, patch)).length === 0) return {};
  const why = whyNotExtended(state);
  if (why !== null) throw new AppFailure('not_possible', why, { field: 'setup' });
  const begun = state.started.setup;
  const next = inBegunOrder(begun, { ...draft, ...patch });
  const details = extensionFaults(begun, next);
  const [first] = details;
  if (first !== undefined)
    throw new AppFailure('not_possible', first.message, { field: first.field, details });
  return next;
}

/** The fields of a patch that say something else than the set-up does. */
function changedFields(setup: Setup, patch: Partial<Setup>): Partial<Setup> {
  const old: Record<string, unknown> = setup;
  return Object.fromEntries(
    Object.entries(patch).filter(([field, value]) => stringifyJson(value) !== stringifyJson(old[field])),
  );
}
