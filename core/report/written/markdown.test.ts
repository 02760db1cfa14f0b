import { describe, expect, it } from 'vitest';
import { codeBlock, codeSpan, escapeMarkdown, markdownTable } from './markdown';

describe('escapeMarkdown', () => {
  it('leaves nothing that Markdown would take for its own', () => {
    expect(escapeMarkdown('**a** [b](http://c) ![d](e) <f> `g` | ~h~ _i_ & $j$ \\')).toBe(
      '\\*\\*a\\*\\* \\[b\\](http\\://c) !\\[d\\](e) \\<f\\> \\`g\\` \\| \\~h\\~ \\_i\\_ \\& \\$j\\$ \\\\',
    );
    expect(['# a', '- a', '+ a', '1. a', '12) a', '= a', '---'].map(escapeMarkdown)).toEqual([
      '\\# a',
      '\\- a',
      '\\+ a',
      '1\\. a',
      '12\\) a',
      '\\= a',
      '\\---',
    ]);
    expect(escapeMarkdown('www.example.com or a@b.c')).toBe('www\\.example.com or a\\@b.c');
  });

  it('keeps numbers and names of files readable, and makes one line', () => {
    expect(['0.8', '-', '+38%', 'snowfox_v3-000012.safetensors'].map(escapeMarkdown)).toEqual([
      '0.8',
      '-',
      '+38%',
      'snowfox_v3-000012.safetensors',
    ]);
    expect(escapeMarkdown('a\n# b\r\n\u202Ec')).toBe('a # b c');
  });
});

describe('code', () => {
  it('is ended by nothing in it', () => {
    expect(codeSpan('<lora:a:1>')).toBe('`<lora:a:1>`');
    expect(codeSpan('a ``b`` `')).toBe('``` a ``b`` ` ```');
    const block = codeBlock('line\r\n````\nmore');
    expect(block).toBe('`````text\nline\n````\nmore\n`````');
  });

  it('holds a very long text whole', () => {
    const long = `${'word '.repeat(4000)}end`;
    expect(codeBlock(long)).toContain(long);
  });
});

describe('markdownTable', () => {
  it('keeps its cells whatever is in them', () => {
    const table = markdownTable({
      caption: 'a | b',
      columns: [{ name: 'x|y', isText: true }, { name: 'n' }],
      rows: [['one | two\nthree', '1']],
    });
    expect(table.split('\n')).toEqual([
      '**a \\| b**',
      '',
      '| x\\|y | n |',
      '| --- | ---: |',
      '| one \\| two three | 1 |',
    ]);
  });
});
