import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandArgs, CommandName } from '../../core/contract/commands';
import { type JsonValue, parseJson } from '../../core/session/json';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, makeImages } from '../testing/backendWorld';
import {
  fetchPack,
  importPack,
  nextTrial,
  PACK_SETUP,
  repacked,
  resealed,
  unpacked,
  vote,
  votesText,
} from './testPacks';

let here: BackendWorld;
let there: BackendWorld;
let maker: Backend;
let judge: Backend;
let session_id: string;
let copy: string;
let files: Map<string, Buffer>;

beforeAll(async () => {
  [here, there] = await Promise.all([createBackendWorld(), createBackendWorld()]);
  [maker, judge] = await Promise.all([here.start(), there.start({ startDemo: false })]);
  session_id = await makeImages(maker, PACK_SETUP);
  const { bytes } = await fetchPack(maker, session_id);
  files = await unpacked(here.root, bytes);
  copy = (await importPack(judge, bytes)).session_id;
  await vote(judge, copy, 'A', 'B');
});
afterAll(async () => {
  expect([...here.bugs, ...there.bugs]).toEqual([]);
  await Promise.all([here.dispose(), there.dispose()]);
});

const list = () => String(files.get('pack.json'));
const firstPicture = () => [...files.keys()].find((name) => name.startsWith('pictures/')) ?? '';
const otherPicture = () => [...files.keys()].filter((name) => name.startsWith('pictures/'))[1] ?? '';
const bytesOf = (name: string) => files.get(name) ?? Buffer.alloc(0);

describe('a pack is refused in a sentence, and nothing of it comes in', () => {
  const changedList = (changes: Record<string, JsonValue>) => ({ 'pack.json': resealed(list(), changes) });
  it.each<[string, () => Record<string, string | Uint8Array | null>, RegExp]>([
    [
      'whose list was changed by hand',
      () => ({ 'pack.json': list().replace('a fox', 'a dog') }),
      /changed or damaged.*its list/,
    ],
    [
      'with another picture',
      () => ({ [firstPicture()]: bytesOf(otherPicture()) }),
      /not the one that was packed/,
    ],
    [
      'with a torn picture',
      () => ({ [firstPicture()]: bytesOf(firstPicture()).subarray(0, 200) }),
      /not the one that was packed/,
    ],
    ['without one of its pictures', () => ({ [firstPicture()]: null }), /a picture is missing/],
    ['of a newer version', () => changedList({ version: 2 }), /newer version of Blindfold/],
    [
      'that names a file elsewhere',
      () => changedList({ pictures: [{ name: '../../a.png', sha256: 'a'.repeat(64) }] }),
      /makes no sense/,
    ],
    ['of no showing', () => changedList({ showings: [] }), /makes no sense/],
    [
      'with one picture in two showings',
      () => {
        const { showings } = parseJson(list()) as { showings: JsonValue[] };
        return changedList({ showings: [...showings, ...showings] });
      },
      /makes no sense/,
    ],
    [
      'of showings without end',
      () => changedList({ metrics: Array.from({ length: 200 }, String) }),
      /makes no sense/,
    ],
  ])('%s', async (_what, change, sentence) => {
    const before = await readdir(there.root);
    const zip = await repacked(files, change());
    await expect(importPack(judge, zip)).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringMatching(sentence),
    });
    expect(await readdir(there.root)).toEqual(before);
  });

  it('but not for having been unpacked and packed again in a folder, with a file beside', async () => {
    const inFolder = new Map([...files].map(([name, bytes]) => [`my pack/${name}`, bytes]));
    const zip = await repacked(inFolder, { 'my pack/.DS_Store': 'x', 'my pack/read me.txt': 'hello' });
    const { session_id: id, summary } = await importPack(judge, zip);
    expect(summary).toMatchObject({ is_pack: true, images_done: 4, images_missing: 0 });
    expect((await nextTrial(judge, id)).prompt).toBe('a fox in snow');
  });

  it('and a picture with a hash that fits must be a whole PNG', async () => {
    const name = firstPicture().replace('pictures/', '');
    const { pictures } = parseJson(list()) as { pictures: { name: string; sha256: string }[] };
    // The hash of the three letters `abc`.
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    const zip = await repacked(files, {
      ...changedList({ pictures: pictures.map((one) => (one.name === name ? { name, sha256 } : one)) }),
      [firstPicture()]: 'abc',
    });
    await expect(importPack(judge, zip)).rejects.toMatchObject({
      message: expect.stringContaining('whole PNG'),
    });
  });
});

