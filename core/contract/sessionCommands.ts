import { z } from 'zod';
import { sessionIdSchema } from '../session/identity';
import { onSession, setupPatch } from './commandArgs';
import { statusSchema } from './generationView';
import {
  listFilterSchema,
  logEntrySchema,
  sessionDetailSchema,
  sessionListSchema,
  summarySchema,
} from './sessionView';
import { oldSessionSchema } from './storageView';

const ids = z.array(sessionIdSchema).min(1, 'Name at least one session.').max(10_000);
const day = z.iso.date('A date is written YYYY-MM-DD.');
const path = z.string().min(1, 'Name a file.').max(4096);
const notes = z.string().max(100_000, 'Notes hold at most 100,000 characters.');

/** Sessions: the list, one of them, and their ways in and out. */
export const SESSION_COMMANDS = {
  /** From the catalog, newest first. `from` and `to` are days in the host's time zone, both included. */
  'session.list': {
    args: z.strictObject({
      status: statusSchema.optional(),
      q: z.string().max(1000).optional(),
      filter: listFilterSchema.optional(),
      from: day.optional(),
      to: day.optional(),
      pinned_first: z.boolean().optional(),
      limit: z.number().int().min(1).max(10_000).optional(),
      offset: z.number().int().min(0).optional(),
    }),
    answer: sessionListSchema,
  },
  /** Brings the catalog in line with the folders, then answers how many lines changed. */
  'session.refresh': { args: z.strictObject({}), answer: z.object({ changed: z.number().int() }) },
  /** The session that a fresh start proposes to go on with, and why; all null when there is none. */
  'session.active': {
    args: z.strictObject({}),
    answer: z.object({
      session_id: z.string().nullable(),
      status: statusSchema.nullable(),
      reason: z.string().nullable(),
      summary: summarySchema.nullable(),
    }),
  },
  /** Sessions whose run can be resumed, newest event first. */
  'session.resumable': { args: z.strictObject({}), answer: z.object({ sessions: z.array(summarySchema) }) },
  /** Makes the folder and the journal. */
  'session.create': {
    args: z.strictObject({ setup: setupPatch.optional(), notes: notes.optional() }),
    answer: summarySchema,
  },
  'session.get': { args: onSession, answer: sessionDetailSchema },
  /** A window tells which session it shows, null for none: no clean-up takes that one. It holds until the window is closed. */
  'session.show': {
    args: z.strictObject({ session_id: sessionIdSchema.nullable() }),
    answer: z.object({ session_id: z.string().nullable() }),
  },
  /** `setup` merges by key; notes and pin are kept at once, without a save. */
  'session.patch': {
    args: onSession.extend({
      setup: setupPatch.optional(),
      notes: notes.optional(),
      pinned: z.boolean().optional(),
    }),
    answer: sessionDetailSchema,
  },
  'session.save': { args: onSession, answer: summarySchema },
  /** Back to the last save: set-up edits and votes since then are undone, images stay. */
  'session.discard': { args: onSession, answer: summarySchema },
  /** Keeps the changes that an earlier process left unsaved. */
  'session.recover': { args: onSession, answer: summarySchema },
  /** Makes a session of its own of everything that this one is now, unsaved changes included. A task. */
  'session.copy': { args: onSession, answer: summarySchema },
  /** To the trash; refused while running. */
  'session.delete': { args: onSession, answer: z.object({ trashed: z.literal(true) }) },
  /** Takes a session out of the trash again: the item that is named, else what was deleted last under this id. */
  'session.restore': {
    args: onSession.extend({ item: z.string().max(255).optional() }),
    answer: summarySchema,
  },
  /** Reads everything again and mends what can be mended; `findings` says what was found, empty when all is well. */
  'session.check': { args: onSession, answer: summarySchema.extend({ findings: z.array(z.string()) }) },
  /** Into a verified zip in the archive folder; the folder goes. A task. */
  'session.archive': { args: onSession, answer: summarySchema },
  /** Out of its zip into a folder again. A task. */
  'session.bringBack': { args: onSession, answer: summarySchema },
  /** Writes sessions into one zip at a path (desktop). A task. */
  'session.export': {
    args: z.strictObject({ session_ids: ids, path }),
    answer: z.object({ path: z.string(), bytes: z.number().int() }),
  },
  /** Takes the sessions of a zip at a path in (desktop). A task. */
  'session.import': {
    args: z.strictObject({ path }),
    answer: z.object({ sessions: z.array(summarySchema), remarks: z.array(z.string()) }),
  },
  /** The single-session files of an older tool beside or in the sessions folder; null when there are none. */
  'session.findOld': { args: z.strictObject({}), answer: z.object({ found: oldSessionSchema.nullable() }) },
  /** Copies them into a session; they stay as they are. */
  'session.importOld': { args: z.strictObject({}), answer: summarySchema },
  'session.log': {
    args: onSession.extend({
      level: logEntrySchema.shape.level.optional(),
      limit: z.number().int().min(1).max(10_000).optional(),
    }),
    answer: z.object({ entries: z.array(logEntrySchema) }),
  },
};
