import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JUDGED_ID as ID, judgedDetail, judgingBackend, tellVotes } from '../testing/judgingBackend';
import { setClient } from './backend';
import { useEvaluation } from './evaluation';
import { goOn, goTo, step, undo } from './evaluationBack';
import { setNote, setStars, toggleFlag } from './evaluationDraft';
import { followEvaluation } from './evaluationFollow';
import { submit, votesSent } from './evaluationVotes';
import { useNotices } from './notices';
import { chooseRater } from './ownRater';
import { sessionEvent } from './session';
import { toggleStrip, useVotedTrials } from './votedTrials';

vi.mock('./evaluationPictures', () => import('../testing/readyPictures'));

const TOTAL = 8;
const state = () => useEvaluation.getState();
const stage = () => [
  state().shown?.trial.trial_id ?? null,
  ...state().ahead.map(({ trial }) => trial.trial_id),
];
const settled = (check: () => void) => vi.waitFor(check, { interval: 1 });

let backend: ReturnType<typeof judgingBackend>;
let stop: () => void;

beforeEach(async () => {
  backend = judgingBackend({ trials: TOTAL });
  sessionEvent({ type: 'created', detail: judgedDetail(0, TOTAL) });
  stop = followEvaluation(ID);
  await settled(() => expect(stage()).toEqual(['t1', 't2', 't3']));
  for (const choice of ['A', 'B', 'same'] as const) {
    submit(choice);
    await settled(() => expect(stage()).toHaveLength(3));
  }
  await settled(() => expect(stage()).toEqual(['t4', 't5', 't6']));
});

afterEach(async () => {
  await votesSent();
  stop();
  setClient(null);
  chooseRater(ID, null);
  sessionEvent({ type: 'closed' });
  useNotices.setState({ notices: [] });
  useVotedTrials.setState({ isOpen: false });
});

describe('goTo', () => {
  it('shows an earlier trial with what was said, and holds the open one ready', async () => {
    await goTo('t2');
    expect(stage()).toEqual(['t2', 't4', 't5']);
    expect([state().isAgain, state().choice]).toEqual([true, 'B']);
  });

  it('goes on at the open trial after a changed vote, at once', async () => {
    await goTo('t2');
    submit('A');
    expect(stage()).toEqual(['t4', 't5']);
    expect(state().isAgain).toBe(false);
    await settled(() => expect(backend.said()).toEqual(['t1 A', 't2 A', 't3 same']));
    await settled(() => expect(stage()).toEqual(['t4', 't5', 't6']));
    expect(backend.votes[1]).toMatchObject({ only_if_open: false });
  });

  it('keeps what was begun on the open trial until it is back', async () => {
    setStars(3);
    setNote(' the eyes ');
    await goTo('t1');
    expect([state().stars, state().note]).toEqual([null, null]);
    goOn();
    expect([state().stars, state().note]).toEqual([3, 'the eyes']);
  });

  it('says why an earlier trial cannot be had, and leaves the open one', async () => {
    backend.answers['trial.get'] = () => {
      throw new Error('No such trial.');
    };
    await goTo('t1');
    expect(state().shown?.trial.trial_id).toBe('t4');
    expect(useNotices.getState().notices).toHaveLength(1);
  });
});

describe('notes and flags', () => {
  it('go with the vote, and are there again with the trial', async () => {
    setNote('six fingers');
    toggleFlag('both_bad');
    submit('B');
    await settled(() =>
      expect(backend.votes.at(-1)).toMatchObject({ note: 'six fingers', flags: ['both_bad'] }),
    );
    expect([state().note, state().flags]).toEqual([null, []]);
    await goTo('t4');
    expect([state().note, state().flags]).toEqual(['six fingers', ['both_bad']]);
  });

  it('added to an earlier trial are kept with its vote when it is left', async () => {
    await goTo('t1');
    setNote('six fingers');
    goOn();
    expect(state().shown?.trial.trial_id).toBe('t4');
    await settled(() =>
      expect(backend.votes[0]).toMatchObject({ trial_id: 't1', choice: 'A', note: 'six fingers' }),
    );
    expect(backend.said()).toEqual(['t1 A', 't2 B', 't3 same']);
  });

  it('left as they were send nothing', async () => {
    await goTo('t1');
    toggleFlag('both_bad');
    toggleFlag('both_bad');
    const casts = () => backend.calls.filter((call) => call === 'vote.cast').length;
    const before = casts();
    goOn();
    expect(casts()).toBe(before);
  });

  it('are there again when the vote could not be kept', async () => {
    backend.failVotes = true;
    setNote('six fingers');
    setStars(2);
    submit('B');
    await settled(() => expect(state().shown?.trial.trial_id).toBe('t4'));
    expect([state().choice, state().note, state().stars]).toEqual([null, 'six fingers', 2]);
  });
});

