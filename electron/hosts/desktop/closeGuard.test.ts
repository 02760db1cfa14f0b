import { describe, expect, it, vi } from 'vitest';
import { type CloseAnswer, type CloseQuestions, mayClose } from './closeGuard';

const a = { session_id: '20260101_000000', label: 'Session A' };
const b = { session_id: '20260101_000001', label: 'Session B' };

function questions(unsaved: (typeof a)[], answer: CloseAnswer) {
  return {
    unsaved: () => unsaved,
    ask: vi.fn<CloseQuestions['ask']>(async () => answer),
    save: vi.fn<CloseQuestions['save']>(async () => undefined),
    discard: vi.fn<CloseQuestions['discard']>(async () => undefined),
    closeAnyway: vi.fn<CloseQuestions['closeAnyway']>(async () => false),
  };
}

describe('mayClose', () => {
  it('asks nothing when all is saved', async () => {
    const asked = questions([], 'cancel');
    expect(await mayClose(asked)).toBe(true);
    expect(asked.ask).not.toHaveBeenCalled();
  });

  it('names the one session that is not saved, and saves it', async () => {
    const asked = questions([a], 'save');
    expect(await mayClose(asked)).toBe(true);
    expect(asked.ask).toHaveBeenCalledWith('Session A has changes that were not saved.');
    expect(asked.save).toHaveBeenCalledWith(a);
    expect(asked.discard).not.toHaveBeenCalled();
  });

  it('counts several, and discards each', async () => {
    const asked = questions([a, b], 'discard');
    expect(await mayClose(asked)).toBe(true);
    expect(asked.ask).toHaveBeenCalledWith('2 sessions have changes that were not saved.');
    expect(asked.discard.mock.calls.map(([session]) => session)).toEqual([a, b]);
    expect(asked.save).not.toHaveBeenCalled();
  });

  it('changes nothing on Cancel', async () => {
    const asked = questions([a], 'cancel');
    expect(await mayClose(asked)).toBe(false);
    expect(asked.save).not.toHaveBeenCalled();
    expect(asked.discard).not.toHaveBeenCalled();
  });

  it('says why saving failed, and closes only when that is wanted all the same', async () => {
    const asked = questions([a], 'save');
    asked.save.mockRejectedValue(new Error('The disk is full.'));
    expect(await mayClose(asked)).toBe(false);
    expect(asked.closeAnyway).toHaveBeenCalledWith('The disk is full.');
    asked.closeAnyway.mockResolvedValue(true);
    expect(await mayClose(asked)).toBe(true);
  });
});
