import { AppFailure } from '../../core/contract/failure';
import type { SessionSummary } from '../../core/contract/sessionView';
import type { Cleanup } from '../../core/contract/storageView';
import { parseSessionId, type SessionId } from '../../core/session/identity';
import { type CleanupChoice, chooseEmpty, chooseOld } from '../../core/session/retention';
import { sum } from '../../core/statistics/sum';
import type { Catalog, CatalogRow } from '../catalog/catalog';
import type { TaskControl, Tasks } from '../tasks';

export interface CleanupOptions {
  /** Only says what would go. */
  readonly dryRun: boolean;
}

/** Brings sessions that nobody needs any more to the trash. */
export interface Retention {
  /** Those whose last event is older than so many hours. Throws AppFailure when the list cannot be had. */
  clean(hours: number, options: CleanupOptions): Promise<Cleanup>;
  /** Those without an image and without a vote. */
  cleanEmpty(options: CleanupOptions): Promise<Cleanup>;
  /** What is due by the setting, if it is on. */
  check(): Promise<void>;
}

export interface RetentionParts {
  readonly catalog: Pick<Catalog, 'refresh' | 'rows'>;
  /** A session's line as it is on disk now. Throws AppFailure `not_found`. */
  look(id: SessionId): Promise<SessionSummary>;
  /** What its folder says by itself. Rejects with AppFailure. */
  touchedAt(id: SessionId): Promise<number>;
  mayHaveImages(id: SessionId): Promise<boolean>;
  /** Bytes of a session on disk. */
  bytesOf(row: CatalogRow): Promise<number>;
  /** Sessions that a window shows, and those that somebody has worked with a moment ago; they stay. */
  open(): Iterable<string>;
  isRunning(id: SessionId): boolean;
  /** Moves a session to the trash; `check` has the last word. Throws AppFailure. */
  remove(id: SessionId, check: () => Promise<void>): Promise<void>;
  readonly tasks: Pick<Tasks, 'run'>;
  /** Aborted when the program ends. */
  readonly ending: AbortSignal;
  /** Tells that sessions are gone. */
  tell(removed: string[]): void;
  /** The setting: null = off. */
  hours(): number | null;
  now(): Date;
  log(level: 'info' | 'warning', message: string): void;
}

type Control = Pick<TaskControl, 'signal' | 'progress'>;

/** Sessions that went, and how many stayed for which reason. */
interface Moved {
  readonly gone: string[];
  readonly stay: ReadonlyMap<string, number>;
}

/** So many sessions are worth a task that can be watched and cancelled. */
const WORTH_A_TASK = 20;
/** Gone sessions that are told of at once while more are going. */
const TOLD_AT_ONCE = 50;

type Choose = (sessions: readonly SessionSummary[]) => CleanupChoice;

/** Which sessions go: by the list, then by what the disk says. */
interface Rule {
  readonly choose: Choose;
  /** Looked at for the preview, too, where it costs little. Rejects with AppFailure. */
  isDue(id: SessionId): Promise<boolean>;
  /** Throws AppFailure with why it stays after all. */
  lastLook(id: SessionId): Promise<void>;
}

const HOUR_MS = 3_600_000;
const UNRECORDED =
  'A session with image files in its output folder is not empty, though none of them is recorded. Check it first.';

/** So many ids are named in the log. */
const NAMED = 20;

