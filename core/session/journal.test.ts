import { describe, expect, it } from 'vitest';
import { discardEvent, unsavedEvents, voidedEvents } from './discard';
import { EVENT_GROUP } from './eventGroups';
import { eventSchemas, type NewEvent, readEvent } from './events';
import { replay } from './journal';
import { parseJson, stringifyJson } from './json';
import {
  generationEvents,
  imageEvents,
  placed,
  SAMPLE_CREATED_AT,
  SAMPLE_ID,
  sampleJobs,
  sampleOrder,
  sampleSetup,
  sampleState,
  startEvents,
  voteEvent,
} from './sampleJournal';
import { FIRST_RATER, findRater, newSession, type SessionState } from './state';

const edit = (metrics: string[]): NewEvent => ({ type: 'setup_changed', changes: { metrics } });
const discard = (to_seq: number): NewEvent => ({ type: 'discarded', to_seq });

describe('the journal line', () => {
  it('comes back as the same event through the codec, 64-bit integers included', () => {
    for (const event of placed([
      ...generationEvents(),
      voteEvent(0, 'Quality', 'A', { stars: 4, note: 'ä' }),
    ])) {
      expect(readEvent(parseJson(stringifyJson(event)))).toEqual(event);
    }
  });

  it('is history when a newer copy wrote its type, and nothing when it is no event', () => {
    const at = '2024-01-15T14:30:22+01:00';
    expect(readEvent({ seq: 7, at, type: 'something_new', deep: [1] })).toEqual({
      type: 'unknown',
      seq: 7,
      at,
    });
    expect(readEvent({ seq: 7, at, type: 'constructor' })).toEqual({ type: 'unknown', seq: 7, at });
    expect(readEvent({ seq: 7, at, type: 'pinned', pinned: 'yes' })).toBeNull();
    expect(readEvent({ seq: 1.5, at, type: 'pinned', pinned: true })).toBeNull();
    expect(readEvent({ seq: 7, at: 'yesterday', type: 'pinned', pinned: true })).toBeNull();
    expect(readEvent([1])).toBeNull();
  });

  it('has a group for every type', () => {
    expect(Object.keys(EVENT_GROUP).sort()).toEqual(Object.keys(eventSchemas).sort());
  });
});

describe('a run', () => {
  it('is running from its start and completed by its last event, with every image known', () => {
    const begun = sampleState(startEvents());
    expect(begun.run).toMatchObject({ status: 'running', phase: 'generating_images', ended_at: null });
    expect(begun.run.started_at).toBe('2024-01-15T14:30:23.000Z');
    const done = sampleState(generationEvents());
    expect(done.run).toMatchObject({ status: 'completed', phase: null, reason: null });
    expect(done.images.size).toBe(6);
    expect(done.posted.size).toBe(0);
    expect(done.run.checkpoint).toMatchObject({ type: 'session_completed', next_action: 'evaluate' });
  });

  it('remembers a posted job until its image is there or has failed', () => {
    const [job, other] = sampleJobs();
    if (job === undefined || other === undefined) throw new Error('The sample has jobs.');
    const [posted, completed] = imageEvents(job, 1) as [NewEvent, NewEvent];
    const state = sampleState([...startEvents(), posted]);
    expect(state.posted.get(job.file)).toEqual({
      job: job.file,
      server: 'http://127.0.0.1:8188',
      prompt_id: 'prompt-1',
      prefix: 'blindfold/1',
    });
    expect(sampleState([...startEvents(), posted, completed]).posted.size).toBe(0);
    const failed: NewEvent = {
      type: 'image_failed',
      job: job.file,
      prompt_index: 0,
      code: 'server_refuses',
      message: 'Out of memory.',
      done: 0,
      total: 6,
      next_action: 'generate',
    };
    const after = sampleState([...startEvents(), posted, failed]);
    expect(after.posted.size).toBe(0);
    expect(after.failures.get(job.file)).toEqual({ code: 'server_refuses', message: 'Out of memory.' });
    expect(after.run.errors).toHaveLength(1);
    expect(sampleState([...startEvents(), posted, failed, completed]).failures.size).toBe(0);
  });

  it('forgets how an image failed when it is to be made again', () => {
    const [job] = sampleJobs();
    if (job === undefined) throw new Error('The sample has jobs.');
    const failed: NewEvent = {
      type: 'image_failed',
      job: job.file,
      prompt_index: 0,
      code: 'server_refuses',
      message: 'Out of memory.',
      done: 0,
      total: 6,
      next_action: 'generate',
    };
    const again: NewEvent = { type: 'image_regenerated', job: job.file, sha256: '0' };
    expect(sampleState([...startEvents(), failed]).failures.size).toBe(1);
    expect(sampleState([...startEvents(), failed, again]).failures.size).toBe(0);
  });

  it('keeps the plan apart from later edits of the draft', () => {
    const state = sampleState([...startEvents(), edit(['Later'])]);
    expect(state.setup.metrics).toEqual(['Later']);
    expect(state.started?.setup.metrics).toEqual(['Quality', 'Style']);
  });

  it('shows complete pairs in the drawn order, and appends what comes after the first vote', () => {
    const order = sampleOrder();
    const jobs = sampleJobs();
    const late = order[0]?.pair;
    const paused: NewEvent = {
      type: 'session_paused',
      reason: 'asked',
      message: '',
      done: 5,
      total: 6,
      next_action: 'resume',
    };
    const first = jobs.filter((job) => job.file !== late);
    const last = jobs.filter((job) => job.file === late);
    const before: NewEvent[] = [
      ...startEvents(),
      ...first.flatMap((job, index) => imageEvents(job, index)),
      paused,
    ];
    const rest: NewEvent[] = [
      ...last.flatMap((job) => imageEvents(job, 6)),
      { type: 'session_completed', done: 6, total: 6, next_action: 'evaluate' },
    ];
    const shownOf = (events: NewEvent[]) => findRater(sampleState(events), FIRST_RATER)?.shown;
    expect(shownOf(before)).toEqual(order.slice(1));
    expect(shownOf([...before, ...rest])).toEqual(order);
    const vote = voteEvent(1, 'Quality', 'A');
    expect(shownOf([...before, vote, ...rest])).toEqual([...order.slice(1), order[0]]);
  });
});

