import { describe, expect, it } from 'vitest';
import { compared, exampleSession } from './exampleComparison';
import type { ComparedInput } from './sharedPart';

const A = '20240101_100000';
const B = '20240102_100000';
const C = '20240103_100000';
const WON = 'W'.repeat(12);
const LOST = 'L'.repeat(12);
const SPLIT = 'WL'.repeat(6);

const fox = (id: string, epoch: string, style: string, anatomy?: string, more = {}) =>
  exampleSession(
    id,
    `snowfox-${epoch}.safetensors`,
    { Style: [style], ...(anatomy === undefined ? {} : { Anatomy: [anatomy] }) },
    more,
  );

describe('the verdict', () => {
  it('says who is ahead of whom on what, and what is not decided', () => {
    const { verdict } = compared([fox(A, '000008', SPLIT, SPLIT), fox(B, '000012', SPLIT, SPLIT)]);
    expect(verdict[0]).toBe('Not decided: on Style and Anatomy none is shown ahead of another');
    const clear = compared([fox(A, '000008', LOST, SPLIT), fox(B, '000012', WON, SPLIT)]).verdict;
    expect(clear[0]).toBe(
      'snowfox-000012 at 0.1 is ahead of snowfox-000008 at 0.1 on Style, not decided on Anatomy',
    );
    expect(clear).toContain(
      'Style: snowfox-000012 at 0.1 is ahead of snowfox-000008 at 0.1: of 12 shared pairs 12 were won only by the first and 0 only by the second (p 0.0005).',
    );
  });

  it('says of these prompts only what it cannot say of others', () => {
    const few = { prompt_count: 5 };
    const { verdict, metrics } = compared([fox(A, '04', LOST, SPLIT, few), fox(B, '08', WON, SPLIT, few)]);
    expect(metrics[0]?.duels[0]).toMatchObject({ answer: 'b', prompts: 5, low: null, high: null });
    expect(metrics[0]?.candidates[0]).toMatchObject({ net_preference: -1, net_low: null, net_high: null });
    expect(verdict[0]).toContain('snowfox-08 at 0.1 is ahead of snowfox-04 at 0.1 on Style on these prompts');
    expect(verdict.join(' ')).toMatch(/only by the second \(p 0\.0005\); on only 5 prompts\./);
    // Two prompts of eight carry it all.
    const lean = { prompt_count: 8 };
    const carried = 'WW'.padEnd(8, 'T').repeat(4);
    const [headline, ...rest] = compared([
      fox(A, '04', 'T'.repeat(32), undefined, lean),
      fox(B, '08', carried, undefined, lean),
    ]).verdict;
    expect(headline).toMatch(/ on Style on these prompts$/);
    expect(rest.join(' ')).toContain('so on other prompts it may not hold');
  });

  it('names every other of three, and against whom it is not decided', () => {
    const three = [fox(A, '04', LOST), fox(B, '08', LOST), fox(C, '12', WON)];
    expect(compared(three).verdict[0]).toBe('snowfox-12 at 0.1 is ahead of every other on Style');
    const open = [fox(A, '04', LOST), fox(B, '08', SPLIT), fox(C, '12', WON)];
    expect(compared(open).verdict[0]).toBe(
      'snowfox-12 at 0.1 is ahead of snowfox-04 at 0.1 on Style, not decided against snowfox-08 at 0.1',
    );
  });

  it('tells sessions of one file and weight apart by their ids', () => {
    const { verdict } = compared([fox(A, '08', LOST), fox(B, '08', WON)]);
    expect(verdict[0]).toBe(`snowfox-08 at 0.1 (${B}) is ahead of snowfox-08 at 0.1 (${A}) on Style`);
  });

  it.each<[lacking: string, other: ComparedInput, headline: string]>([
    [
      'prompts',
      fox(B, '12', WON, undefined, { setup: { prompt_pairs: [{ positive: 'else', negative: '' }] } }),
      'Nothing in common: there is no prompt that both sessions have',
    ],
    [
      'metrics',
      exampleSession(B, 'b.safetensors', { style: [WON] }),
      'Nothing in common: there is no metric that both sessions have',
    ],
    [
      'votes',
      fox(B, '12', 'SSS'),
      'Nothing to compare: no two of the candidates were judged on the same prompt and seed',
    ],
  ])('says when %s are lacking', (_, other, headline) => {
    const answer = compared([fox(A, '08', WON), other]);
    expect(answer.verdict[0]).toBe(headline);
    expect(answer.verdict[1]).toMatch(/\.$/);
    expect(JSON.stringify(answer)).not.toContain('NaN');
  });

  it('says which session the others could be compared without', () => {
    const odd = exampleSession(C, 'c.safetensors', { Pose: [WON] });
    const { verdict } = compared([fox(A, '04', WON), fox(B, '08', WON), odd]);
    expect(verdict).toEqual([
      'Nothing in common: there is no metric that all 3 sessions have',
      'Without c at 0.1 the others can be compared.',
    ]);
  });

  it('says that there are no votes', () => {
    expect(compared([fox(A, '04', 'S'), fox(B, '08', 'S')]).verdict).toEqual([
      'No votes yet, so nothing can be said',
    ]);
  });
});

