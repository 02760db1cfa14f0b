import { describe, expect, it } from 'vitest';
import type { OrderEntry } from '../plan/trials';
import type { JournalEvent, NewEvent } from './events';
import { applyEvent } from './journal';
import { mergeVotes } from './mergeVotes';
import { PACK_FORMAT, PACK_VERSION, type PackAnswer, VOTES_FORMAT, type VotesFile } from './packFile';
import { generationEvents, SAMPLE_CREATED_AT, SAMPLE_ID, sampleOrder, voteEvent } from './sampleJournal';
import { findRater, newSession, type SessionState } from './state';
import { evaluationOf } from './view';

const COPY = 'c0c0c0c0c0c0c0c0';
const [FIRST, SECOND, THIRD] = sampleOrder().map(({ pair }) => pair) as [string, string, string];
/** Practice, two pairs, and the first of them again. */
const SHOWINGS: (OrderEntry & { key: string })[] = [
  { key: 'aaaaaaa0', pair: THIRD, swap: true, kind: 'training' },
  { key: 'aaaaaaa1', pair: FIRST, swap: false },
  { key: 'aaaaaaa2', pair: SECOND, swap: true },
  { key: 'aaaaaaa3', pair: FIRST, swap: true, kind: 'repeat' },
];

function story(showings = SHOWINGS) {
  const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
  const add = (...events: NewEvent[]) => {
    for (const event of events)
      applyEvent(state, {
        ...event,
        seq: state.journal_seq + 1,
        at: '2024-01-16T10:00:00.000Z',
      } as JournalEvent);
  };
  add(...generationEvents());
  add({ type: 'pack_made', pack_id: 'abcdef0123456789', round: 0, order: showings });
  return { state, add };
}

function answer(key: string, choice: PackAnswer['choice'], more: Partial<PackAnswer> = {}): PackAnswer {
  return {
    key,
    metric: 'Quality',
    choice,
    stars: null,
    note: null,
    flags: [],
    elapsed_ms: 1200,
    voted_at: '2024-01-15T20:00:00.000Z',
    vote_id: `v-${key}-${more.metric ?? 'Quality'}`,
    ...more,
  };
}

function file(answers: PackAnswer[], more: Partial<VotesFile> = {}): VotesFile {
  return {
    format: VOTES_FORMAT,
    version: PACK_VERSION,
    pack_id: 'abcdef0123456789',
    copy_id: COPY,
    pack_sha256: '0'.repeat(64),
    revision: 9,
    rater: 'Ann',
    answers,
    checksum: '0'.repeat(64),
    ...more,
  };
}

const whole = () => sampleOrder();
const merged = (state: SessionState, votes: VotesFile) => mergeVotes(state, votes, whole);

