import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../contract/sessionView';
import { exampleSummary } from '../testing/exampleSummary';
import { proposeSession } from './proposal';

const NOW = Date.parse('2024-02-01T12:00:00.000Z');
let made = 0;

/** A session whose last event was so many minutes ago. */
function session(minutes: number, changes: Partial<SessionSummary> = {}): SessionSummary {
  made += 1;
  const last_event_at = new Date(NOW - minutes * 60_000).toISOString();
  return exampleSummary(`20240115_14${String(made).padStart(2, '0')}00`, { last_event_at, ...changes });
}

const running = { status: 'running', step: 2, images_done: 3 } as const;
const paused = { status: 'paused', step: 2, images_done: 4 } as const;
const made6 = { status: 'completed', step: 3, images_done: 6 } as const;
const halfVoted = { ...made6, votes_done: 5 } as const;
const done = { ...made6, step: 4, votes_done: 8 } as const;

describe('the session to go on with', () => {
  it('is none where there is none', () => {
    expect(proposeSession([], NOW)).toBeNull();
  });

  it.each([
    ['running', running, 'Images are being made: 3 of 6.'],
    ['paused', paused, '4 of 6 images are made. Resume makes the rest.'],
    ['paused, with votes', { ...paused, votes_done: 2 }, '4 of 6 images are made. 2 of 8 votes are cast.'],
    ['half voted', halfVoted, '5 of 8 votes are cast. The next pair is ready.'],
  ])(
    'is one that is %s, before one that was completed just now or touched last',
    (_what, changes, reason) => {
      const old = session(9000, changes);
      expect(proposeSession([session(1), session(2, made6), session(3, done), old], NOW)).toEqual({
        summary: old,
        reason,
      });
    },
  );

  it('is, of several that are under way, the one with the last event', () => {
    const newest = session(20, paused);
    expect(proposeSession([session(30, running), newest, session(40, halfVoted)], NOW)?.summary).toBe(newest);
  });

  it('is else one that was completed in the last 5 minutes, whatever was touched since', () => {
    const completed = session(5, made6);
    const found = proposeSession([session(1), session(0.1), completed], NOW);
    expect(found).toEqual({
      summary: completed,
      reason: 'All 6 images were made in the last 5 minutes. Voting can begin.',
    });
  });

  it('is else the one that was worked on last', () => {
    const last = session(1);
    expect(proposeSession([session(5.01, made6), last, session(10, done)], NOW)).toEqual({
      summary: last,
      reason: 'It was worked on last.',
    });
    expect(proposeSession([session(5.01, made6)], NOW)?.reason).toBe(
      'All 6 images are made. Voting can begin.',
    );
    expect(proposeSession([session(90, done)], NOW)?.reason).toBe(
      'Its evaluation is finished. The report is ready.',
    );
  });

  it.each([
    ['the sample', { sample: true }],
    ['an archived one', { state: 'archived' }],
    ['a damaged one', { state: 'damaged' }],
    ['one that another copy has open', { state: 'read_only' }],
  ] as const)('is never %s', (_what, changes) => {
    expect(proposeSession([session(1, { ...running, ...changes })], NOW)).toBeNull();
    const other = session(900);
    expect(proposeSession([session(1, { ...running, ...changes }), other], NOW)?.summary).toBe(other);
  });

  it('does not hang on the order of the list', () => {
    const same = [session(7), session(7), session(7)];
    expect(proposeSession(same, NOW)?.summary).toBe(proposeSession(same.toReversed(), NOW)?.summary);
  });
});