describe('the remarks', () => {
  it('tell apart metrics whose names differ in capital letters, and leave out what not all have', () => {
    const both = exampleSession(
      B,
      'b.safetensors',
      { ' Style ': [WON], anatomy: [WON] },
      { prompt_count: 12 },
    );
    const { remarks, shared } = compared([fox(A, '08', WON, WON), both]);
    expect(shared.metrics).toEqual(['Style']);
    expect(remarks).toEqual(
      expect.arrayContaining([
        '2 prompts and 1 seed are left out, because not every session has them.',
        'Anatomy and anatomy are left out, because not every session asks it.',
        'Anatomy and anatomy differ from each other only in capital letters; metrics are compared only where their names are the same.',
      ]),
    );
  });

  it('find the votes that a copy shares with its original', () => {
    const copy = fox(B, '08', WON);
    const { remarks } = compared([fox(A, '08', WON), copy]);
    expect(remarks[0]).toContain('12 votes of');
    copy.report.votes = copy.report.votes.map((vote) => ({ ...vote, at: '2026-01-01T10:00:00.000Z' }));
    expect(compared([fox(A, '08', WON), copy]).remarks.join()).not.toContain('are the same');
  });

  it('name different baselines, people, methods, seeds of their own, an early end and a demo', () => {
    const sampling = { steps: 20, cfg: 7, sampler_name: 'euler', scheduler: 'normal' };
    const one = fox(A, '08', WON, undefined, { setup: { checkpoint: 'x.safetensors', sampling } });
    const other = fox(B, '12', WON, undefined, {
      demo: true,
      raters: ['Ann'],
      method: 'peek_safe',
      own_seeds: true,
      ended_early: { votes_done: 12, votes_total: 20 },
      setup: {
        checkpoint: 'y.safetensors',
        size: [512, 512],
        sampling: { ...sampling, steps: 30 },
        text_encoder: { mode: 'left_out' },
      },
    });
    const { remarks } = compared([one, other]);
    expect(remarks).toEqual(
      expect.arrayContaining([
        'The images of snowfox-12 at 0.1 come from the built-in demo, not from a model: the result says nothing about a real LoRA.',
        'Different checkpoint: x.safetensors in snowfox-08 at 0.1, y.safetensors in snowfox-12 at 0.1.',
        'Different steps: 20 in snowfox-08 at 0.1, 30 in snowfox-12 at 0.1.',
        'So the baselines differ: ahead means further ahead of its own baseline, not that the pictures are better.',
        'The text encoder gets the LoRA differently: at the same weight in snowfox-08 at 0.1, not at all in snowfox-12 at 0.1.',
        'Different people judged: snowfox-08 at 0.1 by rater 1 and snowfox-12 at 0.1 by Ann. A difference may be one of taste.',
        'Labels of snowfox-12 at 0.1 were shown before its last vote, so its duels use the stricter peek-safe test.',
        'Not every planned vote was given in snowfox-12 at 0.1.',
        'In snowfox-12 at 0.1 every pair has a seed of its own, drawn by lot, so few can be shared.',
      ]),
    );
    expect(remarks.join()).not.toContain('Different size');
  });

  it('take workflows as equal that differ only in what every picture gets anew', () => {
    const graph = (seed: number, steps: number) => ({
      '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'x.safetensors' } },
      '2': { class_type: 'CLIPTextEncode', inputs: { text: `words ${seed}`, clip: ['1', 1] } },
      '3': { class_type: 'CLIPTextEncode', inputs: { text: '', clip: ['1', 1] } },
      '4': { class_type: 'EmptyLatentImage', inputs: { width: 512, height: 512, batch_size: 1 } },
      '5': {
        class_type: 'KSampler',
        inputs: {
          seed,
          steps,
          cfg: 7,
          sampler_name: 'euler',
          scheduler: 'normal',
          denoise: 1,
          model: ['1', 0],
          positive: ['2', 0],
          negative: ['3', 0],
          latent_image: ['4', 0],
        },
      },
      '6': { class_type: 'VAEDecode', inputs: { samples: ['5', 0], vae: ['1', 2] } },
      '7': { class_type: 'SaveImage', inputs: { images: ['6', 0], filename_prefix: `out ${seed}` } },
    });
    const of = (id: string, seed: number, steps: number) =>
      fox(id, id, WON, undefined, { setup: { workflow: graph(seed, steps) } });
    const differ = 'The workflows differ in more than the LoRA.';
    expect(compared([of(A, 1, 20), of(B, 2, 20)]).remarks).not.toContain(differ);
    expect(compared([of(A, 1, 20), of(B, 2, 25)]).remarks).toContain(differ);
  });
});
