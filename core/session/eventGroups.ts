import type { EventType } from './events';

/** How an event bears on saving: see the table in `docs/session-format.md`. */
export type EventGroup =
  /** Counts as unsaved, and a discard undoes it. */
  | 'undoable'
  /** Changes the state for good: what was made or looked at cannot be unmade. */
  | 'lasting'
  /** Changes nothing of the state. */
  | 'record';

/** The group of every type of event. */
export const EVENT_GROUP: Record<EventType, EventGroup> = {
  session_start: 'lasting',
  setup_loaded: 'lasting',
  setup_checked: 'lasting',
  self_checked: 'lasting',
  prompt_start: 'lasting',
  images_generating: 'lasting',
  image_completed: 'lasting',
  image_failed: 'lasting',
  image_regenerated: 'lasting',
  prompt_completed: 'lasting',
  session_paused: 'lasting',
  session_stopped: 'lasting',
  error_occurred: 'lasting',
  session_completed: 'lasting',
  setup_changed: 'undoable',
  plan_extended: 'lasting',
  order_drawn: 'lasting',
  rater_added: 'undoable',
  rater_named: 'undoable',
  vote_cast: 'undoable',
  vote_changed: 'undoable',
  vote_undone: 'undoable',
  evaluation_finished: 'undoable',
  evaluation_reopened: 'undoable',
  evaluation_redone: 'undoable',
  pack_made: 'lasting',
  votes_merged: 'undoable',
  pack_opened: 'lasting',
  revealed: 'lasting',
  report_generated: 'lasting',
  saved: 'record',
  adopted: 'record',
  discarded: 'lasting',
  recovered: 'record',
  notes_changed: 'lasting',
  pinned: 'lasting',
  log: 'record',
};

/** The events that say where a run stands; the last one decides where it goes on. */
export const CHECKPOINTS: ReadonlySet<EventType> = new Set<EventType>([
  'session_start',
  'setup_loaded',
  'setup_checked',
  'prompt_start',
  'images_generating',
  'image_completed',
  'image_failed',
  'prompt_completed',
  'session_paused',
  'session_stopped',
  'error_occurred',
  'session_completed',
]);