describe('votes', () => {
  const votesOf = (...events: NewEvent[]) =>
    findRater(sampleState([...generationEvents(), ...events]), FIRST_RATER)?.votes ?? [];

  it('stand in the order of voting; a changed one keeps its place, an undone one goes', () => {
    const a = voteEvent(0, 'Quality', 'A');
    const b = voteEvent(0, 'Style', 'B');
    const changed: NewEvent = {
      ...voteEvent(0, 'Quality', 'same', { vote_id: 'new' }),
      type: 'vote_changed',
    };
    expect(votesOf(a, b).map((vote) => vote.choice)).toEqual(['A', 'B']);
    expect(votesOf(a, b, changed).map((vote) => vote.choice)).toEqual(['same', 'B']);
    expect(votesOf(a, b, { type: 'vote_undone', vote_id: b.vote_id, rater: FIRST_RATER })).toHaveLength(1);
  });

  it('know whether labels had been shown before them', () => {
    const reveal: NewEvent = { type: 'revealed', by: 'hand', votes_done: 1, votes_total: 8 };
    const votes = votesOf(voteEvent(0, 'Quality', 'A'), reveal, voteEvent(0, 'Style', 'A'));
    expect(votes.map((vote) => vote.after_reveal)).toEqual([false, true]);
  });

  it('open the evaluation again when one is undone', () => {
    const vote = voteEvent(0, 'Quality', 'A');
    const events: NewEvent[] = [...generationEvents(), vote, { type: 'evaluation_finished', by: 'hand' }];
    expect(sampleState(events).finished_by_hand).toBe(true);
    const undone: NewEvent = { type: 'vote_undone', vote_id: vote.vote_id, rater: FIRST_RATER };
    expect(sampleState([...events, undone]).finished_by_hand).toBe(false);
  });
});

