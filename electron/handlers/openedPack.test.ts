import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson } from '../../core/session/json';
import type { Backend } from '../hosts/backendPort';
import { readWhole } from '../sessions/archive/zipReader';
import { type BackendWorld, createBackendWorld, makeImages } from '../testing/backendWorld';
import { fetchPack, importPack, journalLines, nextTrial, PACK_SETUP, vote, votesText } from './testPacks';

let there: BackendWorld;
let judge: Backend;
let pack: Buffer;

beforeAll(async () => {
  const here = await createBackendWorld();
  const maker = await here.start();
  pack = (await fetchPack(maker, await makeImages(maker, PACK_SETUP))).bytes;
  await here.dispose();
  there = await createBackendWorld();
  judge = await there.start({ startDemo: false });
});
afterAll(async () => {
  expect(there.bugs).toEqual([]);
  await there.dispose();
});

const openPack = () => importPack(judge, pack);

describe('an opened rating pack', () => {
  it('is the same copy when it moves, and another one beside itself', async () => {
    const { session_id: copy } = await openPack();
    await vote(judge, copy, 'A');
    const { name, pieces } = await judge.exportFile('zip', [copy]);
    const zip = Buffer.from(await readWhole(pieces));
    expect(name).toBe(`blindfold-${copy}.zip`);
    const beside = await importPack(judge, zip);
    const world = await createBackendWorld();
    const elsewhere = await world.start({ startDemo: false });
    const moved = await importPack(elsewhere, zip);
    expect([beside.summary, moved.summary]).toMatchObject([
      { is_pack: true },
      { is_pack: true, session_id: copy },
    ]);
    const copyIds = [
      await votesText(judge, copy),
      await votesText(elsewhere, moved.session_id),
      await votesText(judge, beside.session_id),
    ].map((text) => (parseJson(text) as { copy_id: string; answers: object[] }).copy_id);
    expect(copyIds[1]).toBe(copyIds[0]);
    expect(copyIds[2]).not.toBe(copyIds[0]);
    await judge.call('session.discard', { session_id: beside.session_id });
    expect(parseJson(await votesText(judge, beside.session_id))).toMatchObject({
      copy_id: copyIds[2],
      answers: [{ choice: 'A' }],
    });
    expect(world.bugs).toEqual([]);
    await world.dispose();
  });

  it('loses no vote by a discard but those since the last save', async () => {
    const { session_id: copy } = await openPack();
    await vote(judge, copy, 'A');
    const early = parseJson(await votesText(judge, copy)) as { revision: number };
    expect(await judge.call('session.discard', { session_id: copy })).toMatchObject({
      is_pack: true,
      votes_done: 0,
      step: 3,
    });
    const late = parseJson(await votesText(judge, copy)) as { revision: number };
    expect(late).toMatchObject({ answers: [] });
    expect(late.revision).toBeGreaterThan(early.revision);
    await nextTrial(judge, copy);
  });

  it('is there again after a kill, with every vote', async () => {
    const { session_id: copy } = await openPack();
    await vote(judge, copy, 'A');
    const { trial_id } = await nextTrial(judge, copy);
    const text = await votesText(judge, copy);
    const lines = await journalLines(there.root, copy);
    await judge.dispose();
    expect(await journalLines(there.root, copy)).toEqual(lines);
    // What a program leaves that is killed while it writes.
    await appendFile(join(there.root, copy, 'journal.jsonl'), '{"seq":99,"at":"2026-');
    judge = await there.start({ startDemo: false });
    expect((await nextTrial(judge, copy)).trial_id).toBe(trial_id);
    expect(await votesText(judge, copy)).toBe(text);
    await judge.call('session.save', { session_id: copy });
    await judge.dispose();
    judge = await there.start({ startDemo: false });
    expect((await nextTrial(judge, copy)).trial_id).toBe(trial_id);
    expect((await judge.call('trial.list', { session_id: copy })).trials).toMatchObject([{ choice: 'A' }]);
    expect(await judge.call('session.check', { session_id: copy })).toMatchObject({
      findings: [],
      is_pack: true,
    });
  });
});
