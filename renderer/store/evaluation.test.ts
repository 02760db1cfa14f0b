import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionDetail } from '../../core/contract/sessionView';
import type { NextTrial, Trial } from '../../core/contract/trialView';
import { exampleTrial } from '../../core/testing/exampleEvaluation';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { choose, followEvaluation, setStars, showAgain, submit, undo, useEvaluation } from './evaluation';
import { useNotices } from './notices';
import { sessionEvent } from './session';

/** Pictures that are ready at once, but for addresses that hold `broken`. */
vi.mock('./evaluationPictures', () => ({
  loadPictures: ({ image_a, image_b }: Trial) => {
    const picture = (address: string) => (address.includes('broken') ? null : new Image());
    return Promise.resolve({ a: picture(image_a), b: picture(image_b) });
  },
}));

const TOTAL = 4;
const ID = '20260412_214507';

/** A backend that holds the votes of one session. It can be told to fail, to hold its answers back, and to break a picture. */
function fakeBackend() {
  const votes: CommandArgs<'vote.cast'>[] = [];
  const calls: CommandName[] = [];
  let showing = 0;
  let held: (() => void)[] | null = null;
  const fake = {
    votes,
    calls,
    failVotes: false,
    broken: new Set<number>(),
    /** From now on votes are answered only when `release` is called. */
    hold: () => {
      held = [];
    },
    release: () => {
      const waiting = held ?? [];
      held = null;
      for (const go of waiting) go();
    },
  };
  const trial = (number: number): NextTrial => {
    if (number > TOTAL) return { done: true, waiting: 0 };
    showing += 1;
    const side = fake.broken.has(number) ? 'broken' : 'whole';
    return exampleTrial(number, {
      total: TOTAL,
      pairs_total: TOTAL,
      image_a: `/image/${side}-${showing}a`,
      image_b: `/image/whole-${showing}b`,
    });
  };
  const answers: Partial<Record<CommandName, (args: never) => unknown>> = {
    'session.get': () => detailOf(votes.length),
    'trial.next': ({ ahead = 0 }: CommandArgs<'trial.next'>) => trial(votes.length + 1 + ahead),
    'trial.get': ({ trial_id }: CommandArgs<'trial.get'>) => {
      const found = votes.find((vote) => vote.trial_id === trial_id);
      const vote = found === undefined ? null : { choice: found.choice, stars: null, note: null };
      return { ...trial(Number(trial_id.slice(1))), vote };
    },
    'vote.cast': async (args: CommandArgs<'vote.cast'>) => {
      if (held !== null) await new Promise<void>((resolve) => held?.push(resolve));
      if (fake.failVotes) throw new AppFailure('storage_failed', 'The disk is full.');
      if (args.only_if_open === true && votes.some((vote) => vote.trial_id === args.trial_id))
        throw new AppFailure('already_voted', 'This trial has a vote already.');
      votes.push(args);
      return { vote_id: `v${votes.length}`, next: trial(votes.length + 1) };
    },
    'vote.undo': () => {
      if (votes.length === 0) throw new AppFailure('not_possible', 'There is no vote to take back.');
      votes.pop();
      return trial(votes.length + 1);
    },
  };
  const client: Client = {
    call: async <C extends CommandName>(command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      calls.push(command);
      const answer = answers[command];
      if (answer === undefined) throw new Error(`The test has no ${command}.`);
      return (await answer(args as never)) as CommandAnswer<C>;
    },
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  };
  setClient(client);
  return fake;
}

function detailOf(votes_done: number): SessionDetail {
  const raters = [{ name: 'rater 1', votes_done, votes_total: TOTAL }];
  const evaluation = { rater: 'rater 1', raters, votes_done, votes_total: TOTAL };
  return { session_id: ID, recovery: null, evaluation } as unknown as SessionDetail;
}

/** How many votes there are comes by push. */
function tellVotes(votes_done: number): void {
  const { evaluation } = detailOf(votes_done);
  sessionEvent({ type: 'evaluationChanged', id: ID, evaluation });
}

const state = () => useEvaluation.getState();
const shownId = () => state().shown?.trial.trial_id ?? null;
const aheadId = () => state().ahead?.trial.trial_id ?? null;
const settled = (check: () => void) => vi.waitFor(check, { interval: 1 });

let backend: ReturnType<typeof fakeBackend>;
let stop: () => void;

