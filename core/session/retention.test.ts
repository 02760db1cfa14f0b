import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../contract/sessionView';
import { exampleSummary } from '../testing/exampleSummary';
import { chooseEmpty, chooseOld, isEmptySession } from './retention';

const NOW = Date.parse('2024-02-01T12:00:00.000Z');
const NOBODY = { open: new Set<string>(), running: new Set<string>() };
let made = 0;

function session(hours: number, changes: Partial<SessionSummary> = {}): SessionSummary {
  made += 1;
  const last_event_at = new Date(NOW - hours * 3_600_000).toISOString();
  return exampleSummary(`20240115_14${String(made).padStart(2, '0')}00`, { last_event_at, ...changes });
}

function old(sessions: SessionSummary[], surroundings = NOBODY, hours = 168) {
  return chooseOld(sessions, { now: NOW, hours, ...surroundings });
}

describe('a clean-up by age', () => {
  it('takes what is older than so many hours, and nothing that is younger or just as old', () => {
    const gone = [session(168.01), session(9000, { status: 'completed', votes_done: 8 })];
    expect(old([session(0), session(168), ...gone, session(-5)])).toEqual({ go: gone, kept: [] });
  });

  it.each([
    ['that a window has open', {}, 'it is open', 'open'],
    ['whose images are being made', {}, 'it makes images', 'running'],
    ['that another copy has open', { state: 'read_only' }, 'it is open in another copy of Blindfold', null],
    ['that says it is running', { status: 'running' }, 'it makes images', null],
    ['that is pinned', { pinned: true }, 'it is pinned', null],
    ['with unsaved changes', { unsaved_changes: 1 }, 'it has unsaved changes', null],
    ['that is damaged', { state: 'damaged' }, 'it is damaged', null],
  ] as const)('leaves a session %s, and says so', (_what, changes, why, where) => {
    const kept = session(9000, changes);
    const gone = session(9000);
    const surroundings = {
      open: new Set(where === 'open' ? [kept.session_id] : []),
      running: new Set(where === 'running' ? [kept.session_id] : []),
    };
    expect(old([kept, gone], surroundings)).toEqual({ go: [gone], kept: [`1 session stays: ${why}.`] });
  });

  it('looks at neither the sample nor an archived session', () => {
    expect(old([session(9000, { sample: true }), session(9000, { state: 'archived' })])).toEqual({
      go: [],
      kept: [],
    });
  });

  it('counts those that stay, each under one reason', () => {
    const pinned = [session(200, { pinned: true, unsaved_changes: 3 }), session(200, { pinned: true })];
    expect(old([...pinned, session(200, { unsaved_changes: 3 })]).kept).toEqual([
      '2 sessions stay: they are pinned.',
      '1 session stays: it has unsaved changes.',
    ]);
  });

  it('says nothing of sessions that are not old enough', () => {
    expect(old([session(1, { pinned: true })]).kept).toEqual([]);
  });
});

describe('a clean-up of empty sessions', () => {
  it('takes those without image and vote, whatever their age, drafts that were never saved included', () => {
    const empty = [session(0, { unsaved_changes: 2, saved_at: null, timestamp: null }), session(900)];
    const full = [session(900, { images_done: 1 }), session(900, { votes_done: 1 })];
    expect(chooseEmpty([...full, ...empty], NOBODY)).toEqual({ go: empty, kept: [] });
  });

  it('leaves the open one and pinned ones', () => {
    const open = session(1);
    const choice = chooseEmpty([open, session(1, { pinned: true })], {
      ...NOBODY,
      open: new Set([open.session_id]),
    });
    expect(choice).toEqual({
      go: [],
      kept: ['1 session stays: it is open.', '1 session stays: it is pinned.'],
    });
  });

  it('never calls the sample, an archived or a damaged session empty, nor one whose images are gone', () => {
    const kinds = [
      { sample: true },
      { state: 'archived' },
      { state: 'damaged' },
      { images_missing: 1 },
    ] as const;
    for (const changes of kinds) {
      expect(isEmptySession(session(1, changes))).toBe(false);
      expect(chooseEmpty([session(1, changes)], NOBODY)).toEqual({ go: [], kept: [] });
    }
  });
});
