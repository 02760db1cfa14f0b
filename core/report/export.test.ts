import { describe, expect, it } from 'vitest';
import { type ScoreRow, scoresCsv } from './export';

const row: ScoreRow = {
  pair_index: 3,
  metric: 'Style',
  baseline_path: './sessions/20240115_143022/output/baseline_0_0.png',
  lora_path: './sessions/20240115_143022/output/lora_0_0_w0.4.png',
  weight: 0.4,
  prompt: 'a fox',
  seed: 42,
  choice: 'A',
  stars: 4,
  lora_better: true,
  lora_filename: 'a.safetensors',
  negative_prompt: '',
  prompt_index: 0,
  rater: 'rater 1',
  swap: true,
  voted_at: null,
  elapsed_ms: null,
  after_reveal: false,
  note: null,
  flags: [],
  rater_label: 'Ann',
  too_fast: null,
};

/** A plain reader of quoted CSV. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (isQuoted && char === '"' && text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (char === ',' || char === '\n')) {
      lines.at(-1)?.push(field);
      field = '';
      if (char === '\n') lines.push([]);
    } else field += char;
  }
  expect(lines.pop()).toEqual([]);
  return lines;
}

describe('scoresCsv', () => {
  it('begins with the columns that other tools read, in their order', () => {
    const [header] = readCsv(scoresCsv([]));
    expect(header?.slice(0, 10).join()).toBe(
      'pair_index,metric,baseline_path,lora_path,weight,prompt,seed,choice,stars,lora_better',
    );
    expect(scoresCsv([]).split('\n')).toHaveLength(2);
  });

  it('writes one plain line a vote', () => {
    const line = scoresCsv([row]).split('\n')[1];
    expect(line).toBe(
      '3,Style,./sessions/20240115_143022/output/baseline_0_0.png,./sessions/20240115_143022/output/lora_0_0_w0.4.png,' +
        '0.4,a fox,42,A,4,true,a.safetensors,,0,rater 1,true,,,false,,,Ann,',
    );
  });

  it('comes back as it was from a reader of CSV', () => {
    const prompts = [
      'plain',
      'a, b',
      'she said "hi"',
      'two\nlines',
      'carriage\r\nreturn',
      ' spaced ',
      '"',
      '',
      '=1+1',
      'ä 日本 🦊',
    ];
    const rows = prompts.map(
      (prompt): ScoreRow => ({ ...row, prompt, note: prompt, flags: ['broken_image', 'both_bad'] }),
    );
    const [header = [], ...lines] = readCsv(scoresCsv(rows));
    expect(lines.map((line) => line[header.indexOf('prompt')])).toEqual(prompts);
    expect(lines.map((line) => line[header.indexOf('note')])).toEqual(prompts);
    for (const line of lines) {
      expect(line).toHaveLength(header.length);
      expect(line.at(-3)).toBe('broken_image both_bad');
    }
  });

  it('keeps every digit of a seed, leaves null empty and writes times as local stamps', () => {
    const voted = new Date(2026, 3, 11, 20, 33, 12);
    const text = scoresCsv([
      {
        ...row,
        seed: 18446744073709551615n,
        stars: null,
        lora_better: null,
        choice: 'same',
        voted_at: voted.toISOString(),
      },
      { ...row, pair_index: null, lora_better: false, weight: -0.25, elapsed_ms: 1234 },
    ]);
    const [header = [], first = [], second = []] = readCsv(text);
    const of = (line: string[], column: string) => line[header.indexOf(column)];
    expect(of(first, 'seed')).toBe('18446744073709551615');
    expect([of(first, 'choice'), of(first, 'stars'), of(first, 'lora_better')]).toEqual(['same', '', '']);
    expect(of(first, 'voted_at')).toBe('20260411_203312');
    expect([of(second, 'pair_index'), of(second, 'lora_better'), of(second, 'weight')]).toEqual([
      '',
      'false',
      '-0.25',
    ]);
    expect(of(second, 'elapsed_ms')).toBe('1234');
  });
});