describe('votes taken back after the reveal', () => {
  const a = voteEvent(0, 'Quality', 'A');
  const b = voteEvent(0, 'Style', 'B');
  const reveal: NewEvent = { type: 'revealed', by: 'hand', votes_done: 2, votes_total: 8 };
  const undone: NewEvent = { type: 'vote_undone', vote_id: b.vote_id, rater: FIRST_RATER };
  const countOf = (...events: NewEvent[]) =>
    sampleState([...generationEvents(), ...events]).revealed?.votes_taken_back;

  it('are counted once each, from the reveal on', () => {
    expect(countOf(a, b, reveal)).toBe(0);
    expect(countOf(a, b, undone, reveal)).toBe(0);
    expect(countOf(a, b, reveal, undone)).toBe(1);
    expect(countOf(a, b, reveal, undone, undone)).toBe(1);
  });

  it('are those of a discard too, which says itself how many there are by then', () => {
    const begun = generationEvents();
    const events = [...begun, a, b, reveal, undone];
    const back: NewEvent = { type: 'discarded', to_seq: begun.length, votes_taken_back: 2 };
    const state = sampleState([...events, back]);
    expect(findRater(state, FIRST_RATER)?.votes).toEqual([]);
    expect(state.revealed?.votes_taken_back).toBe(2);
    expect(countOf(a, b, reveal, discard(begun.length))).toBe(0);
  });

  it('are, for a discard, those that the state after it does not hold', () => {
    const stateOf = (...events: NewEvent[]) => sampleState([...generationEvents(), ...events]);
    const changed: NewEvent = { ...a, type: 'vote_changed', vote_id: 'new', choice: 'skip' };
    const numberOf = (before: SessionState, after: SessionState) => {
      const event = discardEvent(7, before, after);
      return event.type === 'discarded' ? event.votes_taken_back : null;
    };
    expect(numberOf(stateOf(a, b, reveal), stateOf(a, reveal))).toBe(1);
    expect(numberOf(stateOf(a, b, reveal, undone), stateOf(reveal))).toBe(2);
    expect(numberOf(stateOf(a, b, reveal, changed), stateOf(a, b, reveal))).toBe(1);
    expect(numberOf(stateOf(a, reveal), stateOf(a, b, reveal))).toBe(0);
    expect(numberOf(stateOf(a, b), stateOf(a))).toBeUndefined();
  });
});

describe('discard', () => {
  it('makes undoable events void, and nothing that was made or looked at', () => {
    const events = placed([
      edit(['One']),
      { type: 'notes_changed', notes: 'kept' },
      edit(['Two']),
      { type: 'pinned', pinned: true },
      discard(1),
      edit(['Three']),
    ]);
    expect([...voidedEvents(events)]).toEqual([3]);
    const state = newSession(SAMPLE_ID, SAMPLE_CREATED_AT);
    replay(state, events.slice(0, 5));
    expect(state).toMatchObject({ notes: 'kept', pinned: true, journal_seq: 5 });
    expect(state.setup.metrics).toEqual(['One']);
    replay(state, events);
    expect(state.setup.metrics).toEqual(['Three']);
    expect(state.journal_seq).toBe(6);
  });

  it('never reaches back behind the start of the images', () => {
    const votes = [voteEvent(0, 'Quality', 'A')];
    const events = placed([edit(['Early']), ...generationEvents(), ...votes, edit(['Late'])]);
    const end = events.length;
    const all = [...events, ...placed([discard(0)], end + 1)];
    expect([...voidedEvents(all)]).toEqual([end - 1, end]);
    expect(unsavedEvents(events, 0)).toHaveLength(3);
    expect(unsavedEvents(all, 0)).toEqual([]);
  });

  it('gives back a vote whose undoing was not saved, at its old place', () => {
    const a = voteEvent(0, 'Quality', 'A');
    const b = voteEvent(0, 'Style', 'B');
    const events = [...generationEvents(), a, b];
    const undone: NewEvent = { type: 'vote_undone', vote_id: a.vote_id, rater: FIRST_RATER };
    const state = sampleState([...events, undone, discard(events.length)]);
    expect(findRater(state, FIRST_RATER)?.votes.map((vote) => vote.vote_id)).toEqual([a.vote_id, b.vote_id]);
  });

  it('twice in a row leaves what was saved between them', () => {
    const state = sampleState([
      edit(['One']),
      edit(['Two']),
      discard(1),
      edit(['Three']),
      edit(['Four']),
      discard(4),
    ]);
    expect(state.setup.metrics).toEqual(['Three']);
  });
});

describe('what counts as unsaved', () => {
  it('is every undoable event after the save, and no other', () => {
    const events = placed([
      edit(['One']),
      { type: 'saved', sha256: 'x', timestamp: 1 },
      edit(['Two']),
      { type: 'notes_changed', notes: 'n' },
      { type: 'log', level: 'info', message: 'm', step: null, prompt_index: null, job: null },
    ]);
    expect(unsavedEvents(events, 2).map((event) => event.seq)).toEqual([3]);
    expect(unsavedEvents(events, 0).map((event) => event.seq)).toEqual([1, 3]);
  });

  it('is nothing that the journal alone can say of a save: the file tells when it was written', () => {
    expect(sampleState([edit(['One']), { type: 'saved', sha256: 'x', timestamp: 1 }]).timestamp).toBeNull();
  });
});

it('a set-up edit in the journal holds only what changed', () => {
  const state = sampleState([{ type: 'setup_changed', changes: sampleSetup() }, edit(['Only this'])]);
  expect(state.setup).toEqual(sampleSetup({ metrics: ['Only this'] }));
});
