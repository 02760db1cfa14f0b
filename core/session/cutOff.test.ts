import { expect, it } from 'vitest';
import { wasCutOff } from './cutOff';
import type { JournalEvent, NewEvent } from './events';

const place = { prompt_index: null, done: 1, total: 4, next_action: 'resume' };
const ended: NewEvent = { type: 'session_paused', reason: 'host_ended', message: 'Ended.', ...place };
const asked: NewEvent = { type: 'session_paused', reason: 'asked', message: 'Paused.', ...place };
const failed: NewEvent = { type: 'session_paused', reason: 'failures', message: 'Failed.', ...place };
const stopped: NewEvent = { type: 'session_stopped', message: 'Stopped.', ...place };
const done: NewEvent = { type: 'session_completed', ...place };
const note: NewEvent = { type: 'notes_changed', notes: 'seen' };

it.each([
  ['nothing', [], false],
  ['an end of the program', [ended], true],
  ['an end of the program, with other changes after it', [ended, note, note], true],
  ['two ends', [ended, ended], true],
  ['a pause by hand after it', [ended, asked], false],
  ['an end after a pause by hand', [asked, ended], true],
  ['failures', [failed], false],
  ['a stop', [ended, stopped], false],
  ['a run that came to its end', [ended, done], false],
] as const)('%s: %s', (_what, events, isCut) => {
  const placed = events.map((event, index) => ({ seq: index + 1, at: '2024-01-15T14:30:22Z', ...event }));
  expect(wasCutOff(placed as JournalEvent[])).toBe(isCut);
});
