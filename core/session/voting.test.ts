import { describe, expect, it } from 'vitest';
import { voteOn } from './answers';
import type { EventOf } from './events';
import { sampleState } from './sampleJournal';
import { newRater } from './state';
import { castVote, undoVote } from './voting';

const cast = (pair: string, choice: 'A' | 'B'): EventOf<'vote_cast'> & { at: string } => ({
  type: 'vote_cast',
  rater: 'rater 1',
  vote_id: pair,
  pair,
  metric: 'Style',
  choice,
  stars: null,
  note: null,
  flags: [],
  elapsed_ms: 900,
  swap: false,
  at: '2026-01-05T12:00:00.000Z',
});

describe('the vote on a pair', () => {
  it('is found after others were taken back, given anew and changed', () => {
    const rater = newRater('rater 1');
    const state = { ...sampleState([]), raters: [rater] };
    const on = (pair: string) => voteOn(rater, { pair, metric: 'Style' })?.choice;
    for (const pair of ['a', 'b', 'c']) castVote(state, cast(pair, 'A'));
    expect([on('a'), on('b'), on('c')]).toEqual(['A', 'A', 'A']);
    undoVote(state, { type: 'vote_undone', rater: 'rater 1', vote_id: 'b' });
    expect([on('a'), on('b'), on('c')]).toEqual(['A', undefined, 'A']);
    castVote(state, cast('b', 'B'));
    castVote(state, cast('c', 'B'));
    expect([on('a'), on('b'), on('c')]).toEqual(['A', 'B', 'B']);
    expect(rater.votes.map(({ pair }) => pair)).toEqual(['a', 'c', 'b']);
  });
});
