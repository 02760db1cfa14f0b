import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/plan/random';
import { figuresOfBest } from '../../core/report/bestStanding';
import { buildReport } from '../../core/report/figures';
import { promptTag } from '../../core/report/figureText';
import { winnerOf } from '../../core/report/foremost';
import type { CountedVote, MetricReport, Report, ReportInput } from '../../core/report/report';
import { verdictSentences } from '../../core/report/verdict';
import { signTest } from '../../core/statistics/proportion';
import { answerPlaces, leadingMetrics, metricFacts, shortVerdict, tableNote } from './reportWords';

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
          note: null,
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
    seeds: [],
    voters: [{ rater: 'rater 1', label: 'rater 1' }],
    filter: null,
    votes,
    method: 'fixed',
    revealed_early: false,
    votes_taken_back: 0,
    ended_early: null,
    unfinished: null,
    extensions: [],
    own_seeds: false,
    mixed_pairs: 0,
    answers: [],
    past_rounds: [],
    self_check: null,
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
    const figures = Object.fromEntries(metricFacts(style, report).map(({ name, value }) => [name, value]));
    expect(figuresOfBest(style)?.weight).toBe(0.8);
    expect(figures).toMatchObject({ 'Best weight': '0.8', 'Left side chosen': '50%' });
  });

  it('says where it is decided', () => {
    expect(answerPlaces(style, 'better', 1)).toBe('0.8');
    expect(answerPlaces(style, 'worse', 1)).toBe('1.2');
    expect(answerPlaces(metricOf(report, 'Quality'), 'better', 1)).toBeNull();
    expect(answerPlaces(style, 'better', 2)).toBe('1');
  });

  it('says how it was counted, the skips and the nearest open answer', () => {
    expect(tableNote(style, report)).toMatch(
      /^Exact sign test, Holm over 3 weights\. Interval: Wilson 95%\. 3 skips, counted nowhere\. To decide 0\.4 at this rate: about [\d,]+ more decided votes\.$/,
    );
    const looked = reportOf({ Quality: EVEN, Style: STYLE }, { method: 'peek_safe' });
    expect(tableNote(metricOf(looked, 'Style'), looked)).toMatch(
      /^Peek-safe test, .* Interval: 95%, valid whenever it is looked at\./,
    );
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
      ...metricFacts(style, report).flatMap(({ value, unit }) => [value ?? '', unit ?? '']),
      ...shortVerdict(report),
      tableNote(style, report),
    ].join(' ');
    expect(words).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it('says first that the images are a demo, and that it was ended by hand', () => {
    const ended = { votes_done: 12, votes_total: 96 };
    const short = shortVerdict(reportOf({ Style: STYLE }, { demo: true, ended_early: ended }));
    expect(short.slice(0, 2)).toEqual([
      expect.stringContaining('built-in demo'),
      'Ended by hand after 12 of 96 trials.',
    ]);
    expect(short[2]).toMatch(/^On Style /);
  });

  it('calls a best sure only where others were judged on enough prompts', () => {
    const unitOf = (report: Report) => metricFacts(metricOf(report, 'Style'), report)[0]?.unit;
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
      metricFacts(metricOf(report, 'Style'), report).map(({ name, value }) => [name, value]),
    );
    expect(figures).toMatchObject({
      'Best weight': 'fox-12 at 0.8',
      'Lowest not shown worse': 'fox-12 at 0.4',
    });
  });
});

