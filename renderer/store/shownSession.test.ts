import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { Client } from '../backend/client';
import { setClient } from './backend';
import { useConnection } from './connection';
import { useNotices } from './notices';
import { sessionEvent, useSession } from './session';
import { followShown } from './shownSession';

const A = '20260412_214507';
const B = '20260413_080000';

let told: (string | null)[] = [];
let failure: AppFailure | null = null;
let stop: () => void = () => undefined;
/** All that was begun in one step is through. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  told = [];
  failure = null;
  const call = async (command: string, args: { session_id: string | null }) => {
    if (command !== 'session.show') throw new Error(`The test has no ${command}.`);
    if (failure !== null) throw failure;
    told.push(args.session_id);
    return args;
  };
  setClient({ call, onPush: () => () => undefined } as unknown as Client);
  useSession.setState({ session: { phase: 'blank' } });
  useConnection.setState({ link: 'open' });
  useNotices.setState({ notices: [] });
  stop = followShown();
});
afterEach(() => {
  stop();
  setClient(null);
});

it('is told when a session is opened, changed for another and closed, each once', async () => {
  sessionEvent({ type: 'asked', id: A });
  await settled();
  sessionEvent({ type: 'refused', id: A, message: 'Damaged.', summary: null });
  sessionEvent({ type: 'closed' });
  sessionEvent({ type: 'asked', id: B });
  await settled();
  sessionEvent({ type: 'closed' });
  await settled();
  expect(told).toEqual([A, B, null]);
});

it('is told again when the link is back: the backend may be another one', async () => {
  sessionEvent({ type: 'asked', id: A });
  await settled();
  useConnection.setState({ link: 'lost' });
  failure = new AppFailure('host_unreachable', 'Gone.');
  sessionEvent({ type: 'asked', id: B });
  await settled();
  expect(useNotices.getState().notices).toEqual([]);
  failure = null;
  useConnection.setState({ link: 'open' });
  await settled();
  expect(told).toEqual([A, B]);
});

it('says when it cannot be told', async () => {
  failure = new AppFailure('internal', 'Something went wrong.');
  sessionEvent({ type: 'asked', id: A });
  await settled();
  expect(useNotices.getState().notices).toMatchObject([{ text: 'Something went wrong.' }]);
});