/** Makes the service; nothing goes until it is asked. */
export function createRetention(parts: RetentionParts): Retention {
  function surroundings(sessions: readonly SessionSummary[]) {
    const running = sessions.map((one) => one.session_id).filter((id) => parts.isRunning(parseSessionId(id)));
    return { open: new Set(parts.open()), running: new Set(running) };
  }

  async function run(what: string, rule: Rule, { dryRun }: CleanupOptions): Promise<Cleanup> {
    await parts.catalog.refresh();
    const rows = new Map((await parts.catalog.rows()).map((row) => [row.summary.session_id, row]));
    const { go, kept } = rule.choose([...rows.values()].map(({ summary }) => summary));
    const looked = await inTurn(go, async ({ session_id }) => {
      const isDue = await isDueStill(parseSessionId(session_id), rule);
      return isDue ? (rows.get(session_id) ?? []) : [];
    });
    const due = looked.flat();
    const sizes = await inTurn(due, (row) => parts.bytesOf(row));
    const found = {
      sessions: due.map(({ summary }) => summary.session_id),
      trashed: 0,
      bytes: sum(sizes),
      kept,
    };
    if (dryRun) return found;

    const { gone, stay } = await inTask(due.length, (control) => moveAll(due, rule, control));
    if (due.length > 0) {
      const more = stay.size === 0 ? '' : `; ${sum([...stay.values()])} could not be moved`;
      parts.log(
        'info',
        `${what}: ${gone.length} of ${due.length} sessions went to the trash${named(gone)}${more}.`,
      );
    }
    const refusals = [...stay].map(([why, count]) => (count === 1 ? why : `${count} sessions stay. ${why}`));
    const isGone = new Set(gone);
    return {
      sessions: gone,
      trashed: gone.length,
      bytes: sum(due.map(({ summary }, index) => (isGone.has(summary.session_id) ? (sizes[index] ?? 0) : 0))),
      kept: [...kept, ...refusals],
    };
  }

  /** What takes its time shows how far it is, and can be cancelled; a few sessions are gone at once. */
  function inTask(count: number, work: (control: Control) => Promise<Moved>): Promise<Moved> {
    if (count < WORTH_A_TASK) return work({ signal: parts.ending, progress: () => undefined });
    const title = `Moving ${count} sessions to the trash`;
    const said = ({ gone }: Moved) => `${gone.length} of ${count} sessions went to the trash.`;
    return parts.tasks.run({ kind: 'delete', title, said }, work);
  }

  /** A cancel leaves those where they are that were not moved yet. */
  async function moveAll(due: readonly CatalogRow[], rule: Rule, control: Control): Promise<Moved> {
    const gone: string[] = [];
    const stay = new Map<string, number>();
    let told = 0;
    const tell = () => {
      if (gone.length > told) parts.tell(gone.slice(told));
      told = gone.length;
    };
    try {
      for (const [index, { summary }] of due.entries()) {
        if (control.signal.aborted) break;
        const refusal = await moveAway(parseSessionId(summary.session_id), rule);
        if (refusal === null) gone.push(summary.session_id);
        else stay.set(refusal, (stay.get(refusal) ?? 0) + 1);
        control.progress(index + 1, due.length);
        if (gone.length - told >= TOLD_AT_ONCE) tell();
      }
    } finally {
      tell();
    }
    return { gone, stay };
  }

  /** Out: why it stays after all, in a sentence; null when it is gone. */
  async function moveAway(id: SessionId, rule: Rule): Promise<string | null> {
    try {
      await parts.remove(id, async () => {
        // Somebody may have gone on with it since the list was read.
        const { go, kept } = rule.choose([await parts.look(id)]);
        if (go.length === 0)
          throw new AppFailure('not_possible', kept[0] ?? `Session ${id} was changed just now.`);
        await rule.lastLook(id);
      });
      return null;
    } catch (error) {
      if (error instanceof AppFailure) return error.message;
      throw error;
    }
  }

  const old = (hours: number): Rule => {
    const now = parts.now().getTime();
    // What was put there by hand, brought back or changed by another program has no event that says so.
    const isDue = async (id: SessionId) => (await parts.touchedAt(id)) < now - hours * HOUR_MS;
    return {
      choose: (sessions) => chooseOld(sessions, { now, hours, ...surroundings(sessions) }),
      isDue,
      async lastLook(id) {
        if (!(await isDue(id))) throw new AppFailure('not_possible', `Session ${id} was changed just now.`);
      },
    };
  };

  const empty: Rule = {
    choose: (sessions) => chooseEmpty(sessions, surroundings(sessions)),
    isDue: async () => true,
    async lastLook(id) {
      if (await parts.mayHaveImages(id)) throw new AppFailure('not_possible', UNRECORDED);
    },
  };

  /** What cannot be looked at now is told with its reason when it is to go. */
  async function isDueStill(id: SessionId, rule: Rule): Promise<boolean> {
    try {
      return await rule.isDue(id);
    } catch (error) {
      if (error instanceof AppFailure) return true;
      throw error;
    }
  }

  return {
    clean: (hours, options) => run(`Clean-up of sessions older than ${hours} hours`, old(hours), options),
    cleanEmpty: (options) => run('Clean-up of empty sessions', empty, options),
    async check() {
      const hours = parts.hours();
      if (hours === null) return;
      await run(`Retention of ${hours} hours`, old(hours), { dryRun: false });
    },
  };
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const out: R[] = [];
  for (const item of items) out.push(await work(item));
  return out;
}

/** The ids of what went, for the log. */
function named(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return `: ${ids.slice(0, NAMED).join(', ')}${more}`;
}
