import type Database from 'better-sqlite3';
import { CHECKPOINTS } from '../../core/session/eventGroups';
import type { JournalEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';

type Value = string | number | null;

/** What the tables say of one event; nothing but plain values, so that another thread can make it. */
export interface EventRow {
  /** The place of its event among those that were read. */
  readonly place: number;
  readonly kind: 'checkpoint' | 'log_line' | 'image' | 'image_gone';
  readonly values: readonly Value[];
}

/** Events as the tables take them. */
export interface EventRows {
  /** The mark of each event, in their order. */
  readonly marks: readonly string[];
  readonly rows: readonly EventRow[];
}

export const NO_EVENTS: EventRows = { marks: [], rows: [] };

/** What the tables say of events. */
export function eventRowsOf(events: readonly JournalEvent[]): EventRows {
  return { marks: events.map(markOf), rows: events.flatMap(rowsOf) };
}

/** A session's number of an event and its time, so that another journal is noticed. */
function markOf({ seq, at }: JournalEvent): string {
  return `${seq} ${at}`;
}

function rowsOf(event: JournalEvent, place: number): EventRow[] {
  const { seq, at } = event;
  const rows: EventRow[] = [];
  if (event.type === 'log') {
    const { level, message, step, prompt_index, job } = event;
    rows.push({ place, kind: 'log_line', values: [seq, at, level, message, step, prompt_index, job] });
  } else if (event.type === 'image_completed') {
    const { job, file, prompt_index, sha256, size_bytes, width, height, server, seconds } = event;
    const facts = [sha256, size_bytes, width, height, server, seconds];
    rows.push({ place, kind: 'image', values: [job, file, seq, at, prompt_index, ...facts] });
  } else if (event.type === 'image_regenerated') {
    rows.push({ place, kind: 'image_gone', values: [event.job] });
  }
  if (!CHECKPOINTS.has(event.type) || !('next_action' in event)) return rows;
  const text = (field: string) => {
    const value: unknown = field in event ? event[field as keyof typeof event] : null;
    return typeof value === 'string' ? value : null;
  };
  const { type, done, total, next_action } = event;
  const words = [text('job'), text('server'), text('message')];
  const values = [seq, at, type, event.prompt_index ?? null, done, total, next_action, ...words];
  rows.push({ place, kind: 'checkpoint', values });
  return rows;
}

/** The tables that are derived from the events of the journals. */
export interface EventTables {
  /** In: all events of a session, and the mark of those that are in the tables already. Out: the mark of these. */
  bring(id: SessionId, events: EventRows, mark: string | null): string | null;
  /** In: the newest events. Out: the mark after them; the one before where events lie between. */
  add(id: SessionId, events: EventRows, mark: string | null): string | null;
  remove(id: SessionId): void;
  removeAll(): void;
}

const TABLES = ['checkpoints', 'log_lines', 'images'] as const;

export function prepareEventTables(database: Database.Database): EventTables {
  const statements = {
    checkpoint: database.prepare(
      'INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    log_line: database.prepare('INSERT OR REPLACE INTO log_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    image: database.prepare('INSERT OR REPLACE INTO images VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    image_gone: database.prepare('DELETE FROM images WHERE session_id = ? AND job = ?'),
  };
  const clear = TABLES.map((table) => database.prepare(`DELETE FROM ${table} WHERE session_id = ?`));

  function insert(id: SessionId, rows: readonly EventRow[], from: number): void {
    for (const { place, kind, values } of rows) if (place >= from) statements[kind].run(id, ...values);
  }

  function remove(id: SessionId): void {
    for (const statement of clear) statement.run(id);
  }

  return {
    bring(id, { marks, rows }, mark) {
      const place = mark === null ? -1 : marks.lastIndexOf(mark);
      // Another journal than the one before: all of it anew.
      if (place < 0) remove(id);
      insert(id, rows, place + 1);
      return marks.at(-1) ?? null;
    },
    add(id, { marks, rows }, mark) {
      insert(id, rows, 0);
      const [first] = marks;
      const last = marks.at(-1);
      if (first === undefined || last === undefined) return mark;
      const before = mark === null ? 0 : Number.parseInt(mark, 10);
      return Number.parseInt(first, 10) === before + 1 ? last : mark;
    },
    remove,
    removeAll() {
      for (const table of TABLES) database.exec(`DELETE FROM ${table}`);
    },
  };
}
