/** Marks a database as a catalog of this app in its header: `Bfld`. */
export const APPLICATION_ID = 0x42666c64;

/**
 * What makes the tables, step by step; a database that has done the first n steps says so in its `user_version`. A step is
 * never changed once it is out in the world: what the tables lack comes as one more step at the end.
 */
export const STEPS: readonly string[] = [
  `CREATE TABLE sessions (
     session_id TEXT PRIMARY KEY NOT NULL,
     sort_time REAL NOT NULL,
     pinned INTEGER NOT NULL,
     status TEXT NOT NULL,
     state TEXT NOT NULL,
     step INTEGER NOT NULL,
     bytes INTEGER,
     archive TEXT,
     emblem_file TEXT,
     emblem_version TEXT,
     stamp TEXT,
     summary TEXT NOT NULL,
     search_text TEXT NOT NULL
   ) STRICT;
   CREATE VIEW session_summaries AS SELECT
     session_id, status, state, step, bytes, archive,
     summary ->> '$.lora_filename' AS lora_filename,
     summary ->> '$.first_prompt' AS first_prompt,
     summary ->> '$.notes' AS notes,
     summary ->> '$.created_at' AS created_at,
     summary ->> '$.saved_at' AS saved_at,
     summary ->> '$.last_event_at' AS last_event_at,
     summary ->> '$.images_done' AS images_done,
     summary ->> '$.images_total' AS images_total,
     summary ->> '$.votes_done' AS votes_done,
     summary ->> '$.votes_total' AS votes_total
   FROM sessions;
   CREATE INDEX sessions_in_order ON sessions (sort_time, session_id, pinned, status, state, step, archive);`,

  // Every session is looked at again after this, so that the new tables fill.
  `ALTER TABLE sessions ADD COLUMN events_mark TEXT;
   UPDATE sessions SET stamp = NULL;
   CREATE TABLE checkpoints (
     session_id TEXT NOT NULL,
     seq INTEGER NOT NULL,
     at TEXT NOT NULL,
     type TEXT NOT NULL,
     prompt_index INTEGER,
     done INTEGER NOT NULL,
     total INTEGER NOT NULL,
     next_action TEXT NOT NULL,
     job TEXT,
     server TEXT,
     message TEXT,
     PRIMARY KEY (session_id, seq)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE log_lines (
     session_id TEXT NOT NULL,
     seq INTEGER NOT NULL,
     at TEXT NOT NULL,
     level TEXT NOT NULL,
     message TEXT NOT NULL,
     step INTEGER,
     prompt_index INTEGER,
     job TEXT,
     PRIMARY KEY (session_id, seq)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE images (
     session_id TEXT NOT NULL,
     job TEXT NOT NULL,
     file TEXT NOT NULL,
     seq INTEGER NOT NULL,
     at TEXT NOT NULL,
     prompt_index INTEGER,
     sha256 TEXT NOT NULL,
     size_bytes INTEGER NOT NULL,
     width INTEGER NOT NULL,
     height INTEGER NOT NULL,
     server TEXT NOT NULL,
     seconds REAL,
     PRIMARY KEY (session_id, job)
   ) STRICT, WITHOUT ROWID;`,

  // Lines of before there were rating packs do not say whether they are one.
  `UPDATE sessions SET stamp = NULL, summary = json_set(summary, '$.is_pack', json('false'));`,
];
