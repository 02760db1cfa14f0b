import { describe, expect, it } from 'vitest';
import {
  type Asked,
  answered,
  begun,
  ended,
  NOTHING_ASKED,
  progressed,
  shownItems,
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
    expect(shownItems(again)).toEqual([]);
    expect(shownItems(ended(again, 'two', 'Why'))).toEqual(whole.items);
    expect(shownItems(stopped(again))).toEqual(whole.items);
    expect(shownItems(stopped(progressed(again, part(['x'], 'two'))))).toEqual(['x']);
    expect(shownItems(answered(again, 'two', { ...whole, items: [] }))).toEqual([]);
    const third = begun(ended(again, 'two', 'Why'), { ...REQUEST, requestId: 'three' });
    expect(shownItems(ended(third, 'three', 'Why'))).toEqual(whole.items);
  });

  it('has boxes, which a new request sets back', () => {
    const once = toggledAt(answered(asking, 'one', whole), 1);
    expect([...once.toggled]).toEqual([1]);
    expect([...toggledAt(once, 1).toggled]).toEqual([]);
    expect([...begun(once, REQUEST).toggled]).toEqual([]);
  });
});