beforeEach(async () => {
  backend = fakeBackend();
  sessionEvent({ type: 'created', detail: detailOf(0) });
  stop = followEvaluation(ID);
  await settled(() => expect([shownId(), aheadId()]).toEqual(['t1', 't2']));
});

afterEach(() => {
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
    await settled(() => expect(aheadId()).toBe('t3'));
    expect(backend.votes).toMatchObject([{ trial_id: 't1', choice: 'A', stars: null, flags: [] }]);
    await settled(() => expect(state().mark).toBeNull());
  });

  it('keeps the order of votes given faster than they are answered, and casts each once', async () => {
    backend.hold();
    submit('A');
    submit('B');
    expect(shownId()).toBeNull();
    submit('same');
    backend.release();
    await settled(() => expect(shownId()).toBe('t3'));
    expect(backend.votes.map(({ trial_id, choice }) => [trial_id, choice])).toEqual([
      ['t1', 'A'],
      ['t2', 'B'],
    ]);
  });

  it('sends stars with A and B only', async () => {
    setStars(4);
    submit('B');
    await settled(() => expect(aheadId()).toBe('t3'));
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
    for (const choice of ['A', 'B', 'same', 'skip'] as const) {
      await settled(() => expect(shownId()).not.toBeNull());
      submit(choice);
    }
    await settled(() => expect(state().done).toEqual({ waiting: 0 }));
    expect(backend.votes.map(({ choice }) => choice)).toEqual(['A', 'B', 'same', 'skip']);
  });

  it('lets a pair with a broken picture only be skipped, and flags it', async () => {
    backend.broken.add(3);
    submit('A');
    await settled(() => expect(aheadId()).toBe('t3'));
    submit('A');
    expect(shownId()).toBe('t3');
    submit('B');
    expect(shownId()).toBe('t3');
    backend.broken.clear();
    await showAgain();
    expect(state().shown?.pictures.a).not.toBeNull();
    backend.broken.add(4);
    submit('A');
    await settled(() => expect(shownId()).toBe('t4'));
    await settled(() => expect(backend.votes.length).toBe(3));
    if (state().shown?.pictures.a === null) submit('skip');
    else throw new Error('The fourth picture was to be broken.');
    await settled(() =>
      expect(backend.votes.at(-1)).toMatchObject({ choice: 'skip', flags: ['broken_image'] }),
    );
  });
});

describe('votes from elsewhere', () => {
  const elsewhere = (trial_id: string) =>
    backend.votes.push({ session_id: ID, trial_id, choice: 'B' } as CommandArgs<'vote.cast'>);

  it('takes the stage on when the open trial was judged in another window', async () => {
    elsewhere('t1');
    tellVotes(1);
    await settled(() => expect([shownId(), aheadId()]).toEqual(['t2', 't3']));
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
    tellVotes(1);
    await settled(() => expect(backend.calls).toContain('trial.get'));
    expect([shownId(), state().choice]).toEqual(['t1', 'A']);
    submit('A');
    await settled(() => expect(useNotices.getState().notices).toHaveLength(1));
    expect(useNotices.getState().notices[0]?.text).toContain('That vote stands');
    await settled(() => expect([shownId(), aheadId()]).toEqual(['t2', 't3']));
    expect(backend.votes.map(({ choice }) => choice)).toEqual(['B']);
  });

  it('asks for nothing more when the votes are its own', async () => {
    const asked = backend.calls.length;
    submit('A');
    await settled(() => expect(aheadId()).toBe('t3'));
    tellVotes(1);
    undo();
    await settled(() => expect([shownId(), aheadId()]).toEqual(['t1', 't2']));
    tellVotes(0);
    expect(backend.calls.slice(asked)).toEqual(['vote.cast', 'trial.next', 'vote.undo', 'trial.next']);
  });

  it('stays on a trial that nobody judged, and gets the one after it anew', async () => {
    elsewhere('t2');
    tellVotes(1);
    await settled(() => expect(backend.calls).toContain('trial.get'));
    expect(shownId()).toBe('t1');
  });
});

describe('undo', () => {
  it('shows the trial of the last vote again, and a vote replaces it', async () => {
    submit('A');
    await settled(() => expect(aheadId()).toBe('t3'));
    undo();
    expect(shownId()).toBeNull();
    await settled(() => expect([shownId(), aheadId()]).toEqual(['t1', 't2']));
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
