import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SessionDetail } from '../../core/contract/sessionView';
import { exampleEvaluation } from '../../core/testing/exampleEvaluation';
import { useSession } from './session';
import { sidebarOf, tabOfStep, toggleSidebar, useView } from './view';

type Standing = Pick<SessionDetail, 'state' | 'recovery' | 'evaluation'>;

const JUDGING: Standing = {
  state: 'ok',
  recovery: null,
  evaluation: exampleEvaluation({ votes_done: 3, votes_total: 16 }),
};

const AT_FIRST = { tab: 'evaluate', sidebar: 'auto', isBesidePictures: false } as const;

describe('sidebarOf', () => {
  it('makes room for the pictures while they are judged, and only then', () => {
    expect(sidebarOf(AT_FIRST, JUDGING)).toBe('rail');
    expect(sidebarOf({ ...AT_FIRST, tab: 'generate' }, JUDGING)).toBe('auto');
    expect(sidebarOf(AT_FIRST, null)).toBe('auto');
    expect(sidebarOf(AT_FIRST, { ...JUDGING, state: 'read_only' })).toBe('auto');
    const { evaluation } = JUDGING;
    expect(sidebarOf(AT_FIRST, { ...JUDGING, evaluation: { ...evaluation, can_judge: false } })).toBe('auto');
    expect(sidebarOf(AT_FIRST, { ...JUDGING, evaluation: { ...evaluation, complete: true } })).toBe('auto');
  });

  it('stays open where it asks about recovered work or was opened by hand', () => {
    const recovery = { changes: 14, since: '2026-04-12T21:45:07.000Z' };
    expect(sidebarOf(AT_FIRST, { ...JUDGING, recovery })).toBe('auto');
    expect(sidebarOf({ ...AT_FIRST, isBesidePictures: true }, JUDGING)).toBe('auto');
    expect(sidebarOf({ ...AT_FIRST, sidebar: 'over' }, JUDGING)).toBe('over');
  });
});

describe('toggleSidebar', () => {
  const shown = () => sidebarOf(useView.getState(), JUDGING);

  beforeEach(() => {
    useView.setState({ ...AT_FIRST, tab: 'setup' });
  });

  afterEach(() => {
    useSession.setState({ session: { phase: 'blank' } });
  });

  it('closes and opens', () => {
    toggleSidebar(false);
    expect(shown()).toBe('rail');
    toggleSidebar(false);
    expect(shown()).toBe('auto');
  });

  it('opens over the page in a narrow window', () => {
    toggleSidebar(true);
    expect(shown()).toBe('over');
    toggleSidebar(true);
    expect(shown()).toBe('auto');
  });

  it('opens beside the pictures and closes again, and is open on the other tabs all the same', () => {
    const detail = { session_id: '20260412_214507', ...JUDGING } as SessionDetail;
    useSession.setState({ session: { phase: 'open', id: detail.session_id, detail } });
    useView.setState({ tab: 'evaluate' });
    expect(shown()).toBe('rail');
    toggleSidebar(false);
    expect(shown()).toBe('auto');
    toggleSidebar(false);
    expect(shown()).toBe('rail');
    useView.setState({ tab: 'report' });
    expect(shown()).toBe('auto');
  });
});

describe('tabOfStep', () => {
  it('is the tab of the step, whatever the number', () => {
    expect([0, 1, 2, 3, 4, 5].map(tabOfStep)).toEqual([
      'setup',
      'setup',
      'generate',
      'evaluate',
      'report',
      'report',
    ]);
  });
});
