import { describe, expect, it } from 'vitest';
import { BAD_EVALUATIONS, HOSTILE } from '../../testing/badEvaluations';
import { markupFaults } from '../../testing/markupCheck';
import { exampleEvaluation, weightsOf } from '../exampleEvaluation';
import { buildReport } from '../figures';
import { exampleContext } from './exampleContext';
import { htmlReport } from './htmlReport';
import { loraReport } from './loraReport';
import { markdownReport } from './markdownReport';
import { picturedPairs } from './pictureNames';

const INPUT = exampleEvaluation(
  weightsOf('demo/snowfox_v3.safetensors', 0.4, 0.8, 1.2),
  {
    Style: ['WLWLWLTLWL', 'W5W4W3W5W5W4W5W5W5W5W5', 'LLLLLLLLLLLL'],
    Quality: ['WL', 'LW', 'S'],
  },
  { metrics: ['Style', 'Quality', 'Anatomy'] },
);
const REPORT = buildReport(INPUT);
const PICTURE = 'data:image/jpeg;base64,/9j/4AAQ=';
const PICTURES = { baseline: PICTURE, lora: PICTURE };

describe('written reports', () => {
  it('say something sound of the worst evaluations', () => {
    for (const [name, input] of Object.entries({ ...BAD_EVALUATIONS, hostile: HOSTILE })) {
      const report = buildReport(input);
      const context = exampleContext(input, {
        checkpoint: null,
        sampling: null,
        size: null,
        first_vote_at: null,
      });
      const pictures = new Map(picturedPairs(report).map((id) => [id, PICTURES]));
      const html = htmlReport(report, context, pictures);
      expect(markupFaults(html), name).toEqual([]);
      const tags = html.match(/<[a-z][^>]*>/g) ?? [];
      // Values are in quotes, which they cannot leave.
      const bare = tags.map((tag) => tag.replaceAll(/"[^"]*"/g, '""')).join('\n');
      expect(bare).not.toMatch(/<(?:script|iframe|object|embed|link|base|form)\b|\son\w+=/i);
      expect(html).not.toMatch(/url\(|@import/i);
      const targets = tags.flatMap((tag) => [
        ...tag.matchAll(/\s(?:src|href|srcset|action|xlink:href)="([^"]*)"/g),
      ]);
      expect(targets.filter(([, to]) => !/^#s\d+$|^data:image\//.test(to ?? ''))).toEqual([]);
      for (const text of [html, markdownReport(report, context), loraReport(report, context)])
        expect(text.replaceAll(/base64,\S+/g, ''), name).not.toMatch(
          /\bNaN\b|undefined|Infinity|\bnull\b|\[object/,
        );
    }
  });

  it('hold every prompt whole, and nothing in it stands outside its block', () => {
    const report = buildReport(HOSTILE);
    const markdown = markdownReport(report, exampleContext(HOSTILE));
    const outside = markdown.replaceAll(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
    expect(outside).not.toMatch(/(?<!\\)<(?!lora)|^# heading|(?<!\\)!\[/m);
    expect(markdown).toContain('very long '.repeat(1000).trimEnd());
    const html = htmlReport(report, exampleContext(HOSTILE), new Map());
    expect(html).toContain('very long '.repeat(1000).trimEnd());
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain(
      'content="default-src &#39;none&#39;; img-src data:; style-src &#39;unsafe-inline&#39;"',
    );
  });
});

describe('markdownReport', () => {
  const markdown = markdownReport(REPORT, exampleContext(INPUT));

  it('leads from the headline by every metric to how it was made', () => {
    expect(markdown).toContain(
      '**At weight 0.8 it is better on Style, not decided on Quality, with no votes yet on Anatomy.**',
    );
    expect([...markdown.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      'Style',
      'Quality',
      'Anatomy',
      'All metrics',
      'How carefully it was judged',
      'How it was made',
      'Methods',
      'About this report',
    ]);
    expect(markdown).toContain('`<lora:snowfox_v3:0.8>`');
    expect(markdown).toContain(
      '| 0.8 | 11 | 11 | 0 | 0 | 0 | 100% | 74 to 100% | +100% | +4.6 | 0.0020 | better |',
    );
    expect(markdown).toContain('- Seeds: 42, 18446744073709551615');
    expect(markdown).toContain('- Sampler: dpmpp_2m, karras');
    expect(markdown).toContain('- Written by: Blindfold 1.2.3');
  });
});

describe('loraReport', () => {
  it('names the weight to use, what is open, and no more than the report does', () => {
    const text = loraReport(REPORT, exampleContext(INPUT));
    expect(text).toContain(
      '## Which weight to use\n\n`<lora:snowfox_v3:0.8>`\n\nIt is shown better on Style.',
    );
    expect(text).toContain('- Not decided: 0.4 on Style and Quality; 0.8 on Quality.');
    expect(text).toContain('another checkpoint than base.safetensors');
  });

  it('names none where nothing is shown better', () => {
    const candidates = weightsOf('a', 1);
    const adviceOf = (line: string) => {
      const input = exampleEvaluation(candidates, { Style: [line] });
      return loraReport(buildReport(input), exampleContext(input));
    };
    expect(adviceOf('WL')).toContain('None can be named yet: nothing is shown better than the plain model.');
    expect(adviceOf('LLLLLLLLLL')).toContain('None: nothing is shown better');
    expect(adviceOf('WL')).not.toContain('<lora:');
  });

  it('names no server and no folder of a machine', () => {
    const message = 'Self-check passed on 10.0.0.5:8188: every pixel.';
    const input = exampleEvaluation(
      weightsOf('C:\\Users\\ann\\loras\\fox.safetensors', 1),
      { Style: ['WWWWWWWWWW'] },
      { self_check: { passed: true, message } },
    );
    const context = exampleContext(input, { self_check: 'Self-check passed: every pixel.' });
    const report = buildReport(input);
    for (const text of [
      loraReport(report, context),
      markdownReport(report, context),
      htmlReport(report, context, new Map()),
    ]) {
      expect(text).not.toMatch(/10\.0\.0\.5|Users/);
      expect(text).toContain('Self-check passed: every pixel.');
    }
  });
});

describe('htmlReport', () => {
  it('shows pairs with both pictures named, charts in the page, and tables that say what they are', () => {
    const [first = ''] = picturedPairs(REPORT);
    const html = htmlReport(REPORT, exampleContext(INPUT), new Map([[first, PICTURES]]));
    // The pair stands with both metrics that it was clear on.
    expect(html.match(/<img /g)).toHaveLength(4);
    expect(html).toMatch(
      /<img src="data:image\/jpeg;base64,[^"]+" alt="Baseline, prompt \d+ \(prompt \d+\)">/,
    );
    expect(html.match(/<svg /g)?.length).toBeGreaterThan(5);
    expect(html.match(/<table>/g)?.length).toBe(html.match(/<caption>/g)?.length);
    expect([...html.matchAll(/<h(\d)/g)].map(([, level]) => level).join('')).toMatch(/^1(2(3)*)+$/);
  });

  it('takes no picture from elsewhere', () => {
    for (const lora of [
      'https://example.com/a.png',
      'data:text/html;base64,AA',
      'data:image/png;base64,A" onload="x',
    ])
      expect(() =>
        htmlReport(REPORT, exampleContext(INPUT), new Map([['a', { baseline: PICTURE, lora }]])),
      ).toThrow(RangeError);
  });
});
