import { describe, expect, it } from 'vitest';
import type { GenerationView } from '../../core/contract/generationView';
import type { SessionDetail, SessionSummary } from '../../core/contract/sessionView';
import { canJudgeNow, needsRefresh, type OpenSession, sessionAfter } from './session';

const detail = {
  session_id: '20260412_214507',
  status: 'pending',
  step: 1,
  images_done: 0,
  votes_done: 0,
  unsaved_changes: 1,
} as SessionDetail;
const open: OpenSession = { phase: 'open', id: detail.session_id, detail };

describe('the open session', () => {
  it('opens when its answer comes, and ignores the answer to another question', () => {
    const loading = sessionAfter({ phase: 'blank' }, { type: 'asked', id: detail.session_id });
    expect(sessionAfter(loading, { type: 'answered', detail })).toEqual(open);
    const other = { ...detail, session_id: '20260101_000000' };
    expect(sessionAfter(loading, { type: 'answered', detail: other })).toBe(loading);
    expect(sessionAfter({ phase: 'blank' }, { type: 'answered', detail })).toEqual({ phase: 'blank' });
  });

  it('says why it could not be opened', () => {
    const failed = sessionAfter(
      { phase: 'loading', id: 'x' },
      { type: 'refused', id: 'x', message: 'Damaged.', summary: null },
    );
    expect(failed).toEqual({ phase: 'failed', id: 'x', message: 'Damaged.', summary: null });
    expect(
      sessionAfter(open, { type: 'refused', id: detail.session_id, message: 'Late.', summary: null }),
    ).toBe(open);
  });

  it('follows the pushes of its own session only', () => {
    const generation = { status: 'running', images_done: 3, images_total: 9 } as GenerationView;
    const after = sessionAfter(open, { type: 'generationChanged', id: detail.session_id, generation });
    expect(after).toMatchObject({
      detail: { status: 'running', images_done: 3, images_total: 9, generation },
    });
    expect(sessionAfter(open, { type: 'generationChanged', id: '20260101_000000', generation })).toBe(open);
  });

  it('has nothing mended any more once it is saved', () => {
    const mended = { ...detail, saved_at: null, repairs: ['Line 3 cannot be read.'] };
    const before: OpenSession = { ...open, detail: mended };
    const { repairs: _, ...summary } = mended;
    const changed = { type: 'summaryChanged' as const, summary };
    expect(sessionAfter(before, changed)).toMatchObject({ detail: { repairs: mended.repairs } });
    const saved = { ...changed, summary: { ...summary, saved_at: '2026-04-12T21:45:07Z' } };
    expect(sessionAfter(before, saved)).toMatchObject({ detail: { repairs: [] } });
  });

  it('is asked for anew when the set-up may have changed, not for every vote or image', () => {
    const before = detail as SessionSummary;
    expect(needsRefresh(before, { ...before, unsaved_changes: 2 })).toBe(true);
    expect(needsRefresh(before, { ...before, unsaved_changes: 2, votes_done: 1 })).toBe(false);
    expect(needsRefresh(before, { ...before, images_done: 1 })).toBe(true);
    expect(needsRefresh({ ...before, images_done: 1 }, { ...before, images_done: 2 })).toBe(false);
    expect(needsRefresh(before, { ...before, saved_at: '2026-04-12T21:45:07Z' })).toBe(true);
  });
});

describe('canJudgeNow', () => {
  it('waits for a run to end, and for a pair', () => {
    const at = (status: GenerationView['status'], can_judge = true, complete = false) =>
      canJudgeNow({ generation: { status }, evaluation: { can_judge, complete } } as SessionDetail);
    expect([at('paused'), at('completed'), at('failed')]).toEqual([true, true, true]);
    expect([at('running'), at('paused', false), at('completed', true, true)]).toEqual([false, false, false]);
  });
});
