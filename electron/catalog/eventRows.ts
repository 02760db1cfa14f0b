import type Database from 'better-sqlite3';
import { CHECKPOINTS, type JournalEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';

/** The tables that are derived from the events of the journals. */
export interface EventRows {
  /** In: all events of a session, and the mark of those that are in the tables already. Out: the mark of these. */
  bring(id: SessionId, events: readonly JournalEvent[], mark: string | null): string | null;
  /** In: the newest events. Out: the mark after them; the one before where events lie between. */
  add(id: SessionId, events: readonly JournalEvent[], mark: string | null): string | null;
  remove(id: SessionId): void;
  removeAll(): void;
}

/** The place up to which a session's events are in the tables: its number and its time, so that another journal is noticed. */
function markOf({ seq, at }: Pick<JournalEvent, 'seq' | 'at'>): string {
  return `${seq} ${at}`;
}

const TABLES = ['checkpoints', 'log_lines', 'images'] as const;

export function prepareEventRows(database: Database.Database): EventRows {
  const checkpoint = database.prepare(
    'INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const logLine = database.prepare('INSERT OR REPLACE INTO log_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const image = database.prepare('INSERT OR REPLACE INTO images VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const noImage = database.prepare('DELETE FROM images WHERE session_id = ? AND job = ?');
  const clear = TABLES.map((table) => database.prepare(`DELETE FROM ${table} WHERE session_id = ?`));

  function insert(id: SessionId, event: JournalEvent): void {
    const { seq, at } = event;
    if (event.type === 'log') {
      logLine.run(id, seq, at, event.level, event.message, event.step, event.prompt_index, event.job);
    } else if (event.type === 'image_completed') {
      const { job, file, prompt_index, sha256, size_bytes, width, height, server, seconds } = event;
      image.run(id, job, file, seq, at, prompt_index, sha256, size_bytes, width, height, server, seconds);
    } else if (event.type === 'image_regenerated') noImage.run(id, event.job);
    if (!CHECKPOINTS.has(event.type) || !('next_action' in event)) return;
    const text = (field: string) => {
      const value: unknown = field in event ? event[field as keyof typeof event] : null;
      return typeof value === 'string' ? value : null;
    };
    const { type, done, total, next_action } = event;
    const prompt = event.prompt_index ?? null;
    checkpoint.run(
      ...[id, seq, at, type, prompt, done, total, next_action],
      ...[text('job'), text('server'), text('message')],
    );
  }

  function remove(id: SessionId): void {
    for (const statement of clear) statement.run(id);
  }

  return {
    bring(id, events, mark) {
      const place = mark === null ? -1 : events.findLastIndex((event) => markOf(event) === mark);
      // Another journal than the one before: all of it anew.
      if (place < 0) remove(id);
      for (const event of events.slice(place + 1)) insert(id, event);
      const last = events.at(-1);
      return last === undefined ? null : markOf(last);
    },
    add(id, events, mark) {
      for (const event of events) insert(id, event);
      const [first] = events;
      const last = events.at(-1);
      if (first === undefined || last === undefined) return mark;
      const before = mark === null ? 0 : Number.parseInt(mark, 10);
      return first.seq === before + 1 ? markOf(last) : mark;
    },
    remove,
    removeAll() {
      for (const table of TABLES) database.exec(`DELETE FROM ${table}`);
    },
  };
}
