import { describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { parseJson, stringifyJson } from '../../core/session/json';
import { createClient } from './client';
import type { LinkState, Transport } from './transport';

type Sent = { id: number; command: string };

/** A transport in memory: what was sent, and ways to answer, to push and to break. */
function fakeTransport(first: LinkState = 'open') {
  const sent: Sent[] = [];
  let deliver: (text: string) => void = () => undefined;
  let tellState: (state: LinkState) => void = () => undefined;
  const transport: Transport = {
    send: (text) => {
      sent.push(parseJson(text) as Sent);
      return Promise.resolve();
    },
    onText: (listener) => {
      deliver = listener;
    },
    onState: (listener) => {
      tellState = listener;
      listener(first);
    },
    dispose: () => undefined,
  };
  return {
    transport,
    sent,
    say: (message: unknown) => deliver(stringifyJson(message)),
    state: (next: LinkState) => tellState(next),
  };
}

describe('the client', () => {
  it('matches replies to calls, whatever their order, and keeps large integers whole', async () => {
    const fake = fakeTransport();
    const client = createClient(fake.transport);
    const first = client.call('app.info', {});
    const second = client.call('session.list', {});
    const seed = 18446744073709551615n;
    fake.say({ id: fake.sent[1]?.id, ok: true, answer: { sessions: [], total: seed } });
    fake.say({ id: fake.sent[0]?.id, ok: true, answer: { version: '1' } });
    expect(await second).toEqual({ sessions: [], total: seed });
    expect(await first).toEqual({ version: '1' });
  });

  it('turns a refusal into an AppFailure with its field and details', async () => {
    const fake = fakeTransport();
    const call = createClient(fake.transport).call('session.get', { session_id: '20260101_000000' });
    const details = [{ field: 'setup.seeds[1]', message: 'Too large.' }];
    fake.say({
      id: fake.sent[0]?.id,
      ok: false,
      failure: { code: 'bad_request', message: 'Too large.', field: 'setup.seeds[1]', details },
    });
    const failure = await call.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppFailure);
    expect((failure as AppFailure).toData()).toEqual({
      code: 'bad_request',
      message: 'Too large.',
      field: 'setup.seeds[1]',
      details,
    });
  });

  it('fails what is open when the link is lost, and works again when it is back', async () => {
    const fake = fakeTransport();
    const client = createClient(fake.transport);
    const states: LinkState[] = [];
    client.onState((state) => states.push(state));
    const call = client.call('app.info', {});
    fake.state('lost');
    await expect(call).rejects.toMatchObject({ code: 'host_unreachable' });
    fake.state('open');
    const again = client.call('app.info', {});
    fake.say({ id: fake.sent.at(-1)?.id, ok: true, answer: 1 });
    expect(await again).toBe(1);
    expect(states).toEqual(['open', 'lost', 'open']);
  });

  it('holds calls back while it is still connecting', async () => {
    const fake = fakeTransport('connecting');
    const client = createClient(fake.transport);
    const call = client.call('app.info', {});
    expect(fake.sent).toEqual([]);
    fake.state('open');
    await vi.waitFor(() => expect(fake.sent).toHaveLength(1));
    fake.say({ id: fake.sent[0]?.id, ok: true, answer: 2 });
    expect(await call).toBe(2);
  });

  it('does not wait for ever', async () => {
    vi.useFakeTimers();
    const fake = fakeTransport();
    const call = createClient(fake.transport, 1000).call('app.info', {});
    const failed = expect(call).rejects.toMatchObject({ code: 'timed_out' });
    await vi.advanceTimersByTimeAsync(1000);
    await failed;
    vi.useRealTimers();
  });

  it('hands pushes to whoever listens, until they stop', () => {
    const fake = fakeTransport();
    const client = createClient(fake.transport);
    const heard: unknown[] = [];
    const stop = client.onPush((push) => heard.push(push));
    const push = { push: 'menu.chosen', payload: { item: 'save' } };
    fake.say(push);
    stop();
    fake.say(push);
    expect(heard).toEqual([push]);
  });
});
