import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JUDGED_ID as ID, judgedDetail, judgingBackend } from '../testing/judgingBackend';
import { setClient } from './backend';
import { useEvaluation } from './evaluation';
import { goOn, goTo, step, undo } from './evaluationBack';
import { ask, askBeside, setNote } from './evaluationDraft';
import { followEvaluation } from './evaluationFollow';
import { submit, votesSent } from './evaluationVotes';
import { sessionEvent } from './session';

vi.mock('./evaluationPictures', () => import('../testing/readyPictures'));

const TOTAL = 12;
const state = () => useEvaluation.getState();
const shownId = () => state().shown?.trial.trial_id ?? null;
const pictures = () => state().shown?.pictures;
const answers = () => state().shown?.trial.together.map(({ vote }) => vote?.choice ?? null);
const settled = (check: () => void) => vi.waitFor(check, { interval: 1 });

let backend: ReturnType<typeof judgingBackend>;
let stop: () => void;

async function begin(): Promise<void> {
  sessionEvent({ type: 'created', detail: judgedDetail(0, TOTAL) });
  stop = followEvaluation(ID);
  await settled(() => expect(state().ahead.map(({ trial }) => trial.trial_id)).toEqual(['t4', 't7']));
}

beforeEach(async () => {
  backend = judgingBackend({ trials: TOTAL, questions: 3 });
  await begin();
});

afterEach(async () => {
  await votesSent();
  stop();
  setClient(null);
  sessionEvent({ type: 'closed' });
});

describe('all questions of a pair at once', () => {
  it('goes from question to question under the same pictures, then to the next pair', async () => {
    const first = pictures();
    submit('A');
    expect([shownId(), state().shown?.trial.number]).toEqual(['t2', 2]);
    submit('B');
    expect([pictures(), answers()]).toEqual([first, ['A', 'B', null]]);
    submit('same');
    expect(shownId()).toBe('t4');
    await settled(() => expect(backend.said()).toEqual(['t1 A', 't2 B', 't3 same']));
    await settled(() => expect(state().ahead.map(({ trial }) => trial.trial_id)).toEqual(['t7', 't10']));
  });

  it('changes an answer, and asks the first one that is still open', async () => {
    submit('A');
    submit('B');
    ask(0);
    expect(state().choice).toBe('A');
    submit('B');
    expect(shownId()).toBe('t3');
    await settled(() => expect(backend.said()).toEqual(['t1 B', 't2 B']));
  });

  it('turns from question to question, round at the ends', () => {
    askBeside(-1);
    expect(shownId()).toBe('t3');
    askBeside(1);
    expect(shownId()).toBe('t1');
  });

  it('keeps a note with its own question', async () => {
    setNote('blurred');
    ask(1);
    expect(state().note).toBeNull();
    ask(0);
    expect(state().note).toBe('blurred');
    submit('A');
    await settled(() => expect(backend.votes).toMatchObject([{ trial_id: 't1', note: 'blurred' }]));
  });

  it('takes the last answer back under the same pictures', async () => {
    const first = pictures();
    submit('A');
    submit('B');
    undo();
    expect(pictures()).toBe(first);
    await settled(() => expect(shownId()).toBe('t2'));
    expect([pictures(), answers()]).toEqual([first, ['A', null, null]]);
  });

  it('takes the last answer of the pair before back, and has this one ready', async () => {
    for (const choice of ['A', 'B', 'same'] as const) submit(choice);
    await settled(() => expect(backend.votes).toHaveLength(3));
    undo();
    await settled(() => expect(shownId()).toBe('t3'));
    expect(answers()).toEqual(['A', 'B', null]);
    submit('A');
    expect(shownId()).toBe('t4');
  });

  it('comes back to the open question after an earlier pair was looked at', async () => {
    for (const choice of ['A', 'B', 'same', 'A'] as const) submit(choice);
    expect(shownId()).toBe('t5');
    await goTo('t2');
    expect([shownId(), state().choice]).toEqual(['t2', 'B']);
    submit('skip');
    expect([shownId(), answers(), state().isAgain]).toEqual(['t5', ['A', null, null], false]);
  });

  it('walks back through the answers of this pair and on to the one before, and comes back to the open one', async () => {
    for (const choice of ['A', 'B', 'same', 'A'] as const) submit(choice);
    for (const id of ['t4', 't3', 't2']) {
      await step(-1);
      expect(shownId()).toBe(id);
    }
    goOn();
    expect([shownId(), state().isAgain]).toEqual(['t5', false]);
    await step(-1);
    expect(shownId()).toBe('t4');
    goOn();
    expect(shownId()).toBe('t5');
  });

  it('skips every question of a pair that cannot be shown', async () => {
    stop();
    backend.broken.add(1);
    await begin();
    submit('skip');
    expect(shownId()).toBe('t4');
    await settled(() => expect(backend.said()).toEqual(['t1 skip', 't2 skip', 't3 skip']));
    expect(backend.votes.map(({ flags }) => flags)).toEqual([
      ['broken_image'],
      ['broken_image'],
      ['broken_image'],
    ]);
  });
});
