import { describe, expect, it } from 'vitest';
import {
  type Asked,
  answered,
  begun,
  ended,
  NOTHING_ASKED,
  progressed,
  shown,
  stopped,
  toggledAt,
} from './askPhases';

const REQUEST = { requestId: 'one', by: 'model', model: 'llama3.2', since: 5 } as const;
const asking: Asked<string> = begun<string>(NOTHING_ASKED, REQUEST);
const part = (items: string[], request_id = 'one') => ({ request_id, phase: 'answering' as const, items });
const answering = progressed(asking, part(['a', 'b']));
const whole = { items: ['a', 'b', 'c'], model: 'llama3.2:latest', remarks: ['2 were left out.'] };

describe('what the assistant is asked for', () => {
  it('comes piece by piece, then as a whole', () => {
    expect(asking).toMatchObject({ phase: 'asking', model: 'llama3.2', items: [] });
    expect(answering).toMatchObject({ phase: 'answering', items: ['a', 'b'] });
    expect(answered(answering, 'one', whole)).toMatchObject({ phase: 'done', requestId: null, ...whole });
  });

  it('is none of another request, and never becomes less', () => {
    expect(progressed(asking, part(['x'], 'other'))).toBe(asking);
    expect(answered(asking, 'other', whole)).toBe(asking);
    expect(ended(asking, 'other', 'Why')).toBe(asking);
    expect(progressed(answering, part(['a']))).toBe(answering);
    const done = answered(answering, 'one', whole);
    expect(progressed(done, part(['late', 'late', 'late', 'late']))).toBe(done);
  });

  it('keeps what came when it is stopped, what still comes of it too', () => {
    const cancelled = stopped(answering);
    expect(cancelled).toMatchObject({ phase: 'cancelled', items: ['a', 'b'] });
    expect(progressed(cancelled, part(['a', 'b', 'c']))).toMatchObject({
      phase: 'cancelled',
      items: ['a', 'b', 'c'],
    });
    expect(ended(cancelled, 'one', 'Too late.')).toMatchObject({
      phase: 'cancelled',
      failure: null,
      items: ['a', 'b'],
    });
    expect(answered(cancelled, 'one', whole)).toMatchObject({ phase: 'done', items: whole.items });
    expect(stopped(ended(answering, 'one', 'Why'))).toMatchObject({ phase: 'failed' });
  });

  it('keeps what came when it goes wrong, with the sentence', () => {
    expect(ended(answering, 'one', 'The model server stopped answering.')).toMatchObject({
      phase: 'failed',
      failure: 'The model server stopped answering.',
      items: ['a', 'b'],
    });
  });

  it('has what came before as long as nothing comes of the next request', () => {
    const done = answered(asking, 'one', whole);
    const again = begun(done, { ...REQUEST, requestId: 'two' });
    expect(shown(again).items).toEqual([]);
    expect(shown(ended(again, 'two', 'Why')).items).toEqual(whole.items);
    expect(shown(stopped(again)).items).toEqual(whole.items);
    expect(shown(stopped(progressed(again, part(['x'], 'two')))).items).toEqual(['x']);
    expect(shown(answered(again, 'two', { ...whole, items: [] })).items).toEqual([]);
    const third = begun(ended(again, 'two', 'Why'), { ...REQUEST, requestId: 'three' });
    expect(shown(ended(third, 'three', 'Why')).items).toEqual(whole.items);
  });

  it('has what came before as it was: who made it, and which boxes were pressed', () => {
    const lists = { requestId: 'lists', by: 'word_lists', model: null, since: 1 } as const;
    const first = toggledAt(answered(begun<string>(NOTHING_ASKED, lists), 'lists', whole), 2);
    const failed = ended(begun(first, REQUEST), 'one', 'Why');
    expect(shown(failed)).toEqual({ by: 'word_lists', items: whole.items, toggled: new Set([2]) });
    expect(shown(toggledAt(failed, 0))).toMatchObject({ by: 'word_lists', toggled: new Set([2, 0]) });
    expect(shown(answered(begun(first, REQUEST), 'one', whole))).toMatchObject({
      by: 'model',
      toggled: new Set(),
    });
  });

  it('has boxes, which a new request sets back', () => {
    const once = toggledAt(answered(asking, 'one', whole), 1);
    expect([...once.toggled]).toEqual([1]);
    expect([...toggledAt(once, 1).toggled]).toEqual([]);
    expect([...begun(once, REQUEST).toggled]).toEqual([]);
  });
});
