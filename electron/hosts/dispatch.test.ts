import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Caller, COMMANDS, type CommandHandlers } from '../../core/contract/commands';
import { AppFailure, failureSchema } from '../../core/contract/failure';
import { parseJson, stringifyJson } from '../../core/session/json';
import { createDispatcher } from './dispatch';

const replyShape = z.object({
  id: z.number().nullable(),
  ok: z.boolean(),
  answer: z.unknown().optional(),
  failure: failureSchema.optional(),
});

const WINDOW: Caller = { show: () => undefined };

function dispatcher(handlers: Partial<CommandHandlers>) {
  const bugs: unknown[] = [];
  const refuse = () => {
    throw new AppFailure('not_possible', 'Not in this test.');
  };
  const all = {
    ...Object.fromEntries(Object.keys(COMMANDS).map((name) => [name, refuse])),
    ...handlers,
  } as CommandHandlers;
  const { dispatch, call } = createDispatcher(all, (error) => bugs.push(error));
  const ask = async (message: unknown) =>
    replyShape.parse(
      parseJson(await dispatch(typeof message === 'string' ? message : stringifyJson(message), WINDOW)),
    );
  return { ask, call, bugs };
}

const INFO = {
  version: '1',
  host: 'browser' as const,
  sessions_root: '/tmp/x',
  trouble: null,
  settings_trouble: null,
  persistence_enabled: true,
  kept_in: null,
  default_server: 'demo',
  demo: true,
};
const ID = '20240115_143022';

