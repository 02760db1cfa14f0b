import { describe, expect, it } from 'vitest';
import { checkNumbers } from './numberCheck';

const FIGURES = [
  '## Result',
  '- At weight 0.8 it is better on Style. 1,234 votes and 3 skips of 2 raters.',
  '- At weight 0.8: Decided 38; Votes 40; Won 31; Lost 7; Same 2; Preferred 82%; 95% interval 67 to 91%; Net +60%, 95% interval −5% to +85%; Stars +2.3; p 0.0312',
  '- At weight 1.2: Decided 10; Votes 12; Won 4; Lost 6; Preferred 40%; 95% interval 17 to 69%; Net −17%; p < 0.0001',
  '- Of 3 weights: 1 better, 2 worse, 0 not decided. Preferred 77.5% and 66.7%.',
  '- The evaluation was extended on 2026-01-31. Answer: better when the corrected p-value is below 0.05.',
].join('\n');
const NAMES = [
  'snowfox_v3',
  'demo/ink-000008.safetensors',
  'ink-000008',
  'Style 2',
  '20240115_143022',
  'llama3.2:8b',
];
const flagged = (text: string) => checkNumbers(text, FIGURES, NAMES).flags.map(({ number }) => number);

describe('a number that is among the figures', () => {
  it.each([
    'It won 31 of 40 votes, 31/40, 31:7, 31/7, 31 out of 40, and 31 of 38 decided ones.',
    'Preferred in 82% (95% interval 67 to 91%, 67–91%, 67-91 %, 67% to 91%, between 67 and 91%).',
    'An interval of (67–91), at 82 percent or 82 per cent, is **82**% or 82\\%.',
    'The interval of the net is −5% to +85%, -5 to 85%, or from −5 to +85%.',
    'At each weight 40 votes, per weight 38 of them decided.',
    'A rate of 77.5%, 78%, 0.775 or 0.78; another of 67%, 0.67 or two thirds.',
    'Net +60%, or 60%, against −17%, -17% or 17%; 60 percentage points.',
    'p = 0.0312, p=0.03, p 0.031, (p < 0.05), p < 0.0001, a p-value below 0.001 at 1.2.',
    'Stars +2.3 or 2.3; weight .8, 0.8 and 0.80; 1,234 votes, 1’234, 1 234, 1\u202f234.',
    'Three of the weights were tested: two of three weights are worse, thirty-one of 40 votes won.',
    'Extended on 2026-01-31, below the level of 0.05.',
    '４０ votes and ٤٠ votes are 40 votes.',
  ])('stands: %s', (text) => {
    expect(flagged(text)).toEqual([]);
    expect(checkNumbers(text, FIGURES, NAMES).text).toBe(text);
  });

  it.each([
    'snowfox_v3, snowfox\\_v3, Snowfox v3 and `snowfox_v3.safetensors` at epoch 8 (ink-000008), by llama3.2:8b',
    'On Style 2 in session 20240115_143022',
    '1. First\n2) Second\n> 3. Third\n## 4. Fourth\n**5.** Fifth',
    'One thing stands out, two things follow, half of it twice, the 2nd most of all; v9 and SDXL.',
    '95% confidence intervals, a 95% CI, Wilson 95%, the 95 % credible interval, 95% **interval**',
  ])('is not meant: %s', (text) => {
    expect(flagged(text)).toEqual([]);
  });
});

describe('a number that is not among the figures', () => {
  it.each([
    ['It won 87% of votes.', ['87%']],
    // A count is no percentage, and a percentage no count.
    ['31% and 82 votes', ['31%', '82']],
    ['31 of 50, 7 of 12 and 6/38', ['31 of 50', '7 of 12', '6/38']],
    ['95% of votes', ['95%']],
    // Neither differences nor ratios, though they could be worked out.
    ['24 more votes, 42 points, 22 percentage points', ['24', '42', '22 percentage points']],
    ['3x as often, 2× better, x2, 3-fold, three times as often', ['3x', '2×', '2', '3-fold', 'three times']],
    // A weight that was not tested, though 82% is a figure and 31 a count.
    ['At weight 0.82, weight of 31, at weight −0.8 and Weight 1.2', ['0.82', '31', '−0.8']],
    // More places than are shown, another weight, another sign.
    ['82.4%, 0.9, +17%, −60%', ['82.4%', '0.9', '+17%', '−60%']],
    ['p = 0.04, p < 0.01 at 0.8 is 0.00', ['0.04', '0.00']],
    // The level is no p-value, and no more is won than there was.
    ['p = 0.05, p of 1.2, and 40 of 38 votes', ['0.05', '1.2', '40 of 38']],
    ['62-88%, 67 to 90%, (62–88)', ['62-88%', '67 to 90%', '62–88']],
    ['interval 5 to 85%, interval −5% to −85%', ['5 to 85%', '−5% to −85%']],
    [
      'eighteen votes, three of five prompts, ninety percent, three quarters',
      ['eighteen', 'three of five', 'ninety percent', 'three quarters'],
    ],
    ['2025-01-31 with 1.5.2, ½, 11³ and 1e-9', ['2025-01-31', '1.5.2', '½', '11', '³', '1e-9']],
    ['snowfox_v3 won 3%, epoch 9, n=99, p0.7', ['3%', '9', '99', '0.7']],
    ['1.234.567 or 12,5 or 1 000', ['1.234.567', '12,5', '1 000']],
  ])('%s', (text, numbers) => {
    expect(flagged(text)).toEqual(numbers);
  });

  it('is marked where it stands, with its sentence, and breaks no Markdown', () => {
    const text = [
      '### 1. Result',
      '',
      'It is fine. It won **87%** of _all_ votes, or `99 of 100` there. So be it.',
      '',
      '| Weight | Won |',
      '| --- | ---: |',
      '| 0.8 | 55 |',
    ].join('\n');
    const checked = checkNumbers(text, FIGURES, NAMES);
    expect(checked.text.split('\n')).toEqual([
      '### 1. Result',
      '',
      'It is fine. It won **87% (not among the figures)** of _all_ votes, or `99 of 100` (not among the figures) there. So be it.',
      '',
      '| Weight | Won |',
      '| --- | ---: |',
      '| 0.8 | 55 (not among the figures) |',
    ]);
    const sentence = 'It won 87% of all votes, or 99 of 100 there.';
    expect(checked.flags).toEqual([
      { number: '87%', sentence },
      { number: '99 of 100', sentence },
      { number: '55', sentence: '55' },
    ]);
  });

  it('is found in very long and hostile texts without delay', () => {
    const texts = [
      '8 '.repeat(10_000),
      '1'.repeat(20_000),
      'v1.'.repeat(7000),
      '1,'.repeat(10_000),
      'between '.repeat(2500),
      '`'.repeat(20_000),
      '` `` ``` '.repeat(2000),
      '9 of '.repeat(4000),
      `p${' '.repeat(20_000)}=`,
      'snowfox_'.repeat(2500),
      'two-'.repeat(5000),
    ];
    const began = performance.now();
    for (const text of texts) checkNumbers(text, FIGURES, NAMES);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
