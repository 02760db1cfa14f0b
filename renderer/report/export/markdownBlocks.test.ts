import { describe, expect, it } from 'vitest';
import { markdownBlocks, spansOf } from './markdownBlocks';

const plain = (text: string) => ({ look: 'plain', text });

describe('a written report in blocks', () => {
  it('has headings, paragraphs, lists, quotes, code, rules and tables', () => {
    const text = [
      '# Better on *Style*',
      'On Style it was preferred',
      'in 31 of 38 votes.',
      '- one',
      '  goes on',
      '- two',
      '',
      '1. first',
      '2. second',
      '',
      '> as it is',
      '> quoted',
      '',
      '---',
      '| Weight | Won |',
      '| --- | ---: |',
      '| 0.8 | 31 |',
      '| a \\| b | |',
      '',
      '```',
      '<lora:fox:0.8>',
      '# no heading',
      '```',
    ].join('\r\n');
    expect(markdownBlocks(text)).toEqual([
      { kind: 'heading', level: 1, spans: [plain('Better on '), { look: 'em', text: 'Style' }] },
      { kind: 'paragraph', spans: [plain('On Style it was preferred in 31 of 38 votes.')] },
      { kind: 'list', isNumbered: false, items: [[plain('one goes on')], [plain('two')]] },
      { kind: 'list', isNumbered: true, items: [[plain('first')], [plain('second')]] },
      { kind: 'quote', spans: [plain('as it is quoted')] },
      { kind: 'rule' },
      {
        kind: 'table',
        head: [[plain('Weight')], [plain('Won')]],
        isRight: [false, true],
        rows: [
          [[plain('0.8')], [plain('31')]],
          [[plain('a | b')], []],
        ],
      },
      { kind: 'code', text: '<lora:fox:0.8>\n# no heading' },
    ]);
  });

  it('takes nothing for more than text, and loses none of it', () => {
    expect(markdownBlocks('<script>alert(1)</script> [x](javascript:1)')).toEqual([
      { kind: 'paragraph', spans: [plain('<script>alert(1)</script> [x](javascript:1)')] },
    ]);
    expect(markdownBlocks('')).toEqual([]);
    expect(markdownBlocks('| no | table')).toEqual([{ kind: 'paragraph', spans: [plain('| no | table')] }]);
    expect(markdownBlocks('```\nnever closed')).toEqual([{ kind: 'code', text: 'never closed' }]);
  });

  it('is shown as it stands where it is far longer than a report', () => {
    const lines = ['# a\n'.repeat(100_000), '_a '.repeat(80_000), `# ${'#'.repeat(90_000)}x`];
    for (const text of lines) expect(markdownBlocks(text)).toEqual([{ kind: 'code', text }]);
    const joined = '_a '.repeat(3000);
    expect(markdownBlocks(`${joined}\n${joined}`)).toEqual([
      { kind: 'paragraph', spans: [plain(`${joined.trim()} ${joined.trim()}`)] },
    ]);
  });
});

describe('a line in pieces', () => {
  it('is set strong, in italics or as code, and signs behind a backslash are themselves', () => {
    expect(spansOf('**31 of 38** at `0.8`, \\*not\\* _so_')).toEqual([
      { look: 'strong', text: '31 of 38' },
      plain(' at '),
      { look: 'code', text: '0.8' },
      plain(', *not* '),
      { look: 'em', text: 'so' },
    ]);
    expect(spansOf('snow_fox_v3.safetensors and 2 * 3 * 4')).toEqual([
      plain('snow_fox_v3.safetensors and 2 * 3 * 4'),
    ]);
  });

  it('comes to an end however odd it is', () => {
    const odd = '*_`'.repeat(2000);
    expect(
      spansOf(odd)
        .map(({ text }) => text)
        .join('').length,
    ).toBeGreaterThan(0);
  });
});
