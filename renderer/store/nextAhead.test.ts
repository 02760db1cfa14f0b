import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { SessionSummary } from '../../core/contract/sessionView';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { askNext, askNextAhead, dropNextAhead } from './nextAhead';
import { chooseRater } from './ownRater';
import { useSession } from './session';
import { openSession } from './sessionActions';
import { useSessions } from './sessions';
import { beginBlankDraft } from './setupDraft';

const ID = '20260401_200000';
let asked: [string, object][] = [];
let refusals = 0;

/** A backend that answers with the number of the question, so that each answer is told from the others. */
beforeEach(() => {
  asked = [];
  refusals = 0;
  const call = (command: string, args: object) => {
    asked.push([command, args]);
    if (command !== 'trial.next' || refusals-- > 0)
      return Promise.reject(new AppFailure('not_possible', 'No.'));
    return Promise.resolve({ done: true, waiting: asked.length });
  };
  setClient({ call, onPush: () => () => undefined } as unknown as Client);
});

afterEach(() => {
  dropNextAhead();
  chooseRater(ID, null);
  setClient(null);
  useSession.setState({ session: { phase: 'blank' } });
  useSessions.setState({ pages: null });
  beginBlankDraft([]);
});

describe('the next trial that was asked for ahead', () => {
  it('is the answer to the first who asks, and no one else', async () => {
    askNextAhead(ID);
    expect(await askNext(ID)).toEqual({ done: true, waiting: 1 });
    expect(await askNext(ID)).toEqual({ done: true, waiting: 2 });
  });

  it.each([
    ['the session has changed since', () => dropNextAhead(ID)],
    ['another one votes in this window now', () => chooseRater(ID, 'Anna')],
  ])('is asked for anew where %s', async (_why, change) => {
    askNextAhead(ID);
    change();
    expect(await askNext(ID)).toEqual({ done: true, waiting: 2 });
  });

  it('is that of its session, which what is said of another one leaves alone', async () => {
    askNextAhead(ID);
    dropNextAhead('20260401_200001');
    expect(await askNext(ID)).toEqual({ done: true, waiting: 1 });
    askNextAhead(ID);
    expect(await askNext('20260401_200001')).toEqual({ done: true, waiting: 3 });
  });

  it('is asked for once more where it could not be had', async () => {
    refusals = 1;
    askNextAhead(ID);
    expect(await askNext(ID)).toEqual({ done: true, waiting: 2 });
  });
});

describe('opening a session', () => {
  const list = (summary: Partial<SessionSummary>) =>
    useSessions.setState({ pages: new Map([[0, [{ session_id: ID, ...summary } as SessionSummary]]]) });
  const commands = () => asked.map(([command]) => command);

  it('asks for its next trial with it, where the list knows that it is to be judged', async () => {
    list({ step: 3, state: 'ok', status: 'completed' });
    await openSession(ID);
    expect(commands().slice(0, 2)).toEqual(['session.get', 'trial.next']);
  });

  it.each([
    ['is at another step', { step: 4, state: 'ok', status: 'completed' } as const],
    ['has a run on', { step: 3, state: 'ok', status: 'running' } as const],
    ['is damaged', { step: 3, state: 'damaged', status: 'completed' } as const],
  ])('asks for it alone where it %s', async (_why, summary) => {
    list(summary);
    await openSession(ID);
    expect(commands()).not.toContain('trial.next');
  });
});
