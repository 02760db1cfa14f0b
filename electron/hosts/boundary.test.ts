import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { COMMANDS, type CommandArgs, type CommandName } from '../../core/contract/commands';
import { stringifyJson } from '../../core/session/json';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';
import type { Backend } from './backendPort';
import { Caller, type Link, linkInMemory, linkOverWebSocket } from './testLinks';

describe.each([
  ['in memory', linkInMemory],
  ['over a WebSocket', linkOverWebSocket],
])('the boundary %s', (_name, openLink) => {
  let world: BackendWorld;
  let backend: Backend;
  let link: Link;
  let caller: Caller;

  beforeEach(async () => {
    world = await createBackendWorld();
    backend = await world.start();
    link = await openLink(backend);
    caller = new Caller(link);
  });
  afterEach(async () => {
    await link.close();
    await world.dispose();
    expect(world.bugs).toEqual([]);
  });

  it('reaches every command', async () => {
    const session_id = await makeImages(backend, {
      ...DEMO_SETUP,
      weights: [1],
      seeds: [1],
      prompt_pairs: [{ positive: 'a fox' }],
    });
    const args: { [C in CommandName]: CommandArgs<C> } = {
      'app.info': {},
      'app.about': {},
      'app.shutdown': {},
      'app.log': {},
      'app.diagnostics': {},
      'settings.get': {},
      'settings.change': { changes: {} },
      'task.list': {},
      'task.cancel': { task_id: 'none' },
      'task.dismiss': { task_id: 'none' },
      'session.refresh': {},
      'session.active': {},
      'session.resumable': {},
      'session.copy': { session_id },
      'session.delete': { session_id: '20200101_000000' },
      'session.restore': { session_id: '20200101_000000' },
      'session.check': { session_id },
      'session.archive': { session_id: '20200101_000000' },
      'session.bringBack': { session_id: '20200101_000000' },
      'session.export': { session_ids: ['20200101_000000'], path: '/nowhere.zip' },
      'session.import': { path: '/nowhere.zip' },
      'session.findOld': {},
      'session.importOld': {},
      'storage.stats': {},
      'storage.cleanup': { max_age_hours: 1, dry_run: true },
      'storage.cleanupEmpty': { dry_run: true },
      'storage.rebuildCatalog': {},
      'storage.keep': {},
      'trash.list': {},
      'trash.empty': {},
      'desktop.choosePath': { to: 'folder' },
      'desktop.showFolder': {},
      'desktop.revealFile': { path: '/x' },
      'desktop.greyOut': { off: [] },
      'updates.get': {},
      'updates.look': {},
      'updates.download': {},
      'updates.install': {},
      'session.list': {},
      'session.create': {},
      'session.get': { session_id },
      'session.show': { session_id },
      'session.patch': { session_id, notes: 'seen' },
      'session.save': { session_id },
      'session.discard': { session_id },
      'session.recover': { session_id },
      'session.log': { session_id },
      'generation.start': { session_id },
      'generation.pause': { session_id },
      'generation.resume': { session_id },
      'generation.stop': { session_id },
      'generation.regenerate': { session_id, number: 99 },
      'generation.testPair': { session_id },
      'generation.previews': { session_id, on: true },
      'generation.gallery': { session_id },
      'trial.list': { session_id },
      'trial.next': { session_id },
      'trial.get': { session_id, trial_id: 'none' },
      'vote.cast': { session_id, trial_id: 'none', choice: 'A' },
      'vote.undo': { session_id },
      'evaluation.finish': { session_id },
      'evaluation.reveal': { session_id },
      'evaluation.reopen': { session_id },
      'evaluation.redo': { session_id },
      'rater.name': { session_id, label: 'Ann' },
      'pack.export': { session_id, path: '/nowhere.zip' },
      'pack.votes': { session_id },
      'pack.merge': { session_id, text: '' },
      'preset.list': {},
      'preset.get': { name: 'none' },
      'preset.save': { name: 'mine', setup: {} },
      'preset.delete': { name: 'mine' },
      'report.get': { session_id },
      'report.cancel': { session_id },
      'report.pictures': { session_id, pairs: ['none'] },
      'report.votes': { session_id, pairs: ['none'] },
      'report.workflow': { session_id, lora_filename: 'none', weight: 1 },
      'report.write': { session_id },
      'report.written': { session_id },
      'report.export': { session_id, format: 'json', path: '/nowhere.json' },
      'comparison.get': { session_ids: [session_id, session_id] },
      'comfy.state': {},
      'comfy.loraInfo': { lora: 'demo/overcooked_v2.safetensors' },
      'comfy.startDemo': {},
      'comfy.access': {},
      'comfy.setAccess': { server: 'gpu-box', header_name: null, header_value: null },
      'workflow.defaults': { checkpoint: null },
      'workflow.inspect': { workflow: {} },
      'assistant.state': {},
      'assistant.setKey': { server: 'gpu-box:1', key: null },
      'assistant.models': {},
      'assistant.prompts': { request_id: 'of-this-test', description: 'a fox', made_by: 'word_lists' },
      'assistant.metrics': { request_id: 'of-this-test', description: 'a fox', made_by: 'word_lists' },
      'assistant.cancel': { request_id: 'of-this-test' },
      'assistant.templates': {},
      'assistant.setTemplate': { name: 'report', text: null },
    };
    // What cannot be done to this session is refused as such, never as unknown.
    const refusals: Partial<Record<CommandName, string>> = {
      'task.cancel': 'not_found',
      'generation.pause': 'not_possible',
      'generation.stop': 'not_possible',
      'generation.regenerate': 'not_found',
      'generation.previews': 'not_possible',
      'trial.get': 'not_found',
      'vote.cast': 'not_found',
      'vote.undo': 'not_possible',
      'evaluation.finish': 'not_possible',
      'evaluation.reopen': 'not_possible',
      'evaluation.redo': 'not_possible',
      'pack.export': 'not_possible',
      'pack.votes': 'not_possible',
      'pack.merge': 'bad_request',
      'preset.get': 'not_found',
      'report.pictures': 'not_found',
      'report.votes': 'not_found',
      'report.workflow': 'not_found',
      'report.export': 'not_possible',
      'comparison.get': 'bad_request',
      'workflow.inspect': 'bad_request',
      'assistant.models': 'not_possible',
      'session.archive': 'not_found',
      'session.bringBack': 'not_found',
      'session.export': 'not_possible',
      'session.import': 'not_possible',
      'session.importOld': 'not_found',
      'desktop.choosePath': 'not_possible',
      'desktop.showFolder': 'not_possible',
      'desktop.revealFile': 'not_possible',
      'desktop.greyOut': 'not_possible',
      'updates.look': 'not_possible',
      'updates.download': 'not_possible',
      'updates.install': 'not_possible',
      'session.delete': 'not_found',
      'session.restore': 'not_found',
      'storage.keep': 'not_possible',
    };
    const got: Record<string, string | undefined> = {};
    const expected: Record<string, string> = {};
    for (const [index, command] of (Object.keys(COMMANDS) as CommandName[]).entries()) {
      const reply = await caller.ask(index, command, args[command]);
      got[command] = reply.ok ? 'ok' : reply.failure?.code;
      expected[command] = refusals[command] ?? 'ok';
    }
    expect(got).toEqual(expected);
  });

  it('answers each request once, under its id', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => index);
    await Promise.all(
      ids.map((id) =>
        caller.ask(id, id % 3 === 0 ? 'app.info' : id % 3 === 1 ? 'no.such' : 'session.get', {
          session_id: 'x',
        }),
      ),
    );
    await caller.ask(1000, 'app.info');
    expect(caller.replies.map(({ id }) => id ?? -1).sort((a, b) => a - b)).toEqual([...ids, 1000]);
  });

  it.each([
    ['text that is no JSON', 'hello', null],
    ['half a request', '{"id":1,"command":"app.inf', null],
    ['a list', '[1,2]', null],
    ['no id', '{"command":"app.info"}', null],
    ['an id that is no number', '{"id":"1","command":"app.info"}', null],
    ['a negative id', '{"id":-4,"command":"app.info"}', null],
    ['no command', '{"id":5}', 5],
    ['more than a request', '{"id":5,"command":"app.info","extra":true}', 5],
    ['a prototype in the envelope', '{"id":5,"command":"app.info","__proto__":{"args":{}}}', 5],
  ])('refuses as an envelope: %s', async (_what, text, id) => {
    expect(await caller.send(text, id)).toMatchObject({ ok: false, failure: { code: 'bad_request' } });
    expect(await caller.ask(9, 'app.info')).toMatchObject({ ok: true });
  });

  it.each([
    'constructor',
    '__proto__',
    'prototype',
    'toString',
    'valueOf',
    'session',
    'session.get.x',
    'SESSION.GET',
  ])('knows no command named %s', async (name) => {
    expect(await caller.ask(1, name, {})).toMatchObject({ ok: false, failure: { code: 'not_found' } });
  });

  it('tells bad arguments as data, each beside its field', async () => {
    const reply = await caller.ask(1, 'session.create', {
      setup: { weight_range: [0, 1, 0], seeds: [1.5, -1], colour: 'red' },
    });
    expect(reply.failure).toMatchObject({
      code: 'bad_request',
      field: 'setup.weight_range',
      message: 'Weight step must be greater than 0.',
    });
    expect(reply.failure?.details?.map(({ field }) => field)).toEqual([
      'setup.weight_range',
      'setup.seeds[0]',
      'setup.seeds[1]',
      'setup.colour',
    ]);
    expect(await backend.call('session.list', {})).toMatchObject({ sessions: [], total: 0 });
  });

  it('takes own properties of a request only', async () => {
    const setup = '{"__proto__":{"metrics":["Smuggled"]}}';
    const made = await caller.send(
      `{"id":1,"command":"session.create","args":{"setup":${setup},"__proto__":{"notes":"smuggled"}}}`,
      1,
    );
    expect(made.text.toLowerCase()).not.toContain('smuggled');
    for (const { session_id } of (await backend.call('session.list', {})).sessions) {
      expect((await caller.ask(2, 'session.get', { session_id })).text.toLowerCase()).not.toContain(
        'smuggled',
      );
    }
  });

  it('tells the failures of handlers as data', async () => {
    expect((await caller.ask(1, 'session.get', { session_id: '20240115_143022' })).failure).toMatchObject({
      code: 'not_found',
    });
    expect((await caller.ask(2, 'session.get', { session_id: '../../etc' })).failure).toMatchObject({
      code: 'not_found',
    });
  });

  it('carries 64-bit seeds digit for digit both ways', async () => {
    const seeds = '[18446744073709551615,9007199254740993,0,9007199254740991]';
    const made = await caller.send(
      `{"id":1,"command":"session.create","args":{"setup":{"seeds":${seeds}}}}`,
      1,
    );
    const { session_id } = z.object({ session_id: z.string() }).parse(made.answer);
    expect((await caller.ask(2, 'session.get', { session_id })).text).toContain(`"seeds":${seeds}`);
    const workflow = '{"3":{"class_type":"KSampler","inputs":{"seed":18446744073709551615}}}';
    const patched = await caller.send(
      `{"id":3,"command":"session.patch","args":{"session_id":"${session_id}","setup":{"workflow":${workflow}}}}`,
      3,
    );
    expect(patched.text).toContain(`"workflow":${workflow}`);
  });

  it('brings pushes to everybody, digit for digit and only what the contract names', async () => {
    const other = await openLink(backend);
    const second = new Caller(other);
    const { session_id } = await backend.call('session.create', {});
    await caller.ask(1, 'session.patch', { session_id, notes: 'heard by all' });
    for (const one of [caller, second]) {
      const push = await one.until(() =>
        one.pushes.find(
          ({ push, payload }) =>
            push === 'session.changed' && stringifyJson(payload).includes('heard by all'),
        ),
      );
      expect(push.payload).toMatchObject({ session_id });
    }
    await other.close();
  });
});
