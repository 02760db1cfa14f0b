import type { CheckedArgs, CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import { type SessionSummary, summarySchema } from '../../core/contract/sessionView';
import type { NewEvent } from '../../core/session/events';
import { stringifyJson } from '../../core/session/json';
import { logEntryOf } from '../../core/session/logEntry';
import { blankSetup, parseSetupPatch, type Setup } from '../../core/session/setup';
import { damagedSummary, holdsWords, matchesSearch, sortTime } from '../../core/session/view';
import type { SessionGlance } from '../sessions/openSession';
import { openWhole } from './openWhole';
import type { Services } from './services';
import { setupTurn } from './turns';

type SessionHandlers = Pick<
  CommandHandlers,
  | 'session.list'
  | 'session.create'
  | 'session.get'
  | 'session.patch'
  | 'session.save'
  | 'session.discard'
  | 'session.recover'
  | 'session.log'
>;

/** Folders looked at in one go when listing. */
const AT_ONCE = 16;
/** Log lines in an answer when none is asked for. */
const LOG_LINES = 500;
/** Events read when only one level is wanted, since most have another. */
const LOG_LOOK_BACK = 20_000;

export function sessionHandlers(services: Services): SessionHandlers {
  const { store, views, turns } = services;

  return {
    'session.list': (args) => list(services, args),

    async 'session.create'({ setup, notes }) {
      const patch = readPatch(services, setup ?? {});
      const session = await store.create(
        { ...blankSetup([services.servers.defaultServer]), ...patch },
        notes ?? '',
      );
      return views.summary(session);
    },

    async 'session.get'({ session_id }) {
      return views.detail(await store.open(session_id));
    },

    async 'session.patch'({ session_id, setup, notes, pinned }) {
      const patch = setup === undefined ? {} : readPatch(services, setup);
      const change = async () => {
        const session = await openWhole(store, session_id);
        const { state } = session;
        const events: NewEvent[] = [];
        const changes = changedFields(state.setup, patch);
        if (Object.keys(changes).length > 0) {
          if (state.started !== null) {
            throw new AppFailure(
              'not_possible',
              'This evaluation was started, so its set-up is fixed. Make a new session to try another one.',
              { field: 'setup' },
            );
          }
          events.push({ type: 'setup_changed', changes });
        }
        if (notes !== undefined && notes !== state.notes) events.push({ type: 'notes_changed', notes });
        if (pinned !== undefined && pinned !== state.pinned) events.push({ type: 'pinned', pinned });
        if (events.length > 0) await session.append(...events);
        return views.detail(session);
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
        await services.scores.write(session);
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

/** A set-up patch from outside, its server's address included. Throws AppFailure `bad_request`. */
function readPatch({ servers }: Services, input: unknown): Partial<Setup> {
  const patch = parseSetupPatch(input);
  if (patch.servers === undefined) return patch;
  const given = patch.servers.map((server) => server.trim()).filter((server) => server !== '');
  return { ...patch, servers: given.map(servers.storedName) };
}

/** The fields of a patch that say something else than the set-up does. */
function changedFields(setup: Setup, patch: Partial<Setup>): Partial<Setup> {
  const old: Record<string, unknown> = setup;
  return Object.fromEntries(
    Object.entries(patch).filter(([field, value]) => stringifyJson(value) !== stringifyJson(old[field])),
  );
}

/** The list, newest first: by the last save, or the making of what was never saved. */
async function list(
  services: Services,
  args: CheckedArgs<'session.list'>,
): Promise<{ sessions: SessionSummary[]; total: number }> {
  const { store, views } = services;
  const ids = await store.ids();
  const found: { summary: SessionSummary; glance: SessionGlance | null }[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = await Promise.all(ids.slice(from, from + AT_ONCE).map((id) => glanceAt(services, id)));
    for (const one of some) if (one !== null && passes(one, args)) found.push(one);
  }
  found.sort(
    (a, b) =>
      sortTime(b.summary) - sortTime(a.summary) || (a.summary.session_id < b.summary.session_id ? 1 : -1),
  );
  const offset = args.offset ?? 0;
  const shown = found.slice(offset, args.limit === undefined ? undefined : offset + args.limit);
  return {
    sessions: shown.map(({ summary, glance }) => (glance === null ? summary : views.summary(glance))),
    total: found.length,
  };
}

type ListedSession = { summary: SessionSummary; glance: SessionGlance | null };

/** One folder's line; null when the folder is gone meanwhile. What cannot be looked at is listed as damaged, with the reason. */
async function glanceAt(
  services: Services,
  id: Awaited<ReturnType<Services['store']['ids']>>[number],
): Promise<ListedSession | null> {
  try {
    const glance = await services.store.peek(id);
    const summary = summarySchema.safeParse(services.views.summary(glance, false));
    if (summary.success) return { summary: summary.data, glance };
    // One odd folder must not take the list with it.
    return { summary: damagedSummary(id, 'Its file holds what no session can say.'), glance: null };
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return error.code === 'not_found' ? null : { summary: damagedSummary(id, error.message), glance: null };
  }
}

function passes({ summary, glance }: ListedSession, { status, q }: CheckedArgs<'session.list'>): boolean {
  if (status !== undefined && summary.status !== status) return false;
  if (q === undefined || q.trim() === '') return true;
  return glance === null || glance.damaged !== null
    ? holdsWords(summary.label, q.trim())
    : matchesSearch(glance.state, q.trim());
}
