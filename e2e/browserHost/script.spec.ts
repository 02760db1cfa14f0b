import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseJson } from '../../core/session/json';
import { createSession, generateAll, getSession, type Json, SMALL_SETUP, voteAll } from '../evaluation';
import { expect, test } from '../fixtures';

test('the whole way by the HTTP API alone: create, generate, vote, report, save', async ({
  server,
  comfy,
  folder,
}) => {
  const id = await createSession(server);
  const before = await getSession(server, id);
  expect(before['plan']).toMatchObject({ images: 16, pairs: 12, trials: 24, weights: [0.4, 0.6, 0.8] });
  expect(before['step']).toBe(1);

  const generation = await generateAll(server, id);
  expect(generation).toMatchObject({ images_done: 16, images_total: 16, failed: [] });
  expect(comfy.stats().images).toBe(16);
  const output = join(folder, 'sessions', id, 'output');
  const files = (await readdir(output)).filter((name) => name.endsWith('.png')).sort();
  expect(files.filter((name) => name.startsWith('baseline_'))).toEqual([
    'baseline_0_0.png',
    'baseline_0_1.png',
    'baseline_1_0.png',
    'baseline_1_1.png',
  ]);
  expect(files.filter((name) => name.startsWith('lora_'))).toHaveLength(12);

  expect((await server.api('GET', `/sessions/${id}/report`)).status).toBe(409);
  expect((await server.api('GET', `/sessions/${id}/report`)).body['error']).toMatchObject({
    code: 'evaluation_open',
  });
  const votes = await voteAll(server, id, (_, index) => ['A', 'B', 'same', 'A', 'skip'][index % 5] ?? 'A');
  expect(votes).toBe(24);

  const report = await server.api('GET', `/sessions/${id}/report`);
  expect(report.status, report.text).toBe(200);
  const metrics = report.body['metrics'] as Json[];
  expect(metrics.map((metric) => metric['metric'])).toEqual(['Quality', 'Style']);
  for (const metric of metrics) {
    const candidates = metric['candidates'] as Json[];
    expect(candidates.map((candidate) => candidate['weight'])).toEqual([0.4, 0.6, 0.8]);
    for (const one of candidates) {
      expect(Number(one['votes'])).toBe(Number(one['wins']) + Number(one['losses']) + Number(one['ties']));
      expect(Number(one['n'])).toBe(Number(one['wins']) + Number(one['losses']));
    }
  }
  expect((report.body['verdict'] as string[]).length).toBeGreaterThan(0);

  const saved = await server.api('POST', `/sessions/${id}/save`);
  expect(saved.status).toBe(200);
  expect(saved.body).toMatchObject({ unsaved_changes: 0, step: 4, status: 'completed' });

  const text = await readFile(join(folder, 'sessions', id, 'session_meta.json'), 'utf8');
  const meta = parseJson(text) as Json;
  expect(Object.keys(meta).slice(0, 6)).toEqual([
    'session_id',
    'timestamp',
    'step_1_setup',
    'step_2_generation',
    'step_3_evaluation',
    'step_4_report',
  ]);
  expect(meta['step_1_setup']).toEqual({
    lora_filename: SMALL_SETUP['lora_filename'],
    weight_range: [0.4, 0.8, 0.2],
    seeds: [42, 8_129_403_321_756_610_482n],
    metrics: ['Quality', 'Style'],
    prompt_pairs: SMALL_SETUP['prompt_pairs'],
  });
  expect(text).toContain('8129403321756610482');
  const step2 = meta['step_2_generation'] as Json;
  expect(step2).toMatchObject({
    generation_complete: true,
    generating: false,
    metrics_for_evaluation: ['Quality', 'Style'],
  });
  const results = step2['results'] as Json[];
  expect(results).toHaveLength(12);
  expect(Object.keys(results[0] ?? {})).toEqual([
    'baseline',
    'lora',
    'weight',
    'prompt',
    'negative_prompt',
    'seed',
  ]);
  const baseline = results[0]?.['baseline'] as Json | undefined;
  expect(baseline?.['image_path']).toMatch(new RegExp(`^\\./sessions/${id}/output/baseline_\\d_\\d\\.png$`));
  expect((step2['shuffled_results'] as Json[]).map((entry) => Object.keys(entry))).toEqual(
    Array(12).fill(['result', 'swap']),
  );
  const step3 = meta['step_3_evaluation'] as Json;
  expect(step3).toMatchObject({ evaluation_complete: true, current_eval_index: 12, current_metric_index: 0 });
  const scores = step3['scores'] as Json[];
  expect(scores).toHaveLength(24);
  expect(Object.keys(scores[0] ?? {})).toEqual([
    'pair_index',
    'metric',
    'baseline_path',
    'lora_path',
    'weight',
    'prompt',
    'seed',
    'choice',
    'stars',
    'lora_better',
  ]);
  expect(meta['step_4_report']).toEqual({ report_generated: true });

  const csv = await readFile(join(output, 'scores.csv'), 'utf8');
  expect(csv.split('\n')[0]).toMatch(
    /^pair_index,metric,baseline_path,lora_path,weight,prompt,seed,choice,stars,lora_better/,
  );
  const log = await readFile(join(output, 'generation_log.csv'), 'utf8');
  expect(log.trim().split('\n')).toHaveLength(17);
  expect(log.split('\n')[0]?.trim()).toBe(
    'timestamp,image_path,lora_name,weight,prompt,negative_prompt,seed,is_baseline',
  );
});

