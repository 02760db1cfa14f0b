import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';
import { fetchPack, importPack, nextTrial, resealed, vote, votesText } from './testPacks';

/** Two pairs with one baseline, one question: two trials. */
const SETUP = {
  ...DEMO_SETUP,
  weight_range: undefined,
  weights: [0.5, 1],
  seeds: [7],
  metrics: ['Quality'],
  prompt_pairs: [{ positive: 'a fox in snow' }],
};

let here: BackendWorld;
let there: BackendWorld;
let maker: Backend;
let judge: Backend;

beforeEach(async () => {
  [here, there] = await Promise.all([createBackendWorld(), createBackendWorld()]);
  [maker, judge] = await Promise.all([here.start(), there.start({ startDemo: false })]);
});
afterEach(async () => {
  expect([...here.bugs, ...there.bugs]).toEqual([]);
  await Promise.all([here.dispose(), there.dispose()]);
});

async function packOnBothSides() {
  const { weight_range: _range, ...setup } = SETUP;
  const session_id = await makeImages(maker, setup);
  const { bytes, name } = await fetchPack(maker, session_id);
  const opened = await importPack(judge, bytes);
  return { session_id, bytes, name, opened, copy: opened.session_id };
}

const ratersOf = async (session_id: string) =>
  (await maker.call('session.get', { session_id })).evaluation.raters.map(({ label, votes_done, from_pack }) => [
    label,
    votes_done,
    from_pack,
  ]);

describe('a rating pack', () => {
  it('is judged elsewhere and its votes come back, once', async () => {
    const { session_id, copy, opened, name } = await packOnBothSides();
    expect(name).toMatch(/^blindfold-pack-[0-9a-f]{8}\.zip$/);
    expect(opened.remarks).toEqual([
      `A rating pack with 2 pairs to judge was opened as ${copy}. Judge it, then send its votes to whoever made it.`,
    ]);
    expect(opened.summary).toMatchObject({ step: 3, status: 'completed', is_pack: true, lora_filename: null });
    expect(opened.summary.label).toMatch(new RegExp(`^${copy} - rating pack \\(`));
    await vote(judge, copy, 'A', 'B');
    expect(await judge.call('session.get', { session_id: copy })).toMatchObject({
      step: 4,
      evaluation: { complete: true, votes_done: 2, votes_total: 2 },
    });

    const text = await votesText(judge, copy);
    const merged = await maker.call('pack.merge', { session_id, text });
    expect(merged).toMatchObject({ added: 2, changed: 0, removed: 0, label: 'rater 1 (2)' });
    expect(await ratersOf(session_id)).toEqual([
      ['rater 1', 0, false],
      ['rater 1 (2)', 2, true],
    ]);
    const again = await maker.call('pack.merge', { session_id, text });
    expect(again).toMatchObject({ added: 0, changed: 0, removed: 0, rater: merged.rater });
    expect(again.message).toContain('Nothing changed');

    const report = await maker.call('report.get', { session_id });
    expect(report.metrics[0]?.candidates.reduce((sum, { votes }) => sum + votes, 0)).toBe(2);
  });
});