describe('votes are refused in a sentence, and none comes in', () => {
  it.each<[string, (text: string) => string, string, RegExp]>([
    ['no votes at all', () => '{"format":"letter"}', 'bad_request', /no votes of a rating pack/],
    ['no JSON', () => 'PK\u0003\u0004', 'bad_request', /no votes of a rating pack/],
    ['changed by hand', (text) => text.replace('"A"', '"B"'), 'bad_request', /changed or damaged/],
    ['of a newer version', (text) => resealed(text, { version: 2 }), 'bad_request', /newer version/],
    ['without a rater', (text) => resealed(text, { rater: ' ' }), 'bad_request', /make no sense/],
    [
      'of another session',
      (text) => resealed(text, { pack_id: '0123456789abcdef' }),
      'not_possible',
      /did not make/,
    ],
    [
      'for trials that do not exist',
      (text) => withAnswers(text, { key: '0123456789abcdef' }),
      'bad_request',
      /^1 of the 2 votes is for a trial/,
    ],
    [
      'on a question that is not asked',
      (text) => withAnswers(text, { metric: 'Colour' }),
      'bad_request',
      /^1 of the 2 votes is/,
    ],
    [
      'two for one trial',
      (text) => {
        const { answers } = parseJson(text) as { answers: JsonValue[] };
        return resealed(text, { answers: [...answers, ...answers] });
      },
      'bad_request',
      /two votes for one trial/,
    ],
  ])('%s', async (_what, change, code, sentence) => {
    const text = change(await votesText(judge, copy));
    await expect(maker.call('pack.merge', { session_id, text })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    });
    const { evaluation } = await maker.call('session.get', { session_id });
    expect(evaluation.raters).toHaveLength(1);
  });

  function withAnswers(text: string, changes: Record<string, JsonValue>): string {
    const { answers } = parseJson(text) as { answers: Record<string, JsonValue>[] };
    return resealed(text, {
      answers: answers.map((one, index) => (index === 0 ? { ...one, ...changes } : one)),
    });
  }
});

describe('a session that is a rating pack', () => {
  it.each<[CommandName, object]>([
    ['generation.start', {}],
    ['generation.resume', {}],
    ['generation.regenerate', { number: 1 }],
    ['generation.testPair', {}],
    ['generation.gallery', {}],
    ['evaluation.redo', {}],
    ['evaluation.reveal', {}],
    ['report.get', {}],
    ['pack.export', { path: '/nowhere.zip' }],
    ['pack.merge', { text: '' }],
    ['session.patch', { setup: { metrics: ['Other'] } }],
  ])('refuses %s and says where to turn', async (command, args) => {
    const all = { session_id: copy, ...args } as CommandArgs<typeof command>;
    await expect(judge.call(command, all)).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringContaining('Send its votes to whoever made it'),
    });
  });

  it('is judged by one person', async () => {
    await expect(judge.call('trial.next', { session_id: copy, rater: 'Bob' })).rejects.toMatchObject({
      message: expect.stringContaining('judged by one person'),
    });
  });

  it('gives no table of votes and no pack, and takes notes as any', async () => {
    for (const format of ['csv', 'rating-pack'])
      await expect(judge.exportFile(format, [copy])).rejects.toMatchObject({ code: 'not_possible' });
    await judge.call('session.patch', { session_id: copy, notes: 'for a friend' });
    await judge.call('session.save', { session_id: copy });
    expect(await readdir(join(there.root, copy, 'output'))).not.toContain('scores.csv');
    expect((await judge.call('session.list', { q: 'friend' })).sessions).toMatchObject([{ is_pack: true }]);
    expect((await judge.call('session.list', { q: 'a fox' })).total).toBeGreaterThan(0);
  });

  it('says which pictures are gone, and goes on with the others', async () => {
    const { session_id: id } = await importPack(judge, await repacked(files, {}));
    const [showing] = (parseJson(list()) as { showings: { image_b: string }[] }).showings;
    await rm(join(there.root, id, 'output', showing?.image_b ?? ''));
    const checked = await judge.call('session.check', { session_id: id });
    expect(checked.findings.join()).toContain('1 image is gone');
    const detail = await judge.call('session.get', { session_id: id });
    expect(detail).toMatchObject({ step: 3, images_missing: 1, generation: { can_resume: false } });
    expect(detail.generation.reason).toContain('Import the rating pack once more');
    await vote(judge, id, 'A');
    expect(await judge.call('trial.next', { session_id: id })).toEqual({ done: true, waiting: 1 });
  });

  it('stays one when its saved file is gone, or its journal', async () => {
    const { session_id: id } = await importPack(judge, await repacked(files, {}));
    await vote(judge, id, 'A');
    await judge.call('session.save', { session_id: id });
    for (const file of ['session_meta.json', 'journal.jsonl']) {
      const { answers } = parseJson(await votesText(judge, id)) as { answers: JsonValue };
      await judge.dispose();
      await rm(join(there.root, id, file));
      judge = await there.start({ startDemo: false });
      expect(parseJson(await votesText(judge, id))).toMatchObject({ answers });
      expect(await judge.call('session.save', { session_id: id })).toMatchObject({ is_pack: true, step: 3 });
    }
  });
});

describe('a picture that was given out in a pack', () => {
  it('is made again only where it is torn, since votes on it may be on their way', async () => {
    const again = () => maker.call('generation.regenerate', { session_id, number: 1 });
    await expect(again()).rejects.toMatchObject({
      code: 'not_possible',
      message: expect.stringMatching(/^Image 1 is in a rating pack that was given out/),
    });
    const output = join(here.root, session_id, 'output');
    for (const name of (await readdir(output)).filter((one) => one.endsWith('.png')))
      await writeFile(join(output, name), 'torn');
    expect((await again()).status).toBe('running');
    await maker.call('generation.stop', { session_id });
  });
});

describe('a session without a complete pair', () => {
  it('makes no rating pack', async () => {
    const { session_id: draft } = await maker.call('session.create', { setup: PACK_SETUP });
    await expect(maker.exportFile('rating-pack', [draft])).rejects.toMatchObject({ code: 'not_possible' });
    await writeFile(join(here.root, draft, 'output', 'odd.png'), 'x');
    await expect(maker.exportFile('rating-pack', ['20200101_000000'])).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
