import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';
import { fetchPack, importPack, journalLines, PACK_SETUP, resealed, vote, votesText } from './testPacks';

let here: BackendWorld;
let there: BackendWorld;
let maker: Backend;
let judge: Backend;
let session_id: string;

beforeAll(async () => {
  [here, there] = await Promise.all([createBackendWorld(), createBackendWorld()]);
  [maker, judge] = await Promise.all([here.start(), there.start({ startDemo: false })]);
  session_id = await makeImages(maker, PACK_SETUP);
});
afterAll(async () => {
  expect([...here.bugs, ...there.bugs]).toEqual([]);
  await Promise.all([here.dispose(), there.dispose()]);
});

const openPack = async () => importPack(judge, (await fetchPack(maker, session_id)).bytes);
const merge = (text: string) => maker.call('pack.merge', { session_id, text });
const ratersOf = async () =>
  (await maker.call('session.get', { session_id })).evaluation.raters.map(
    ({ label, votes_done, from_pack }) => [label, votes_done, from_pack] as const,
  );

describe('a rating pack', () => {
  it('is judged elsewhere, and its votes come back once', async () => {
    const { session_id: copy, summary, remarks } = await openPack();
    expect(remarks).toEqual([
      `A rating pack with 2 pairs to judge was opened as ${copy}. Judge it, then send its votes to whoever made it.`,
    ]);
    expect(summary).toMatchObject({ step: 3, status: 'completed', is_pack: true, lora_filename: null });
    expect(summary.label).toMatch(new RegExp(`^${copy} - rating pack \\(`));
    await vote(judge, copy, 'A', 'B');
    expect(await judge.call('session.get', { session_id: copy })).toMatchObject({
      step: 4,
      evaluation: { complete: true, votes_done: 2, votes_total: 2 },
      generation: { status: 'completed', can_resume: false },
      can_extend: false,
    });
    const text = await votesText(judge, copy);
    const merged = await merge(text);
    expect(merged).toMatchObject({ added: 2, changed: 0, removed: 0, label: 'rater 1 (2)' });
    expect(await ratersOf()).toEqual([
      ['rater 1', 0, false],
      ['rater 1 (2)', 2, true],
    ]);
    const lines = await journalLines(here.root, session_id);
    const again = await merge(text);
    expect(again).toMatchObject({ added: 0, changed: 0, removed: 0, rater: merged.rater });
    expect(again.message).toContain('Nothing changed');
    expect(await journalLines(here.root, session_id)).toEqual(lines);
  });

  it('brings later changes of its own rater only, and nothing older', async () => {
    const { session_id: copy } = await openPack();
    await vote(judge, copy, 'A');
    const early = await votesText(judge, copy);
    const first = await merge(early);
    const { trials } = await judge.call('trial.list', { session_id: copy });
    await judge.call('vote.cast', { session_id: copy, trial_id: trials[0]?.trial_id ?? '', choice: 'same' });
    await vote(judge, copy, 'B');
    const before = (await ratersOf()).filter(([label]) => label !== first.label);
    expect(await merge(await votesText(judge, copy))).toMatchObject({
      rater: first.rater,
      added: 1,
      changed: 1,
      removed: 0,
    });
    expect((await merge(early)).message).toContain('Later votes');
    await judge.call('vote.undo', { session_id: copy });
    expect(await merge(await votesText(judge, copy))).toMatchObject({ added: 0, changed: 0, removed: 1 });
    expect(await ratersOf()).toEqual([...before, [first.label, 1, true]]);
  });

  it('is another rater in each copy, whatever they are called', async () => {
    const { bytes } = await fetchPack(maker, session_id);
    const labels: string[] = [];
    for (const rater of ['Ann', 'Ann']) {
      const { session_id: copy } = await importPack(judge, bytes);
      await vote(judge, copy, 'A');
      const text = resealed(await votesText(judge, copy), { rater });
      labels.push((await merge(text)).label);
    }
    expect(labels).toEqual(['Ann', 'Ann (2)']);
    // Whoever is called Ann here is somebody else.
    await expect(maker.call('trial.next', { session_id, rater: 'Ann' })).rejects.toMatchObject({
      message: 'The votes of Ann here come from a rating pack. Choose another name to vote under.',
    });
    const copied = await importPack(judge, bytes);
    await vote(judge, copied.session_id, 'B');
    const one = await merge(await votesText(judge, copied.session_id));
    const copy = await judge.call('session.copy', { session_id: copied.session_id });
    expect(copy).toMatchObject({ is_pack: true, votes_done: 1 });
    await vote(judge, copy.session_id, 'B');
    const other = await merge(await votesText(judge, copy.session_id));
    expect(other).toMatchObject({ added: 2 });
    expect(other.rater).not.toBe(one.rater);
  });

  it('is counted in the report with what its copies said', async () => {
    const own = await maker.call('session.copy', { session_id });
    const before = await maker.call('report.get', { session_id: own.session_id }).catch(({ code }) => code);
    expect(before).toBe('evaluation_open');
    await maker.call('evaluation.reveal', { session_id: own.session_id });
    const report = await maker.call('report.get', { session_id: own.session_id });
    const votes = report.metrics[0]?.candidates.reduce((sum, candidate) => sum + candidate.votes, 0);
    const all = (await ratersOf()).reduce((sum, [, done]) => sum + done, 0);
    expect(votes).toBe(all);
    // Votes that come after the labels were shown say so.
    const { bytes } = await fetchPack(maker, own.session_id);
    const { session_id: copy } = await importPack(judge, bytes);
    await vote(judge, copy, 'A');
    await maker.call('pack.merge', { session_id: own.session_id, text: await votesText(judge, copy) });
    const meta = await saved(maker, here, own.session_id);
    expect(meta).toContain('"after_reveal": true');
  });

  it('keeps what was merged over a restart, and takes more in', async () => {
    const { session_id: copy } = await openPack();
    await vote(judge, copy, 'A');
    const first = await merge(await votesText(judge, copy));
    await maker.call('session.save', { session_id });
    await maker.dispose();
    maker = await here.start();
    await vote(judge, copy, 'A');
    expect(await merge(await votesText(judge, copy))).toMatchObject({
      rater: first.rater,
      added: 1,
      changed: 0,
    });
  });

  it('comes to the same end when a merge broke off anywhere', async () => {
    const { session_id: copy } = await openPack();
    await vote(judge, copy, 'A', 'same');
    const text = await votesText(judge, copy);
    await maker.dispose();
    const journal = join(here.root, session_id, 'journal.jsonl');
    const before = await readFile(journal, 'utf8');
    maker = await here.start();
    const whole = await merge(text);
    const end = await ratersOf();
    await maker.dispose();
    const added = (await readFile(journal, 'utf8')).slice(before.length).trimEnd().split('\n');
    expect(added.length).toBeGreaterThan(4);
    for (let lines = 0; lines < added.length; lines += 1) {
      const torn = added.slice(0, lines).map((line) => `${line}\n`);
      await writeFile(journal, [before, ...torn, added[lines]?.slice(0, 20) ?? ''].join(''));
      maker = await here.start();
      expect((await merge(text)).rater).toBe(whole.rater);
      expect(await ratersOf()).toEqual(end);
      expect(await merge(text)).toMatchObject({ added: 0, changed: 0, removed: 0 });
      await maker.dispose();
    }
    maker = await here.start();
  });
});

