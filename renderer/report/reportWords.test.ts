import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/plan/random';
import { buildReport } from '../../core/report/figures';
import type { CountedVote, MetricReport, Report, ReportInput } from '../../core/report/report';
import {
  answerPlaces,
  bestCandidate,
  leadingMetrics,
  metricFigures,
  netText,
  promptTag,
  shortVerdict,
  tableNote,
  winnerOf,
} from './reportWords';

const FILE = 'demo/snowfox_v3-000012.safetensors';
const WEIGHTS = [0.4, 0.8, 1.2];

/** The report of so many wins, losses, ties and skips for each weight of each metric, over ten prompts. */
function reportOf(
  outcomes: Record<string, readonly [number, number, number, number][]>,
  part: Partial<ReportInput> = {},
): Report {
  const votes: CountedVote[] = Object.entries(outcomes).flatMap(([metric, counts]) =>
    counts.flatMap((row, candidate) =>
      (['win', 'loss', 'tie', 'skip'] as const).flatMap((outcome, kind) =>
        Array.from({ length: row[kind] ?? 0 }, (_, index) => ({
          pair_id: `${candidate}-${outcome}-${index}`,
          prompt_index: index % 10,
          seed: index,
          candidate,
          metric,
          outcome,
          chose_left: outcome === 'win' || outcome === 'loss' ? index % 2 === 0 : null,
          stars: null,
          rater: 'rater 1',
          at: '2026-04-12T21:45:07.000Z',
          after_reveal: false,
        })),
      ),
    ),
  );
  return buildReport({
    session_id: '20260412_214507',
    demo: false,
    raters: ['rater 1'],
    metrics: Object.keys(outcomes),
    candidates: WEIGHTS.map((weight) => ({ lora_filename: FILE, weight })),
    prompts: Array.from({ length: 10 }, (_, index) => `prompt ${index}`),
    votes,
    method: 'fixed',
    revealed_early: false,
    votes_taken_back: 0,
    ended_early: null,
    unfinished: null,
    extended: false,
    own_seeds: false,
    bootstrap_seed: 7,
    random: (seed) => createRandom(seed),
    ...part,
  });
}

const EVEN: [number, number, number, number][] = [
  [10, 10, 0, 0],
  [10, 10, 0, 0],
  [10, 10, 0, 0],
];
const STYLE: [number, number, number, number][] = [
  [12, 10, 3, 0],
  [30, 4, 2, 3],
  [4, 30, 0, 0],
];

function metricOf(report: Report, name: string): MetricReport {
  const metric = report.metrics.find(({ metric: own }) => own === name);
  if (metric === undefined) throw new Error(`no ${name}`);
  return metric;
}

describe('with a clear winner', () => {
  const report = reportOf({ Quality: EVEN, Style: STYLE });
  const style = metricOf(report, 'Style');

  it('hands on the candidate that is better, as a tag of the bare name', () => {
    const winner = winnerOf(report);
    expect(winner).toEqual({ lora_filename: FILE, weight: 0.8 });
    expect(promptTag(winner ?? { lora_filename: '', weight: 0 })).toBe('<lora:snowfox_v3-000012:0.8>');
  });

  it('opens at the metric that the headline names, with what is said of it', () => {
    expect(leadingMetrics(report)).toEqual(['Style']);
    expect(shortVerdict(report)).toHaveLength(1);
    expect(shortVerdict(report)[0]).toMatch(/^On Style .*30 of 34/);
  });

  it('says the figures of its best weight', () => {
    const figures = Object.fromEntries(metricFigures(style, 1).map(({ name, value }) => [name, value]));
    expect(bestCandidate(style)?.weight).toBe(0.8);
    expect(figures).toMatchObject({ 'Best weight': '0.8', 'Left side chosen': '50%' });
  });

  it('says where it is decided', () => {
    expect(answerPlaces(style, 'better', 1)).toBe('0.8');
    expect(answerPlaces(style, 'worse', 1)).toBe('1.2');
    expect(answerPlaces(metricOf(report, 'Quality'), 'better', 1)).toBeNull();
    expect(answerPlaces(style, 'better', 2)).toBe('1');
  });

  it('says how it was counted, the skips and the nearest open answer', () => {
    expect(tableNote(style, 'fixed', 1)).toMatch(
      /^Exact sign test, Holm over 3 weights\. Interval: Wilson 95%\. 3 skips, counted nowhere\. To decide 0\.4 at this rate: about [\d,]+ more decided votes\.$/,
    );
    expect(tableNote(style, 'peek_safe', 1)).toMatch(/^Peek-safe test/);
  });
});

