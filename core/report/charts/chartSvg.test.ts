import { describe, expect, it } from 'vitest';
import { chartNameSchema } from '../../contract/reportCommands';
import { BAD_EVALUATIONS, HOSTILE } from '../../testing/badEvaluations';
import { markupFaults } from '../../testing/markupCheck';
import { exampleEvaluation, weightsOf } from '../exampleEvaluation';
import { buildReport } from '../figures';
import { type ChartWish, chartSvg } from './chartSvg';

const FIVE = buildReport(
  exampleEvaluation(weightsOf('snowfox_v3.safetensors', 0.4, 0.6, 0.8, 1, 1.2), {
    Style: ['WLWLWLTLWL', 'W3W4W2L1W5', 'WWWWWWWWWWWWWWWL', 'WWLWW', 'LLLLLLLLLLLLLLLLLL'],
    Anatomy: ['TTT', 'SS', '', '', ''],
  }),
);
const CHARTS = chartNameSchema.options;

function drawn(report: typeof FIVE, wish: Partial<ChartWish>): string {
  return chartSvg(report, { chart: 'weights', theme: 'light', ...wish })?.svg ?? '';
}

describe('chartSvg', () => {
  it('is sound XML whatever was voted and whatever things are called, in every theme', () => {
    for (const [name, input] of Object.entries({ ...BAD_EVALUATIONS, hostile: HOSTILE })) {
      const report = buildReport(input);
      for (const chart of CHARTS)
        for (const theme of ['light', 'dark', 'page'] as const) {
          const svg = drawn(report, { chart, theme, framed: theme !== 'page' });
          if (svg !== '') expect(markupFaults(svg), `${name} ${chart} ${theme}`).toEqual([]);
          expect(svg, name).not.toMatch(/NaN|undefined|Infinity|null/);
          expect(svg).not.toMatch(/<script|<image|href|url\(/i);
        }
    }
  });

  it('draws nothing where nothing was decided, and nothing of a metric that is not there', () => {
    const none = buildReport(exampleEvaluation(weightsOf('a', 1), { Style: ['SS'] }));
    expect(CHARTS.map((chart) => chartSvg(none, { chart, theme: 'dark' }))).toEqual(CHARTS.map(() => null));
    expect(chartSvg(FIVE, { chart: 'weights', metric: 'Anatomy', theme: 'light' })).toBeNull();
    expect(chartSvg(FIVE, { chart: 'weights', metric: 'Colour', theme: 'light' })).toBeNull();
    expect(chartSvg(FIVE, { chart: 'prompts', metric: 'Anatomy', theme: 'light' })?.svg).toContain('>0<');
  });

  it('says for readers of screens what can be seen, and names the line of no preference', () => {
    const chart = chartSvg(FIVE, { chart: 'weights', metric: 'Style', theme: 'light' });
    expect(chart?.title).toBe('Style: LoRA preferred over baseline, % of decided votes, by weight');
    expect(chart?.svg).toContain(`<desc>${chart?.finding}</desc>`);
    expect(chart?.finding).toContain('at 0.8 94%, 72 to 99, better');
    expect(chart?.svg).toContain('50% = no preference');
    expect(chart?.svg).toContain('session 20240115_143022');
  });

  it('marks the answers of one file by shape, and several files by theirs', () => {
    const svg = drawn(FIVE, { metric: 'Style' });
    expect(svg).toContain('>better<');
    expect(svg).toContain('>worse<');
    expect(svg).toContain('>not decided yet<');
    const two = buildReport(
      exampleEvaluation([...weightsOf('a', 1), ...weightsOf('b', 1)], { Style: ['WWL', 'LLW'] }),
    );
    expect(drawn(two, {})).toMatch(/>a<.*>b</);
    expect(drawn(two, {})).not.toContain('>better<');
  });

  it('says of a picture that goes about alone what the result stands under', () => {
    const changes = { demo: true, method: 'peek_safe' as const, filter: { prompts: [0] } };
    const report = buildReport(exampleEvaluation(weightsOf('a', 1), { Style: ['WWL'] }, changes));
    expect(drawn(report, {})).toContain(
      '3 votes · demo images, not from a model · some of the votes only · intervals valid under early looks',
    );
    expect(drawn(report, { chart: 'overall' })).not.toContain('early looks');
  });

  it('grows with its prompts, and with columns that would not fit, and shows the first and last of very many', () => {
    const sizeOf = (weights: number, prompts: number) => {
      const line = 'W'.repeat(prompts);
      const candidates = weightsOf('a', ...Array.from({ length: weights }, (_, place) => (place + 1) / 100));
      const votes = { Style: candidates.map(() => line) };
      const svg = drawn(buildReport(exampleEvaluation(candidates, votes, { prompt_count: prompts })), {
        chart: 'prompts',
      });
      const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      return { width: Number(width), height: Number(height), svg };
    };
    const [small, high, wide] = [sizeOf(2, 4), sizeOf(2, 30), sizeOf(30, 1)];
    expect(high.height - small.height).toBe(26 * 26);
    expect(small.width).toBe(720);
    expect(wide.width).toBeGreaterThan(1200);
    const cut = sizeOf(1, 130);
    expect(cut.svg).toContain('100 of 130 prompts.');
    expect(cut.svg).toContain('>130. prompt 130<');
  });

  it('takes its colours from the page where it stands in one', () => {
    const svg = drawn(FIVE, { theme: 'page', framed: false });
    expect(svg).toContain('var(--data-1)');
    expect(svg).not.toMatch(/#[0-9a-f]{6}/);
    expect(drawn(FIVE, { theme: 'dark' })).not.toContain('var(');
  });
});
