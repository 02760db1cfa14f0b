import { describe, expect, it } from 'vitest';
import { exampleEvaluation, weightsOf } from '../../core/report/exampleEvaluation';
import { buildReport } from '../../core/report/figures';
import { candidateWords, netText } from '../../core/report/figureText';
import { ALL_FIGURES } from './figures/allFigures';
import { filterOf, narrowings, withoutKind } from './filter/filterWords';
import { ranking } from './overall/ranking';
import { extremesWords, promptRows, promptVotesWords, withoutWords } from './prompts/promptRows';
import { barWords, noStarsWords, starRows } from './stars/starRows';
import { timePlot } from './time/timeData';

const WEIGHTS = weightsOf('snowfox.safetensors', 0.4, 0.8);

const reportOf = (lines: readonly string[], more: Parameters<typeof exampleEvaluation>[2] = {}) => {
  const report = buildReport(exampleEvaluation(WEIGHTS, { Style: lines }, { prompt_count: 3, ...more }));
  const [style] = report.metrics;
  if (style === undefined) throw new Error('The report has no metric.');
  return { report, style };
};

const words = candidateWords(WEIGHTS);

describe('by prompt', () => {
  const { report, style } = reportOf(['WLTWLW', 'WLL']);

  it('has a row for each prompt with votes, in the wished order, and a field for each candidate', () => {
    const rows = (order: 'plan' | 'best' | 'worst') =>
      promptRows(style, report, words, order).map(({ number }) => number);
    expect([rows('plan'), rows('best'), rows('worst')]).toEqual([
      [1, 2, 3],
      [1, 3, 2],
      [2, 3, 1],
    ]);
    const [first] = promptRows(style, report, words, 'plan');
    expect(first?.text).toBe('prompt 1');
    expect(first?.cells.map((cell) => cell?.net_preference)).toEqual([1, 1]);
  });

  it('names the best and the worst', () => {
    expect(extremesWords(style.prompts)).toBe('Best: prompt 1, +100%. Worst: prompt 2, −100%.');
    expect(extremesWords(style.prompts.slice(0, 1))).toBe('Only prompt 1 has votes: +100%.');
    expect(extremesWords([])).toBeNull();
  });

  it('says how little one field is', () => {
    expect(promptVotesWords(style, report)).toMatch(
      /A field has 1 to 2 votes, so one alone proves little\.$/,
    );
    const silent = reportOf(['WL', ''], { prompt_count: 3 });
    expect(promptVotesWords(silent.style, silent.report)).toMatch(/1 prompt without votes is left out\.$/);
  });

  it('says what the removal of one would change', () => {
    expect(
      withoutWords(
        {
          prompt_index: 0,
          answers: [{ candidate: 1, from: 'better', to: 'undecided' }],
          best: 0,
          best_changes: true,
        },
        style,
        words,
      ),
    ).toBe('Without it 0.8 is not decided yet instead of better and the best is 0.4.');
  });
});

describe('stars', () => {
  it('counts won and lost votes, and says where none has stars', () => {
    const { style } = reportOf(['W5W3L2WT', 'L4']);
    expect(starRows(style)).toMatchObject({
      rows: [
        { won: 2, lost: 1, unstarred: 1 },
        { won: 0, lost: 1, unstarred: 0 },
      ],
      most: 2,
    });
    const [row] = starRows(style).rows;
    expect(row === undefined ? '' : barWords(row)).toBe(
      'Votes with stars: 2 won: 1 with 5, 1 with 3; 1 lost: 1 with 2',
    );
    expect(noStarsWords(style)).toBeNull();
    expect(noStarsWords(reportOf(['WLT']).style)).toBe('None of the 2 decided votes on Style has stars.');
    expect(noStarsWords(reportOf(['TT']).style)).toBe(
      'Every vote on Style was a tie, and a tie has no stars.',
    );
    expect(noStarsWords(reportOf(['']).style)).toBe(
      'There are no votes on Style yet, so there are no stars.',
    );
  });
});

describe('over time', () => {
  it('has the share so far, each stretch alone, and where a day begins', () => {
    const plain = reportOf(['WLTW']).style;
    const days = [
      '2026-04-11T12:00:00Z',
      '2026-04-11T12:01:00Z',
      '2026-04-12T12:00:00Z',
      '2026-04-13T12:00:00Z',
    ];
    const over_time = plain.over_time.map((own, at) => {
      const time = days[at] ?? '';
      return { ...own, from: time, to: time };
    });
    const plot = timePlot({ ...plain, over_time });
    expect(
      plot?.points.map(({ votes, own, soFar }) => [votes, own, soFar && Math.round(soFar.value)]),
    ).toEqual([
      [1, 100, 100],
      [2, 0, 50],
      [3, null, 50],
      [4, 100, 67],
    ]);
    expect(plot?.days).toEqual([
      { after: 2, day: '2026-04-12' },
      { after: 3, day: '2026-04-13' },
    ]);
    expect(plot?.finding).toMatch(
      /After 2 decided votes 50% \(\d+–\d+\); After 3 decided votes 67% \(\d+–\d+\)\.$/,
    );
  });

  it('is nothing where nothing is decided', () => {
    expect(timePlot(reportOf(['TTT']).style)).toBeNull();
    expect(timePlot(reportOf(['']).style)).toBeNull();
  });
});

describe('a filter', () => {
  const { report } = reportOf(['WLTWLW', 'WLL']);
  const all = { raters: ['rater 1'], prompts: [0, 1, 2], seeds: report.seeds };

  it('names only what is narrowed, and is none when all is chosen', () => {
    expect(filterOf(all, report)).toBeNull();
    expect(filterOf({ ...all, prompts: [1] }, report)).toEqual({ prompts: [1] });
  });

  it('is told in words, one kind at a time', () => {
    const filter = { prompts: [1], seeds: [0] };
    expect(narrowings(filter, report).map(({ text }) => text)).toEqual(['Prompt 2: prompt 2', 'Seed 0']);
    expect(narrowings({ prompts: [0, 1] }, report).map(({ text }) => text)).toEqual(['2 of 3 prompts']);
    expect(withoutKind(filter, 'seeds')).toEqual({ prompts: [1] });
    expect(withoutKind({ seeds: [0] }, 'seeds')).toBeNull();
  });
});

describe('all figures', () => {
  it.each([
    ['no votes', ['', '']],
    ['one vote', ['W', '']],
    ['only ties', ['TTT', 'T']],
    ['won throughout', ['WWWWWWWW', 'W5W4']],
  ])('%s: every figure has a text', (_, lines) => {
    const { style } = reportOf(lines);
    const texts = ALL_FIGURES.flatMap((group) =>
      group.lines.flatMap(({ text }) => style.candidates.map((own) => text(own))),
    );
    expect(texts.every((text) => text !== '')).toBe(true);
    expect(texts.join(' ')).not.toMatch(/NaN|undefined|null|Infinity/);
  });
});

describe('ranking', () => {
  it('puts the highest net preference first, shares places, and leaves out what has no votes', () => {
    const overall = [0.1, null, 0.5, 0.1].map((net_preference, at) => ({
      lora_filename: 'a.safetensors',
      weight: at,
      pairs: 3,
      net_preference,
      low: null,
      high: null,
    }));
    expect(ranking(overall).map(({ place, at }) => [place, at])).toEqual([
      [1, 2],
      [2, 0],
      [2, 3],
    ]);
    expect([0.38, -0.05, 0].map(netText)).toEqual(['+38%', '−5%', '0%']);
  });
});
