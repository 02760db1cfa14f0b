import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandArgs } from '../../core/contract/commands';
import { exampleSummary } from '../../core/testing/exampleSummary';
import { JUDGED_ID as ID, judgedDetail, judgingBackend, tellVotes } from '../testing/judgingBackend';
import { setClient } from './backend';
import { showAgain, useEvaluation } from './evaluation';
import { undo } from './evaluationBack';
import { choose, setStars } from './evaluationDraft';
import { followEvaluation } from './evaluationFollow';
import { submit, votesSent } from './evaluationVotes';
import { useNotices } from './notices';
import { sessionEvent } from './session';
import { saveSession } from './sessionActions';

vi.mock('./evaluationPictures', () => import('../testing/readyPictures'));

const TOTAL = 5;

const state = () => useEvaluation.getState();
const shownId = () => state().shown?.trial.trial_id ?? null;
const aheadIds = () => state().ahead.map(({ trial }) => trial.trial_id);
const settled = (check: () => void) => vi.waitFor(check, { interval: 1 });

let backend: ReturnType<typeof judgingBackend>;
let stop: () => void;

beforeEach(async () => {
  backend = judgingBackend({ trials: TOTAL });
  sessionEvent({ type: 'created', detail: judgedDetail(0, TOTAL) });
  stop = followEvaluation(ID);
  await settled(() => expect([shownId(), ...aheadIds()]).toEqual(['t1', 't2', 't3']));
});

afterEach(async () => {
  await votesSent();
  stop();
  setClient(null);
  sessionEvent({ type: 'closed' });
  useNotices.setState({ notices: [] });
});

describe('submit', () => {
  it('shows the next pair at once, before the vote is answered, and gets another ready', async () => {
    submit('A');
    expect(shownId()).toBe('t2');
    expect(state().mark).toBe('A');
    await settled(() => expect(aheadIds()).toEqual(['t3', 't4']));
    expect(backend.votes).toMatchObject([{ trial_id: 't1', choice: 'A', stars: null, flags: [] }]);
    await settled(() => expect(state().mark).toBeNull());
  });

  it('sends the vote once the next pair is on the screen, and at once where the page is left', async () => {
    submit('A');
    await Promise.resolve();
    expect(backend.calls).not.toContain('vote.cast');
    window.dispatchEvent(new Event('pagehide'));
    // Whoever leaves gives no more time than this.
    for (let step = 0; step < 10; step += 1) await Promise.resolve();
    expect(backend.calls).toContain('vote.cast');
  });

  it('comes before a save that is asked for right behind it', async () => {
    let saved: string[] = [];
    backend.answers['session.save'] = () => {
      saved = backend.said();
      return exampleSummary(ID);
    };
    submit('A');
    await saveSession();
    expect(saved).toEqual(['t1 A']);
  });

  it('keeps the order of votes given faster than they are answered, and casts each once', async () => {
    backend.hold();
    for (const choice of ['A', 'B', 'same'] as const) submit(choice);
    expect(shownId()).toBeNull();
    submit('skip');
    backend.release();
    await settled(() => expect(shownId()).toBe('t4'));
    expect(backend.said()).toEqual(['t1 A', 't2 B', 't3 same']);
  });

  it('sends stars with A and B only', async () => {
    setStars(4);
    submit('B');
    await settled(() => expect(aheadIds()).toEqual(['t3', 't4']));
    setStars(2);
    submit('same');
    await settled(() => expect(backend.votes.length).toBe(2));
    expect(backend.votes.map(({ stars }) => stars)).toEqual([4, null]);
  });

  it('brings the pair back when the vote could not be kept, and voids what was given after it', async () => {
    backend.hold();
    backend.failVotes = true;
    submit('A');
    submit('B');
    backend.release();
    await settled(() => expect(shownId()).toBe('t1'));
    expect(useNotices.getState().notices.map(({ text }) => text)).toEqual([
      'The vote on trial 1 was not kept. The disk is full.',
    ]);
    expect(backend.calls.filter((call) => call === 'vote.cast')).toHaveLength(1);
    backend.failVotes = false;
    submit('B');
    await settled(() => expect(backend.votes).toMatchObject([{ trial_id: 't1', choice: 'B' }]));
    await settled(() => expect(shownId()).toBe('t2'));
  });

  it('still sends what was given when the stage is left meanwhile', async () => {
    backend.hold();
    submit('A');
    submit('B');
    stop();
    expect(state().sessionId).toBeNull();
    backend.release();
    await settled(() => expect(backend.votes.map(({ choice }) => choice)).toEqual(['A', 'B']));
  });

  it('says when all is judged', async () => {
    for (const choice of ['A', 'B', 'same', 'skip', 'A'] as const) {
      await settled(() => expect(shownId()).not.toBeNull());
      submit(choice);
    }
    await settled(() => expect(state().done).toEqual({ waiting: 0 }));
    expect(backend.votes.map(({ choice }) => choice)).toEqual(['A', 'B', 'same', 'skip', 'A']);
  });

  it('lets a pair with a broken picture only be skipped, and flags it', async () => {
    backend.broken.add(4);
    submit('A');
    await settled(() => expect(aheadIds()).toEqual(['t3', 't4']));
    submit('A');
    submit('A');
    submit('B');
    expect(shownId()).toBe('t4');
    submit('skip');
    await settled(() =>
      expect(backend.votes.at(-1)).toMatchObject({ choice: 'skip', flags: ['broken_image'] }),
    );
    expect(backend.said()).toEqual(['t1 A', 't2 A', 't3 A', 't4 skip']);
  });

  it('shows a broken pair whole once its picture can be had', async () => {
    backend.broken.add(4);
    submit('A');
    await settled(() => expect(aheadIds()).toEqual(['t3', 't4']));
    submit('A');
    submit('A');
    backend.broken.clear();
    await showAgain();
    expect(state().shown?.pictures.a).not.toBeNull();
    submit('B');
    await settled(() => expect(backend.votes.at(-1)).toMatchObject({ trial_id: 't4', flags: [] }));
  });
});

