import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../core/session/events';
import {
  imageEvents,
  SAMPLE_ID,
  sampleJobs,
  sampleState,
  startEvents,
} from '../../core/session/sampleJournal';
import type { SessionGlance } from '../sessions/openSession';
import { sessionFolder } from '../sessions/sessionFolder';
import { createSessionViews } from './sessionViews';

const views = createSessionViews({
  images: { emblem: (_folder, file) => `/image/${file}` },
  generationOf: () => {
    throw new Error('No run is asked about here.');
  },
});

function thumbnailAfter(...events: NewEvent[]): string | null {
  const session: SessionGlance = {
    id: SAMPLE_ID,
    folder: sessionFolder('/nowhere', SAMPLE_ID),
    state: sampleState(events),
    readOnly: false,
    damaged: null,
    repairs: [],
    unsavedChanges: 0,
    savedAt: null,
    lastEventAt: null,
    recovery: null,
    events: [],
    stamp: null,
  };
  return views.summary(session).thumbnail;
}

describe('the picture that stands for a session', () => {
  const jobs = sampleJobs();
  const made = (count: number) => [
    ...startEvents(),
    ...jobs.slice(0, count).flatMap((job, index) => imageEvents(job, index + 1)),
  ];

  it('is the same one from when it is there, whatever is made after it', () => {
    const shown = jobs.map((_, index) => thumbnailAfter(...made(index + 1)));
    expect(thumbnailAfter(...made(0))).toBeNull();
    expect(shown[3]).not.toBeNull();
    expect(new Set(shown.filter((one) => one !== null)).size).toBe(1);
  });

  it('is any picture where a run ended after the first', () => {
    const stopped: NewEvent = {
      type: 'session_stopped',
      message: 'Stopped.',
      done: 1,
      total: jobs.length,
      next_action: 'resume',
    };
    expect(thumbnailAfter(...made(1), stopped)).toBe(`/image/${jobs[0]?.file}`);
  });
});