test('the report counts what was voted, side by side with the file', async ({ server, folder }) => {
  const id = await createSession(server, { ...SMALL_SETUP, metrics: ['Quality'] });
  await generateAll(server, id);
  await voteAll(server, id, (_, index) => (index % 3 === 0 ? 'A' : index % 3 === 1 ? 'B' : 'same'));
  await server.api('POST', `/sessions/${id}/save`);
  const meta = parseJson(await readFile(join(folder, 'sessions', id, 'session_meta.json'), 'utf8')) as Json;
  const scores = (meta['step_3_evaluation'] as Json)['scores'] as Json[];
  const shuffled = (meta['step_2_generation'] as Json)['shuffled_results'] as Json[];
  // The file alone says which side was the LoRA; every score agrees with it.
  for (const score of scores) {
    const entry = shuffled[Number(score['pair_index'])] as Json;
    const expected = score['choice'] === 'same' ? null : (score['choice'] === 'A') === entry['swap'];
    expect(score['lora_better']).toBe(expected);
  }
  const report = (await server.api('GET', `/sessions/${id}/report`)).body;
  const candidates = (report['metrics'] as Json[])[0]?.['candidates'] as Json[];
  for (const candidate of candidates) {
    const own = scores.filter((score) => score['weight'] === candidate['weight']);
    expect(candidate['wins']).toBe(own.filter((score) => score['lora_better'] === true).length);
    expect(candidate['losses']).toBe(own.filter((score) => score['lora_better'] === false).length);
    expect(candidate['ties']).toBe(own.filter((score) => score['choice'] === 'same').length);
  }
});

test('undo, a changed vote, save, discard and finish', async ({ server }) => {
  const id = await createSession(server, { ...SMALL_SETUP, metrics: ['Quality'] });
  await generateAll(server, id);
  const first = (await server.api('GET', `/sessions/${id}/trials/next`)).body;
  const cast = await server.api('POST', `/sessions/${id}/votes`, {
    trial_id: first['trial_id'],
    choice: 'A',
  });
  expect(Object.keys(cast.body).sort()).toEqual(['next', 'vote_id']);
  expect((await server.api('POST', `/sessions/${id}/save`)).body['unsaved_changes']).toBe(0);

  const second = cast.body['next'] as Json;
  await server.api('POST', `/sessions/${id}/votes`, { trial_id: second['trial_id'], choice: 'B' });
  await server.api('POST', `/sessions/${id}/votes`, { trial_id: first['trial_id'], choice: 'same' });
  expect(await getSession(server, id)).toMatchObject({ votes_done: 2, unsaved_changes: 2 });
  const undone = await server.api('POST', `/sessions/${id}/undo`);
  expect(undone.body['trial_id']).toBe(second['trial_id']);
  expect((await getSession(server, id))['votes_done']).toBe(1);

  const discarded = await server.api('POST', `/sessions/${id}/discard`);
  expect(discarded.body).toMatchObject({ votes_done: 1, unsaved_changes: 0 });
  const trials = (await server.api('GET', `/sessions/${id}/trials`)).body['trials'] as Json[];
  expect(trials.map((trial) => [trial['number'], trial['choice']])).toEqual([[1, 'A']]);

  expect((await server.api('POST', `/sessions/${id}/finish`)).body).toMatchObject({
    complete: true,
    revealed_at: null,
  });
  expect((await server.api('GET', `/sessions/${id}/report`)).status).toBe(200);
  expect((await getSession(server, id))['evaluation']).toMatchObject({ revealed_early: false });
});

test('an early look is recorded, and later votes are judged by a test that allows it', async ({ server }) => {
  const id = await createSession(server, { ...SMALL_SETUP, metrics: ['Quality'] });
  await generateAll(server, id);
  const first = (await server.api('GET', `/sessions/${id}/trials/next`)).body;
  await server.api('POST', `/sessions/${id}/votes`, { trial_id: first['trial_id'], choice: 'A' });
  const revealed = await server.api('POST', `/sessions/${id}/reveal`);
  expect(revealed.body).toMatchObject({ complete: false, revealed_early: true });
  expect((await server.api('GET', `/sessions/${id}/report`)).body['method']).toBe('fixed');
  await voteAll(server, id, () => 'B');
  expect((await server.api('GET', `/sessions/${id}/report`)).body['method']).toBe('peek_safe');
});