describe('votes from elsewhere', () => {
  const elsewhere = (trial_id: string) =>
    backend.votes.push({ session_id: ID, trial_id, choice: 'B' } as CommandArgs<'vote.cast'>);

  it('takes the stage on when the open trial was judged in another window', async () => {
    elsewhere('t1');
    tellVotes(1, TOTAL);
    await settled(() => expect([shownId(), ...aheadIds()]).toEqual(['t2', 't3', 't4']));
    submit('A');
    await settled(() =>
      expect(backend.votes.map((vote) => [vote.trial_id, vote.choice])).toEqual([
        ['t1', 'B'],
        ['t2', 'A'],
      ]),
    );
    expect(useNotices.getState().notices).toEqual([]);
  });

  it('leaves what the person has begun, and the vote that came first stands', async () => {
    choose('A');
    elsewhere('t1');
    tellVotes(1, TOTAL);
    await settled(() => expect(backend.calls).toContain('trial.get'));
    expect([shownId(), state().choice]).toEqual(['t1', 'A']);
    submit('A');
    await settled(() => expect(useNotices.getState().notices).toHaveLength(1));
    expect(useNotices.getState().notices[0]?.text).toContain('That vote stands');
    await settled(() => expect([shownId(), ...aheadIds()]).toEqual(['t2', 't3', 't4']));
    expect(backend.votes.map(({ choice }) => choice)).toEqual(['B']);
  });

  it('asks for nothing more when the votes are its own', async () => {
    const asked = backend.calls.length;
    submit('A');
    await settled(() => expect(aheadIds()).toEqual(['t3', 't4']));
    tellVotes(1, TOTAL);
    undo();
    await settled(() => expect([shownId(), ...aheadIds()]).toEqual(['t1', 't2', 't3']));
    tellVotes(0, TOTAL);
    expect(backend.calls.slice(asked)).toEqual(['vote.cast', 'trial.next', 'vote.undo']);
  });

  it('takes news of the session that say nothing of votes for no vote from elsewhere', async () => {
    const asked = backend.calls.length;
    submit('A');
    await settled(() => expect(aheadIds()).toEqual(['t3', 't4']));
    const ahead = state().ahead;
    // The summary comes before the count of votes, which is still that from before the own vote.
    sessionEvent({ type: 'summaryChanged', summary: exampleSummary(ID) });
    tellVotes(1, TOTAL);
    expect(backend.calls.slice(asked)).toEqual(['vote.cast', 'trial.next']);
    expect(state().ahead).toBe(ahead);
  });

  it('stays on a trial that nobody judged, and gets the one after it anew', async () => {
    elsewhere('t2');
    tellVotes(1, TOTAL);
    await settled(() => expect(backend.calls).toContain('trial.get'));
    expect(shownId()).toBe('t1');
  });
});

describe('undo', () => {
  it('shows the trial of the last vote again, and a vote replaces it', async () => {
    submit('A');
    await settled(() => expect(aheadIds()).toEqual(['t3', 't4']));
    undo();
    expect(shownId()).toBeNull();
    await settled(() => expect([shownId(), ...aheadIds()]).toEqual(['t1', 't2', 't3']));
    submit('B');
    await settled(() => expect(backend.votes).toMatchObject([{ trial_id: 't1', choice: 'B' }]));
  });

  it('waits for a vote that is on its way', async () => {
    backend.hold();
    submit('A');
    undo();
    backend.release();
    await settled(() => expect(shownId()).toBe('t1'));
    expect(backend.votes).toEqual([]);
  });

  it('leaves the pair on the stage when there is nothing to take back', async () => {
    undo();
    await settled(() => expect(shownId()).toBe('t1'));
    expect(useNotices.getState().notices).toHaveLength(1);
  });
});

describe('choose', () => {
  it('only marks a choice, and a new pair begins without one', async () => {
    choose('A');
    setStars(3);
    expect([state().choice, state().stars, shownId()]).toEqual(['A', 3, 't1']);
    expect(backend.votes).toEqual([]);
    submit('A');
    expect([state().choice, state().stars]).toEqual([null, null]);
    await settled(() => expect(backend.votes).toMatchObject([{ choice: 'A', stars: 3 }]));
  });
});

describe('setStars', () => {
  it('takes the same number back', () => {
    setStars(3);
    setStars(3);
    expect(state().stars).toBeNull();
  });
});