describe('createDispatcher', () => {
  it('answers a good request under its id', async () => {
    const { ask } = dispatcher({ 'app.info': () => INFO });
    expect(await ask({ id: 7, command: 'app.info' })).toEqual({ id: 7, ok: true, answer: INFO });
  });

  it('lets nothing out that the contract does not name', async () => {
    const leaking = { ...INFO, order_seed: 42 };
    const { ask } = dispatcher({ 'app.info': () => leaking });
    expect(stringifyJson(await ask({ id: 1, command: 'app.info' }))).not.toContain('order_seed');
  });

  it('logs an answer that is not what the contract says, and tells a plain sentence', async () => {
    const { ask, bugs } = dispatcher({ 'app.info': () => Object.assign({ ...INFO }, { demo: 'yes' }) });
    const reply = await ask({ id: 1, command: 'app.info' });
    expect(reply).toMatchObject({ id: 1, ok: false, failure: { code: 'internal' } });
    expect(bugs).toHaveLength(1);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"text"',
    '12',
    '{"command":"app.info"}',
    '{"id":-1,"command":"app.info"}',
    '{"id":1.5,"command":"app.info"}',
  ])('refuses the envelope %j without an id', async (text) => {
    const { ask, bugs } = dispatcher({});
    expect(await ask(text)).toMatchObject({ id: null, ok: false, failure: { code: 'bad_request' } });
    expect(bugs).toEqual([]);
  });

  it.each([{ id: 3 }, { id: 3, command: 5 }, { id: 3, command: 'app.info', more: 1 }])(
    'refuses the envelope %j under its id',
    async (message) => {
      const { ask } = dispatcher({ 'app.info': () => INFO });
      expect(await ask(message)).toMatchObject({ id: 3, ok: false, failure: { code: 'bad_request' } });
    },
  );

  it('answers a request of more than 16 MB under its id, counted in bytes, without reading it', async () => {
    const { ask, bugs } = dispatcher({ 'app.info': () => INFO });
    const long = 'ä'.repeat(8 * 1024 * 1024);
    const asked = `{"id":12,"command":"session.create","args":{"notes":"${long}"}}`;
    expect(asked.length).toBeLessThan(16 * 1024 * 1024);
    expect(await ask(asked)).toMatchObject({ id: 12, ok: false, failure: { code: 'too_large' } });
    expect(await ask(long.repeat(2))).toMatchObject({ id: null, ok: false, failure: { code: 'too_large' } });
    expect(bugs).toEqual([]);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'session.fly', ''])(
    'knows no command %j',
    async (command) => {
      const { ask, bugs } = dispatcher({});
      expect(await ask({ id: 2, command })).toMatchObject({
        id: 2,
        ok: false,
        failure: { code: 'not_found' },
      });
      expect(bugs).toEqual([]);
    },
  );

  it('names every faulty field with a sentence', async () => {
    const { ask } = dispatcher({});
    const reply = await ask({
      id: 1,
      command: 'vote.cast',
      args: { session_id: ID, choice: 'C', stars: 9, flags: ['ugly'], colour: 1 },
    });
    expect(reply.failure?.code).toBe('bad_request');
    const details = new Map(reply.failure?.details?.map(({ field, message }) => [field, message]));
    expect(details.get('trial_id')).toBe('A vote names its trial.');
    expect(details.get('choice')).toBe('One of: A, B, same, skip.');
    expect(details.get('stars')).toBe('At most 5.');
    expect(details.get('flags[0]')).toBe('One of: broken_image, both_bad.');
    expect(details.get('colour')).toBe('There is no field named colour here.');
    for (const message of details.values()) expect(message).not.toContain('Invalid input');
  });

  it('says what is missing and what kind is wanted', async () => {
    const { ask } = dispatcher({});
    expect((await ask({ id: 1, command: 'session.get', args: {} })).failure).toMatchObject({
      code: 'bad_request',
      field: 'session_id',
    });
    expect((await ask({ id: 1, command: 'session.list', args: { limit: 'x' } })).failure).toMatchObject({
      field: 'limit',
      message: 'A number belongs here.',
    });
    expect((await ask({ id: 1, command: 'session.list', args: [] })).failure).toMatchObject({
      code: 'bad_request',
    });
  });

  it.each(['../../etc', '20240115', '20241315_143022', '', '__proto__'])(
    'takes the id %j for no session',
    async (session_id) => {
      const { ask } = dispatcher({});
      expect((await ask({ id: 1, command: 'session.get', args: { session_id } })).failure).toMatchObject({
        code: 'not_found',
        field: 'session_id',
      });
    },
  );

  it('tells a failure as data and logs it nowhere', async () => {
    const { ask, bugs } = dispatcher({
      'app.info': () => {
        throw new AppFailure('disk_full', 'The disk is full.', { field: 'root' });
      },
    });
    expect(await ask({ id: 4, command: 'app.info' })).toEqual({
      id: 4,
      ok: false,
      failure: { code: 'disk_full', message: 'The disk is full.', field: 'root' },
    });
    expect(bugs).toEqual([]);
  });

  it('logs any other failure whole and tells a plain sentence', async () => {
    const cause = new TypeError('x.y is not a function');
    const { ask, call, bugs } = dispatcher({ 'app.info': () => Promise.reject(cause) });
    const reply = await ask({ id: 4, command: 'app.info' });
    expect(reply.failure?.code).toBe('internal');
    expect(reply.failure?.message).not.toContain('x.y');
    await expect(call('app.info', {})).rejects.toMatchObject({ code: 'internal' });
    expect(bugs).toEqual([cause, cause]);
  });

  it('carries whole numbers of 64 bits both ways', async () => {
    const seeds = ['18446744073709551615', '9007199254740993', '0'];
    let given: unknown;
    const { ask } = dispatcher({
      'workflow.inspect': ({ workflow }) => {
        given = workflow;
        return { bindings: { seeds: workflow }, roles: [], graph: { nodes: [], links: [] } };
      },
    });
    const reply = await ask(`{"id":1,"command":"workflow.inspect","args":{"workflow":[${seeds.join(',')}]}}`);
    expect(given).toEqual([18446744073709551615n, 9007199254740993n, 0]);
    expect(stringifyJson(reply.answer)).toContain(`[${seeds.join(',')}]`);
  });
});