describe('undo', () => {
  it('says calmly that nothing is left, and shows the first trial', async () => {
    for (const place of ['t3', 't2', 't1']) {
      undo();
      await settled(() => expect(stage()[0]).toBe(place));
    }
    undo();
    await settled(() => expect(useNotices.getState().notices).toHaveLength(1));
    expect(useNotices.getState().notices[0]).toMatchObject({
      text: 'There is no vote to take back.',
      tone: 'plain',
    });
    await settled(() => expect(stage()[0]).toBe('t1'));
  });

  it('goes back as far as there are votes', async () => {
    for (const id of ['t3', 't2', 't1']) {
      undo();
      await settled(() => expect(state().shown?.trial.trial_id).toBe(id));
    }
    expect(backend.votes).toEqual([]);
    expect(stage()).toEqual(['t1', 't2', 't3']);
  });

  it('takes nothing more back when the vote before it could not be kept', async () => {
    backend.hold();
    submit('A');
    undo();
    backend.failVotes = true;
    backend.release();
    await settled(() => expect(state().shown?.trial.trial_id).toBe('t4'));
    expect(backend.calls).not.toContain('vote.undo');
  });
});

describe('step', () => {
  it('walks back over the voted trials and on again to the open one', async () => {
    await step(-1);
    expect(state().shown?.trial.trial_id).toBe('t3');
    await step(-1);
    expect(state().shown?.trial.trial_id).toBe('t2');
    await step(1);
    await step(1);
    expect([state().shown?.trial.trial_id, state().isAgain]).toEqual(['t4', false]);
    await step(1);
    expect(state().shown?.trial.trial_id).toBe('t4');
  });
});

describe('the strip', () => {
  const ids = () => useVotedTrials.getState().trials?.map(({ number, choice }) => `${number} ${choice}`);

  it('follows votes, changes and what is taken back, and asks for the trials once', async () => {
    toggleStrip();
    await settled(() => expect(ids()).toEqual(['1 A', '2 B', '3 same']));
    submit('skip');
    await settled(() => expect(ids()).toEqual(['1 A', '2 B', '3 same', '4 skip']));
    await goTo('t2');
    submit('A');
    await settled(() => expect(ids()).toEqual(['1 A', '2 A', '3 same', '4 skip']));
    undo();
    await settled(() => expect(ids()).toEqual(['1 A', '2 A', '3 same']));
    expect(backend.calls.filter((call) => call === 'trial.list')).toHaveLength(1);
  });

  it('says when the trials cannot be had', async () => {
    backend.answers['trial.list'] = () => {
      throw new Error('The disk is gone.');
    };
    toggleStrip();
    await settled(() => expect(useVotedTrials.getState().failure).not.toBeNull());
  });
});

describe('another rater', () => {
  it('has a stage of its own, and every call names whose it is', async () => {
    chooseRater(ID, 'rater 2');
    await settled(() => expect(stage()).toEqual(['t4', 't5', 't6']));
    const from = backend.raters.lastIndexOf(undefined) + 1;
    submit('A');
    undo();
    await settled(() => expect(backend.calls).toContain('vote.undo'));
    await step(-1);
    expect(backend.raters.slice(from).length).toBeGreaterThan(5);
    expect(new Set(backend.raters.slice(from))).toEqual(new Set(['rater 2']));
  });
});

describe('a redone evaluation', () => {
  it('begins anew at its first trial', async () => {
    await goTo('t2');
    backend.votes.length = 0;
    tellVotes(0, TOTAL, 1);
    await settled(() => expect(stage()).toEqual(['t1', 't2', 't3']));
    expect(state().isAgain).toBe(false);
  });
});
