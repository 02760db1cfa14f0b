import { describe, expect, it } from 'vitest';
import { codeSpansIn, modelMarkdown } from './modelMarkdown';

describe('modelMarkdown', () => {
  it('keeps paragraphs, lists, tables, quotes, emphasis and code', () => {
    const text = [
      'It is **better** on _Style_, see `<lora:fox:0.8>`.',
      '',
      '- one',
      '  - two',
      '1. three',
      '',
      '> quoted',
      '',
      '| a | b |',
      '| --- | ---: |',
      '| 0.8 | 31 |',
    ].join('\n');
    expect(modelMarkdown(text)).toBe(text);
  });

  it('puts headings below that of its section, however they are written', () => {
    expect(modelMarkdown('# Report #\n## Part\ntext\n###### Deep\nTitle\n===\nOther\n---\n\n---\nend')).toBe(
      '### Report\n\n#### Part\n\ntext\n\n###### Deep\n\n### Title\n\n### Other\n\nend',
    );
    expect(modelMarkdown('### Only')).toBe('### Only');
    expect(modelMarkdown('## Methods')).toBe('### Methods');
  });

  it('leaves numbers whole, whatever parts their digits', () => {
    expect(
      modelMarkdown('8**7**%, 8`7`%, 8\u00ad7, 8\u034f7, 8\u2063\ufe0f7, 8\u{e0001}7; **8** 7, 2*3'),
    ).toBe('87**%, 87\\`%, 87, 87, 87, 87; **8** 7, 2*3');
  });

  it('leaves no link, no picture, no HTML and no address', () => {
    const text = [
      '[a](javascript:alert(1)) ![b](https://x.example/p.png "t") [![c](http://d/e)](http://f)',
      '<img src=x onerror=alert(1)> &lt;b&gt; &amp;lt; <https://g.example> www.h.example i@j.example',
      '[k]: javascript:alert(1)',
      '<!-- hidden',
      '-->',
      '$x$ ~~y~~ \\<z>',
    ].join('\n');
    const out = modelMarkdown(text);
    expect(out).not.toMatch(/(?<!\\)[<[\]&$~]|https?:|javascript:|www\./);
    expect(out.split('\n')[0]).toBe('a b c');
    expect(out).toContain('\\<img src=x onerror=alert(1)> \\<b> \\&lt;');
  });

  it('makes paragraphs of code blocks and closes what is left open', () => {
    expect(modelMarkdown('```markdown\n# A\n\n    <b>far in</b>\n`open <i>\nnext` <u>\n```')).toBe(
      '### A\n\n\\<b>far in\\</b>\n\\`open \\<i>\nnext\\` \\<u>',
    );
    // In a table a bar ends the cell before code is read.
    expect(modelMarkdown('| `a | <img src=x>` |')).toBe('| a | \\<img src=x> |');
    expect(modelMarkdown('a\u202Eb\u0000c\u2028d\u200Be')).toBe('abc\nde');
  });

  it('takes hostile texts without delay', () => {
    const began = performance.now();
    for (const text of [
      '# '.repeat(10_000),
      '[a]('.repeat(5000),
      '` `` '.repeat(4000),
      '- '.repeat(10_000),
      '[!['.repeat(7000),
      '\\'.repeat(20_001),
    ])
      modelMarkdown(text);
    expect(performance.now() - began).toBeLessThan(1500);
  });
});

it('codeSpansIn finds what runs of backticks of one length enclose', () => {
  const spans = codeSpansIn('a `b` ``c ` d`` \\`e` `f');
  expect(spans.map(({ text }) => text)).toEqual(['b', 'c ` d', '']);
  expect(codeSpansIn('`` ` open').length).toBe(0);
});