describe('the figures row', () => {
  const factsOf = (report: Report, name = 'Style') =>
    Object.fromEntries(metricFacts(metricOf(report, name), report).map((fact) => [fact.name, fact]));

  it('calls no weight the best where none was preferred, as the verdict does', () => {
    const worse: [number, number, number, number][] = [
      [2, 38, 0, 0],
      [8, 32, 0, 0],
      [1, 39, 0, 0],
    ];
    const facts = factsOf(reportOf({ Style: worse }));
    expect(facts['Best weight']).toMatchObject({ value: 'none', unit: 'preferred over baseline' });
    for (const name of ['Lowest not shown worse', 'Beyond these prompts', 'Would change it']) {
      expect(facts[name]?.value).toBeNull();
    }
    const single = reportOf(
      { Style: [[1, 39, 0, 0]] },
      { candidates: [{ lora_filename: FILE, weight: 0.8 }] },
    );
    expect(factsOf(single)).toMatchObject({
      'Best weight': { value: 'none' },
      'Beyond these prompts': { value: 'holds' },
      'Would change it': { unit: 'turned round' },
    });
    const even = factsOf(reportOf({ Style: EVEN }));
    expect(even['Best weight']).toMatchObject({ value: 'none', unit: 'preferred over baseline' });
  });

  it('counts as changing only the prompts that the sentences count', () => {
    // The best stands whatever prompt goes; the answer at another weight hangs on some of them.
    const report = reportOf({
      Style: [
        [17, 5, 0, 0],
        [40, 0, 0, 0],
        [10, 10, 0, 0],
      ],
    });
    expect(report.metrics[0]?.leave_one_out.changes.length).toBeGreaterThan(0);
    expect(factsOf(report)).toMatchObject({ 'One prompt left out': { value: 'no change' } });
    expect(report.verdict.join(' ')).toContain('leaving out any one of the 10 prompts would not');
  });

  it('calls a weight ahead while it is not shown better', () => {
    const leaning: [number, number, number, number][] = [
      [10, 10, 0, 0],
      [12, 8, 0, 0],
      [10, 10, 0, 0],
    ];
    expect(factsOf(reportOf({ Style: leaning }))).toMatchObject({ Ahead: { value: '0.8' } });
  });

  it('tells of a habit of side exactly where the verdict does', () => {
    // 15 of 20 on the left: p 0.041 alone, 0.21 among five.
    const leftOn = (...metrics: string[]) => {
      const report = reportOf(Object.fromEntries(metrics.map((metric) => [metric, EVEN])));
      const side_bias = { left: 15, right: 5, p_value: signTest(15, 5) };
      const biased = report.metrics.map((metric, index) => (index === 0 ? { ...metric, side_bias } : metric));
      return { ...report, metrics: biased };
    };
    for (const [report, isHabit] of [
      [leftOn('Style'), true],
      [leftOn('Style', 'Colour', 'Hands', 'Light', 'Faces'), false],
    ] as const) {
      const unit = isHabit ? 'more than chance explains' : 'no bias shown';
      expect(factsOf(report)['Left side chosen']).toMatchObject({ value: '75%', unit });
      expect(verdictSentences(report).some((sentence) => sentence.includes('left image'))).toBe(isHabit);
    }
  });

  it('names same-named files of two folders as the verdict does', () => {
    const candidates = ['x/fox.safetensors', 'y/fox.safetensors'].map((lora_filename) => ({
      lora_filename,
      weight: 0.8,
    }));
    const report = reportOf(
      {
        Style: [
          [10, 10, 0, 0],
          [20, 0, 0, 0],
        ],
      },
      { candidates },
    );
    expect(report.verdict[0]).toContain('y/fox.safetensors at weight 0.8');
    expect(factsOf(report)['Best weight']?.value).toBe('y/fox.safetensors at 0.8');
  });
});

describe('leadingMetrics', () => {
  it('are those that the headline names, whatever the metrics are called', () => {
    const better: [number, number, number, number][] = [[20, 0, 0, 0]];
    const leading = (other: string, named: string) =>
      leadingMetrics(
        reportOf(
          { [other]: EVEN.slice(0, 1), [named]: better },
          { candidates: [{ lora_filename: FILE, weight: 0.8 }] },
        ),
      );
    expect(leading('Quality', 'Hands, feet')).toEqual(['Hands, feet']);
    expect(leading('weight', 'Style')).toEqual(['Style']);
    expect(leading('Style', 'Style of hands')).toEqual(['Style of hands']);
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