describe('mergeVotes', () => {
  it('brings votes to their pairs and sides, and answers to checks beside them', () => {
    const { state, add } = story();
    const { events, ...told } = merged(
      state,
      file([
        answer('aaaaaaa0', 'A'),
        answer('aaaaaaa1', 'B', { stars: 4, note: 'sharper', flags: ['both_bad'] }),
        answer('aaaaaaa2', 'same', { stars: 4 }),
        answer('aaaaaaa3', 'A'),
      ]),
    );
    add(...events);
    expect(told).toEqual({
      rater: `pack ${COPY}`,
      label: 'Ann',
      added: 3,
      changed: 0,
      removed: 0,
      message: 'Votes of Ann: 3 votes came in.',
    });
    const rater = findRater(state, told.rater);
    expect(
      rater?.votes.map(({ pair, swap, choice, stars, note, flags, at }) => [
        pair,
        swap,
        choice,
        stars,
        note,
        flags,
        at,
      ]),
    ).toEqual([
      [FIRST, false, 'B', 4, 'sharper', ['both_bad'], '2024-01-15T20:00:00.000Z'],
      [SECOND, true, 'same', null, null, [], '2024-01-15T20:00:00.000Z'],
    ]);
    expect(rater?.checks.map(({ kind, pair, swap }) => [kind, pair, swap])).toEqual([
      ['training', THIRD, true],
      ['repeat', FIRST, true],
    ]);
    expect(rater?.source).toEqual({ pack_id: 'abcdef0123456789', copy_id: COPY, revision: 9 });
    // The pack's order first, then the pairs that it did not have.
    expect(rater?.order.slice(0, 4).map(({ pair, kind }) => [pair, kind])).toEqual(
      SHOWINGS.map(({ pair, kind }) => [pair, kind]),
    );
    expect(rater?.order.slice(4).map(({ pair }) => pair)).toEqual(
      sampleOrder()
        .map(({ pair }) => pair)
        .filter((pair) => pair !== FIRST && pair !== SECOND),
    );
  });

  it('touches no other rater, and of its own only what is another', () => {
    const { state, add } = story();
    add(voteEvent(0, 'Quality', 'A'));
    const others = structuredClone(state.raters);
    add(
      ...merged(state, file([answer('aaaaaaa0', 'A'), answer('aaaaaaa1', 'B'), answer('aaaaaaa2', 'A')]))
        .events,
    );
    const later = merged(
      state,
      file([answer('aaaaaaa1', 'A', { vote_id: 'again' }), answer('aaaaaaa2', 'A')], { revision: 10 }),
    );
    add(...later.events);
    expect(later.events.map(({ type }) => type)).toEqual(['vote_undone', 'vote_changed', 'votes_merged']);
    // What went is practice, which is no vote.
    expect(later).toMatchObject({ added: 0, changed: 1, removed: 0 });
    expect(later.message).toBe('Votes of Ann: 1 vote changed.');
    expect(state.raters.filter(({ source }) => source === null)).toEqual(others);
    expect(findRater(state, `pack ${COPY}`)?.votes.map(({ choice }) => choice)).toEqual(['A', 'A']);
    // What the rater says here of a pair that the pack does not have is nothing that its votes take away.
    const own = sampleOrder()[3];
    if (own === undefined) throw new Error('The sample has four pairs.');
    add({ ...voteEvent(3, 'Style', 'A'), rater: `pack ${COPY}` });
    add(...merged(state, file([answer('aaaaaaa2', 'A')], { revision: 11 })).events);
    expect(findRater(state, `pack ${COPY}`)?.votes.map(({ pair }) => pair)).toEqual([SECOND, own.pair]);
    for (const revision of [9, 10, 11]) expect(merged(state, file([], { revision })).events).toEqual([]);
  });

  it('tells raters of one name apart, and takes over a name that came later', () => {
    const { state, add } = story();
    const bring = (copy_id: string, rater: string, revision: number) => {
      const { events, label } = merged(state, file([answer('aaaaaaa1', 'A')], { copy_id, rater, revision }));
      add(...events);
      return label;
    };
    expect(bring('11111111', 'Ann', 1)).toBe('Ann');
    expect(bring('22222222', 'Ann', 1)).toBe('Ann (2)');
    expect(bring('66666666', 'ann', 1)).toBe('ann (3)');
    expect(bring('33333333', 'rater 1', 1)).toBe('rater 1 (2)');
    expect(bring('33333333', 'Ann', 2)).toBe('Ann (4)');
    add({ type: 'rater_named', rater: 'pack 11111111', label: 'Ann of Leeds' });
    expect(bring('11111111', 'Ann', 2)).toBe('Ann of Leeds');
    const long = 'x'.repeat(80);
    expect(bring('44444444', long, 1)).toBe(long);
    expect(bring('55555555', long, 1)).toBe(`${'x'.repeat(70)} (2)`);
  });

  it('says when nothing but practice came in, and leaves an end by hand alone', () => {
    const { state, add } = story();
    const first = merged(state, file([answer('aaaaaaa0', 'A')], { revision: 1 }));
    expect(first).toMatchObject({ added: 0, message: 'Only practice of Ann came in, which does not count.' });
    add(...first.events, ...merged(state, file([answer('aaaaaaa1', 'A')], { revision: 2 })).events);
    add({ type: 'evaluation_finished', by: 'hand' });
    const last = merged(state, file([], { revision: 3 }));
    expect(last).toMatchObject({ removed: 1, message: 'Votes of Ann: 1 vote went.' });
    add(...last.events);
    expect(state.finished_by_hand).toBe(true);
    add(
      { ...voteEvent(0, 'Quality', 'A') },
      { type: 'vote_undone', vote_id: 'vote-0-Quality', rater: 'rater 1' },
    );
    expect(state.finished_by_hand).toBe(false);
  });

  it('leaves no rater behind whom a discard takes away with the votes', () => {
    const { state, add } = story();
    const { events } = merged(state, file([answer('aaaaaaa1', 'A')]));
    const saved = structuredClone(state);
    add(...events);
    expect(evaluationOf(state).raters.map(({ label }) => label)).toEqual(['rater 1', 'Ann']);
    // What a discard leaves: the drawn order alone.
    const order = events.find(({ type }) => type === 'order_drawn');
    if (order === undefined) throw new Error('No order was drawn.');
    applyEvent(saved, { ...order, seq: saved.journal_seq + 1, at: SAMPLE_CREATED_AT } as JournalEvent);
    expect(evaluationOf(saved).raters.map(({ label }) => label)).toEqual(['rater 1']);
    const again = merged(saved, file([answer('aaaaaaa1', 'A')]));
    expect(again).toMatchObject({ label: 'Ann', added: 1 });
  });

  it('asks of a pass its one question only', () => {
    const { state } = story([{ key: 'aaaaaaa1', pair: FIRST, swap: false, metric: 'Style' }]);
    expect(merged(state, file([answer('aaaaaaa1', 'A', { metric: 'Style' })])).added).toBe(1);
    expect(() => merged(state, file([answer('aaaaaaa1', 'A')]))).toThrow(/^1 of the 1 votes is for a trial/);
  });

  it('refuses votes of another session and of an evaluation that was redone', () => {
    const { state, add } = story();
    expect(() => merged(state, file([], { pack_id: PACK_FORMAT }))).toThrow(/did not make/);
    add({ type: 'evaluation_redone', round: 1, order: sampleOrder() });
    expect(() => merged(state, file([answer('aaaaaaa1', 'A')]))).toThrow(/before the evaluation was redone/);
  });

  it('marks what comes in after the labels were shown', () => {
    const { state, add } = story();
    add(...merged(state, file([answer('aaaaaaa1', 'A')])).events);
    add({ type: 'revealed', by: 'hand', votes_done: 1, votes_total: 8 });
    add(...merged(state, file([answer('aaaaaaa1', 'A'), answer('aaaaaaa2', 'B')], { revision: 10 })).events);
    expect(findRater(state, `pack ${COPY}`)?.votes.map(({ after_reveal }) => after_reveal)).toEqual([
      false,
      true,
    ]);
  });
});

it('leaves an evaluation ended that was ended by hand, also where votes went', () => {
  const { state, add } = story();
  add(...merged(state, file([answer('aaaaaaa1', 'A'), answer('aaaaaaa2', 'B')])).events);
  add({ type: 'evaluation_finished', by: 'hand' });
  const later = merged(state, file([answer('aaaaaaa1', 'A')], { revision: 10 }));
  add(...later.events);
  expect(later).toMatchObject({ removed: 1 });
  expect(state.finished_by_hand).toBe(true);
});

it('tells raters apart whose names differ by capitals only', () => {
  const { state, add } = story();
  add({ type: 'rater_added', rater: 'ANN' });
  expect(merged(state, file([answer('aaaaaaa1', 'A')])).label).toBe('Ann (2)');
});
