import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { SessionSummary } from '../../core/contract/sessionView';
import { exampleTrial } from '../../core/testing/exampleEvaluation';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { comingPictures, dropComing } from './comingPictures';
import type { Pictures } from './evaluationPictures';
import { askNext, askNextAhead, dropNextAhead } from './nextAhead';
import { chooseRater } from './ownRater';
import { useSession } from './session';
import { openSession } from './sessionActions';
import { useSessions } from './sessions';
import { beginBlankDraft } from './setupDraft';

/** Pictures that are ready at once, and which were let go. */
const pictures = vi.hoisted(() => ({ loaded: 0, released: 0 }));
vi.mock('./evaluationPictures', () => ({
  loadPictures: () => {
    pictures.loaded += 1;
    return Promise.resolve({ a: null, b: null } satisfies Pictures);
  },
  releasePictures: () => {
    pictures.released += 1;
  },
}));

const ID = '20260401_200000';
let asked: [string, object][] = [];
let refusals = 0;
/** The trial that is answered; null: there is none, and the answer is the number of the question. */
let trial: ReturnType<typeof exampleTrial> | null = null;

/** A backend that answers with the number of the question, so that each answer is told from the others. */
beforeEach(() => {
  asked = [];
  refusals = 0;
  trial = null;
  Object.assign(pictures, { loaded: 0, released: 0 });
  const call = (command: string, args: object) => {
    asked.push([command, args]);
    if (command !== 'trial.next' || refusals-- > 0)
      return Promise.reject(new AppFailure('not_possible', 'No.'));
    return Promise.resolve(trial ?? { done: true, waiting: asked.length });
  };
  setClient({ call, onPush: () => () => undefined } as unknown as Client);
});

afterEach(() => {
  dropNextAhead();
  dropComing();
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

describe('its pictures', () => {
  it('are loaded with it, and once', async () => {
    trial = exampleTrial(1);
    askNextAhead(ID);
    expect(await askNext(ID)).toBe(trial);
    await comingPictures(trial);
    expect(pictures).toEqual({ loaded: 1, released: 0 });
  });

  it('are let go where the session has changed since', async () => {
    trial = exampleTrial(1);
    askNextAhead(ID);
    dropNextAhead(ID);
    await vi.waitFor(() => expect(pictures).toEqual({ loaded: 1, released: 1 }));
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

  it('lets the pictures go where it cannot be opened', async () => {
    list({ step: 3, state: 'ok', status: 'completed' });
    trial = exampleTrial(1);
    await openSession(ID);
    await vi.waitFor(() => expect(pictures).toEqual({ loaded: 1, released: 1 }));
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