async function saved(backend: Backend, world: BackendWorld, id: string): Promise<string> {
  await backend.call('session.save', { session_id: id });
  return readFile(join(world.root, id, 'session_meta.json'), 'utf8');
}

describe('a rating pack of an evaluation with passes, practice, repeats and catches', () => {
  it('asks all of them, tells only practice, and brings each answer to its place', async () => {
    const id = await makeImages(maker, {
      ...DEMO_SETUP,
      metric_mode: 'passes',
      quality_control: { training: true, repeats: 0.25, catches: 2 },
    });
    const { bytes } = await fetchPack(maker, id);
    const { session_id: copy } = await importPack(judge, bytes);
    let next = await judge.call('trial.next', { session_id: copy });
    const training: boolean[] = [];
    while (!('done' in next)) {
      training.push(next.training);
      const { trial_id } = next;
      ({ next } = await judge.call('vote.cast', {
        session_id: copy,
        trial_id,
        choice: 'A',
        elapsed_ms: 900,
      }));
    }
    const practice = training.filter((one) => one).length;
    expect(practice).toBeGreaterThanOrEqual(3);
    expect(training.indexOf(false)).toBe(practice);
    const { evaluation } = await judge.call('session.get', { session_id: copy });
    const trials = training.length - practice;
    expect(evaluation).toMatchObject({
      complete: true,
      metric_mode: 'passes',
      votes_done: trials,
      votes_total: trials,
    });
    const text = await votesText(judge, copy);
    const merged = await maker.call('pack.merge', { session_id: id, text });
    // Practice goes along and is no vote.
    expect(merged.added).toBe(trials);
    expect(merged.evaluation).toMatchObject({ complete: true });
    expect(merged.evaluation.raters[1]).toMatchObject({ votes_done: trials, votes_total: trials });
    const report = await maker.call('report.get', { session_id: id });
    const votes = report.metrics.flatMap(({ candidates }) => candidates.map((candidate) => candidate.votes));
    expect(votes).toEqual(Array(6).fill(4));

    await maker.call('evaluation.redo', { session_id: id });
    await expect(maker.call('pack.merge', { session_id: id, text })).rejects.toMatchObject({
      message: expect.stringContaining('before the evaluation was redone'),
    });
    const { session_id: anew } = await importPack(judge, (await fetchPack(maker, id)).bytes);
    for (let answer = 0; answer <= practice; answer += 1) await vote(judge, anew, 'A');
    expect(
      await maker.call('pack.merge', { session_id: id, text: await votesText(judge, anew) }),
    ).toMatchObject({ added: 1 });
  });
});
