import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../core/session/events';
import { applyEvent } from '../core/session/journal';
import {
  generationEvents,
  placed,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  sampleJobs,
  voteEvent,
} from '../core/session/sampleJournal';
import { FIRST_RATER, newSession } from '../core/session/state';
import { evaluationOf } from '../core/session/view';
import type { Pushes } from './pushes';
import { tellEvents } from './sessionPushes';
import type { OpenSession } from './sessions/openSession';
import type { SessionViews } from './views/sessionViews';

const first = voteEvent(0, 'Quality', 'A');
const again: NewEvent = { type: 'image_regenerated', job: sampleJobs()[0]?.file ?? '', sha256: '' };
const place = { prompt_index: null, done: 5, total: 6, next_action: 'generate' };

/** A session's life with everything in it that judging can open, close or move on with. */
const STORY: readonly NewEvent[] = [
  { type: 'notes_changed', notes: 'a note' },
  ...generationEvents(),
  first,
  { ...first, type: 'vote_changed', choice: 'B' },
  again,
  { type: 'setup_loaded', ...place },
  { type: 'session_paused', reason: 'asked', message: '', ...place },
  { type: 'setup_loaded', ...place },
  { type: 'setup_checked', server: 'demo', version: '1', ...place },
  ...generationEvents().slice(-1),
  { type: 'vote_undone', vote_id: first.vote_id, rater: FIRST_RATER },
  voteEvent(1, 'Quality', 'A'),
  { type: 'evaluation_finished', by: 'hand' },
  { type: 'rater_added', rater: 'Ann' },
  { type: 'revealed', by: 'hand', votes_done: 1, votes_total: 8 },
];

describe('tellEvents', () => {
  it('tells how the judging stands after every event that changes it, opening and closing included', () => {
    const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    const untold: string[] = [];
    const canJudge: boolean[] = [];
    for (const event of placed(STORY)) {
      const before = JSON.stringify(evaluationOf(state));
      applyEvent(state, event);
      const now = evaluationOf(state);
      if (now.can_judge !== canJudge.at(-1)) canJudge.push(now.can_judge);
      const told: string[] = [];
      const pushes = { tell: () => undefined, tellSoon: (name: string) => told.push(name) };
      const session = { id: SAMPLE_ID, state } as OpenSession;
      tellEvents(pushes as unknown as Pushes, {} as SessionViews, session, [event]);
      if (JSON.stringify(now) !== before && !told.some((name) => name.startsWith('evaluation')))
        untold.push(event.type);
    }
    // It opened, and closed and opened again twice.
    expect(canJudge).toEqual([false, true, false, true, false, true]);
    expect(untold).toEqual([]);
  });
});