describe('with little to say', () => {
  it.each([
    ['no votes', reportOf({ Style: [] })],
    ['only ties', reportOf({ Style: [[0, 0, 5, 0]] })],
    ['only skips', reportOf({ Style: [[0, 0, 0, 5]] })],
    ['one vote', reportOf({ Style: [[1, 0, 0, 0]] })],
  ])('%s: a sentence, no winner and no NaN', (_, report) => {
    const style = metricOf(report, 'Style');
    expect(winnerOf(report)).toBeNull();
    expect(leadingMetrics(report)).toEqual(['Style']);
    expect(report.verdict[0]).not.toBe('');
    const words = [
      ...metricFigures(style, 1).flatMap(({ value, unit }) => [value ?? '', unit ?? '']),
      ...shortVerdict(report),
      tableNote(style, 'fixed', 1),
    ].join(' ');
    expect(words).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it('says first that the images are a demo, and that it was ended by hand', () => {
    const ended = { votes_done: 12, votes_total: 96 };
    const short = shortVerdict(reportOf({ Style: STYLE }, { demo: true, ended_early: ended }));
    expect(short.slice(0, 2)).toEqual([
      expect.stringContaining('built-in demo'),
      'Ended by hand after 12 of 96 votes.',
    ]);
    expect(short[2]).toMatch(/^On Style /);
  });

  it('calls a best sure only where others were judged on enough prompts', () => {
    const unitOf = (report: Report) => metricFigures(metricOf(report, 'Style'), 1)[0]?.unit;
    expect(unitOf(reportOf({ Style: STYLE }))).toMatch(/^over 99% sure$|^\d\d% sure$/);
    const alone: [number, number, number, number][] = [
      [0, 0, 0, 0],
      [1, 0, 12, 0],
    ];
    expect(unitOf(reportOf({ Style: alone }))).toBe('nothing else judged');
    const few = reportOf({
      Style: [
        [2, 1, 0, 0],
        [3, 0, 0, 0],
      ],
    });
    expect(unitOf(few)).toBeUndefined();
    const single = [{ lora_filename: FILE, weight: 0.8 }];
    expect(unitOf(reportOf({ Style: [[9, 0, 0, 0]] }, { candidates: single }))).toBeUndefined();
  });

  it('names the file of each weight where there are several', () => {
    const candidates = ['a/fox-08.safetensors', 'a/fox-12.safetensors'].flatMap((lora_filename) =>
      [0.4, 0.8].map((weight) => ({ lora_filename, weight })),
    );
    const report = reportOf(
      {
        Style: [
          [10, 10, 0, 0],
          [10, 10, 0, 0],
          [17, 3, 0, 0],
          [18, 2, 0, 0],
        ],
      },
      { candidates },
    );
    const figures = Object.fromEntries(
      metricFigures(metricOf(report, 'Style'), 2).map(({ name, value }) => [name, value]),
    );
    expect(figures).toMatchObject({ 'Best weight': 'fox-12 0.8', 'Lowest not shown worse': 'fox-12 0.4' });
  });
});

describe('answerPlaces', () => {
  const places = (weights: number[], better: number[]) => {
    const base = metricOf(reportOf({ Style: EVEN }), 'Style');
    const [own] = base.candidates;
    if (own === undefined) throw new Error('no candidate');
    const candidates = weights.map((weight) => ({
      ...own,
      weight,
      answer: better.includes(weight) ? ('better' as const) : ('undecided' as const),
    }));
    return answerPlaces({ ...base, candidates }, 'better', 1);
  };

  it('says a run of weights by its ends, and others one by one', () => {
    expect(places([0.4, 0.6, 0.8, 1], [0.6, 0.8, 1])).toBe('0.6 to 1');
    expect(places([0.4, 0.6, 0.8, 1], [0.4, 0.8, 1])).toBe('0.4, 0.8 and 1');
    expect(places([0.4, 0.6, 0.8, 1], [0.6, 0.8])).toBe('0.6 and 0.8');
    expect(places([0.2, 0.4, 0.6, 0.8, 1], [0.2, 0.4, 0.8, 1])).toBe('4');
  });
});

describe('netText', () => {
  it('carries its sign', () => {
    expect([0.38, -0.05, 0].map(netText)).toEqual(['+38%', '−5%', '0%']);
  });
});
