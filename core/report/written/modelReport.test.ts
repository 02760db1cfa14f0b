import { describe, expect, it } from 'vitest';
import { BAD_EVALUATIONS, HOSTILE } from '../../testing/badEvaluations';
import { exampleEvaluation, weightsOf } from '../exampleEvaluation';
import { buildReport } from '../figures';
import { exampleContext } from './exampleContext';
import { loraReport } from './loraReport';
import { MOST_CHARACTERS, modelFacts } from './modelFacts';
import { modelReport } from './modelReport';
import { modelOfReport } from './modelSection';
import { checkNumbers } from './numberCheck';

const INPUT = exampleEvaluation(
  weightsOf('demo/snowfox_v3.safetensors', 0.4, 0.8, 1.2),
  {
    Style: ['WLWLWLTLWL', 'W5W4W3W5W5W4W5W5W5W5W5', 'LLLLLLLLLLLL'],
    Quality: ['WL', 'LW', 'S'],
  },
  { metrics: ['Style', 'Quality', 'Anatomy'] },
);
const REPORT = buildReport(INPUT);
const CONTEXT = exampleContext(INPUT);

describe('modelFacts', () => {
  const { text, names } = modelFacts(REPORT, CONTEXT);

  it('hand over every candidate with its counts and intervals, as they are shown', () => {
    expect(text).toContain(
      'At weight 0.8: Decided 11; Votes 11; Won 11; Lost 0; Same 0; Skipped 0; Preferred 100%; 95% interval 74 to 100%; Net +100%; Stars +4.6; p 0.0020; Answer better',
    );
    expect(text).toContain('- Of 3 weights: 1 better, 1 worse, 1 not decided.');
    expect(text).toContain('## Metric: Anatomy\n- No votes, so nothing can be said.');
    expect(names).toEqual(expect.arrayContaining(['snowfox_v3', 'Style', '20240115_143022', 'base']));
  });

  it('hold no prompt, no rater, no folder and no server', () => {
    const input = exampleEvaluation(
      weightsOf('C:\\Users\\ann\\loras\\fox.safetensors', 1),
      { Style: ['WWWWWWWWWW'] },
      {
        raters: ['Annabel Secret'],
        prompts: ['a private prompt'],
        self_check: { passed: true, message: 'Self-check passed on 10.0.0.5:8188: every pixel.' },
      },
    );
    const facts = modelFacts(
      buildReport(input),
      exampleContext(input, { self_check: 'Self-check passed: every pixel.', notes: 'my notes' }),
    );
    expect(JSON.stringify(facts)).not.toMatch(/10\.0\.0\.5|Users|private|Annabel|my notes/);
  });

  it('stay short whatever was evaluated, and say what they leave out', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      lora_filename: `${'very_long_name_'.repeat(20)}${index}.safetensors`,
      weight: 1,
    }));
    const input = exampleEvaluation(
      many,
      Object.fromEntries(['A', 'B', 'C', 'D', 'E'].map((metric) => [metric, many.map(() => 'WL')])),
    );
    const facts = modelFacts(buildReport(input), exampleContext(input));
    expect(facts.text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(facts.text).toMatch(/left out here, for length\./);
    for (const [name, bad] of Object.entries({ ...BAD_EVALUATIONS, hostile: HOSTILE })) {
      const own = modelFacts(buildReport(bad), exampleContext(bad)).text;
      expect(own.length, name).toBeLessThanOrEqual(MOST_CHARACTERS);
      expect(own, name).not.toMatch(/\bNaN\b|undefined|Infinity|\bnull\b|\[object/);
    }
  });

  it('know every number of the sentences and tables that stand beside a model’s words', () => {
    const [before = ''] = loraReport(REPORT, CONTEXT).split('## How it was judged');
    const shown = before.split('\n').filter((line) => !line.startsWith('The LoRA '));
    expect(checkNumbers(shown.join('\n'), text, names).flags).toEqual([]);
  });
});

describe('modelReport', () => {
  const write = (text: string) => modelReport(REPORT, CONTEXT, { model: 'llama3.2', text });

  it('frames the model’s words by the template’s', () => {
    const { text, flags, remarks } = write(
      '# My report\n\nAt weight 0.8 it won 11 of 11 votes, 100%.\n\n## Methods\n\nNone.',
    );
    expect([flags, remarks]).toEqual([[], []]);
    expect([...text.matchAll(/^#+ .+$/gm)].map(([heading]) => heading)).toEqual([
      '# snowfox_v3',
      '## In words, by llama3.2',
      '### My report',
      '#### Methods',
      '## What was tested',
      '## The figures',
      '## Which weight to use',
      '## What is not known',
      '## How it was judged',
      '## Methods in short',
    ]);
    expect(text.indexOf('**At weight 0.8 it is better on Style')).toBeLessThan(text.indexOf('> The section'));
    expect(text).toContain(
      '> The section "In words" was written by llama3.2, a language model, from the figures of this report. Only its numbers were checked, not what it says of them. All numbers in them are among the figures. All else is by template.',
    );
    expect(text.trimEnd().split('\n').at(-1)).toMatch(
      /^Session 20240115_143022, written .* by Blindfold 1\.2\.3\.$/,
    );
  });

  it('lists what is not among the figures at the top, and marks it', () => {
    const { text, flags } = write('It won 87% of votes, at p = 0.5.');
    expect(flags).toEqual([
      { number: '87%', sentence: 'It won 87% of votes, at p = 0.5.' },
      { number: '0.5', sentence: 'It won 87% of votes, at p = 0.5.' },
    ]);
    expect(text).toContain(
      '**Not among the figures: `87%`, `0.5`.** Where they stand in the text they are marked.',
    );
    expect(text).toContain(
      'It won 87% (not among the figures) of votes, at p = 0.5 (not among the figures).',
    );
    expect(write('It is fine.').text).toContain('They hold no numbers.');
  });

  it('tells who wrote it, and whether a model did', () => {
    expect(modelOfReport(write('Fine.').text)).toBe('llama3.2');
    expect(modelOfReport(modelReport(REPORT, CONTEXT, { model: 'a*b <c>', text: 'd' }).text)).toBe('a*b <c>');
    const byFile = modelReport(REPORT, CONTEXT, { model: '/home/ann/models/b-3.gguf', text: 'By b-3.gguf.' });
    expect([modelOfReport(byFile.text), byFile.flags]).toEqual(['b-3.gguf', []]);
    expect(byFile.text).not.toContain('ann');
    expect(modelOfReport(loraReport(REPORT, CONTEXT))).toBeNull();
  });

  it('bounds what it keeps and what it lists', () => {
    const { text, flags, remarks } = write('77777 of 99999 votes\n'.repeat(3000));
    expect([flags.length, remarks.length]).toEqual([50, 2]);
    expect(text.length).toBeLessThan(100_000);
  });
});
