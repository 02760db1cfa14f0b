import { describe, expect, it } from 'vitest';
import { MAX_PROMPT } from '../session/setup';
import { readMetrics, readPrompts } from './readAnswer';

const WISH = { count: 2, present: [] };
const TWO = [
  { positive: 'a cat, close-up', negative: 'blurry' },
  { positive: 'a dog at night', negative: '' },
];

function positives(text: string, count = 50): string[] {
  return readPrompts(text, { count, present: [] }).items.map(({ positive }) => positive);
}

describe('an answer with prompts', () => {
  it('leaves nothing unseen in them, and nothing that turns the others around', () => {
    const odd = ['\u202Ea \u2066cat\u0007', 'a\u200b cat', 'a\n---\ncat\tand\0dog', 'a \ud800 👩\u200d🎨'];
    expect(positives(JSON.stringify({ prompts: odd }))).toEqual([
      'a cat',
      'a --- cat and dog',
      'a \ufffd 👩\u200d🎨',
    ]);
    const names = readMetrics('{"metrics": [{"name": "Style"}, {"name": "St\u200byle"}]}', WISH).items;
    expect(names.map(({ name }) => name)).toEqual(['Style']);
  });

  it.each<[string, string]>([
    [
      'as a list with headings',
      'Prompts:\n1. **Cats:**\n   - Positive: a cat, close-up\n   - Negative: "blurry"\n2. **Dogs**\n   - Positive: a dog at night',
    ],
    [
      'in lines with a name',
      'Prompt 1: a cat, close-up\nNegative prompt 1: blurry\n\nPrompt 2: a dog at night',
    ],
    ['as JSON inside a JSON string', JSON.stringify(JSON.stringify({ prompts: TWO }))],
    ['as it was asked for', JSON.stringify({ prompts: TWO })],
    [
      'in a fence among chatter',
      `Sure! Here are [2] prompts:\n\`\`\`json\n${JSON.stringify({ prompts: TWO }, null, 2)}\n\`\`\`\nHave fun {with} them.`,
    ],
    ['as a list', JSON.stringify(TWO)],
    ['deeper inside', JSON.stringify({ status: 'ok', data: { prompts: TWO } })],
    ['by number', JSON.stringify({ 1: TWO[0], 2: TWO[1] })],
    ['in several blocks', TWO.map((pair) => `\`\`\`json\n${JSON.stringify(pair)}\n\`\`\``).join('\nand\n')],
    ['one on each line', TWO.map((pair) => JSON.stringify(pair)).join('\n')],
    [
      'under other names',
      JSON.stringify({
        Items: TWO.map(({ positive, negative }) => ({ prompt: positive, negative_prompt: negative })),
      }),
    ],
    [
      'under yet other names',
      JSON.stringify({
        result: TWO.map(({ positive, negative }) => ({
          'Positive Prompt': positive,
          'Negative Prompt': negative,
        })),
      }),
    ],
    [
      'with trailing commas',
      '{"prompts": [{"positive": "a cat, close-up", "negative": "blurry",}, {"positive": "a dog at night", "negative": "",},],}',
    ],
    [
      'in single quotes',
      "{'prompts': [{'positive': 'a cat, close-up', 'negative': 'blurry'}, {'positive': 'a dog at night', 'negative': ''}]}",
    ],
    [
      'with names bare',
      '{prompts: [{positive: "a cat, close-up", negative: "blurry"}, {positive: "a dog at night"}]}',
    ],
    [
      'with comments',
      '{"prompts": [ // the first isn\'t bad\n{"positive": "a cat, close-up", "negative": "blurry"}, /* ] */ {"positive": "a dog at night"}]}',
    ],
    [
      'with commas missing',
      '[{"positive": "a cat, close-up"\n "negative": "blurry"}\n{"positive": "a dog at night"}]',
    ],
    [
      'with its brackets left open',
      '{"prompts": [{"positive": "a cat, close-up", "negative": "blurry"}, {"positive": "a dog at night", "negative": ""}',
    ],
    [
      'with line breaks in it',
      '{"prompts": [{"positive": "a cat,\n  close-up", "negative": " blurry\\n"}, {"positive": "a dog\\r\\nat night"}]}',
    ],
    [
      'as a numbered list',
      '1. a cat, close-up\n   Negative: blurry\n\n2) "a dog at night"\n\nThese are two.',
    ],
    [
      'as a list in bold',
      '* **Prompt:** a cat, close-up\n  **Negative prompt:** blurry\n* **Prompt:** a dog at night',
    ],
    [
      'with other things in each',
      JSON.stringify({
        name: 'Two',
        prompts: TWO.map((pair) => ({ tags: ['x', 'y'], ...pair, more: { prompts: ['z'] } })),
      }),
    ],
  ])('is read: %s', (_, text) => {
    const { items } = readPrompts(text, WISH);
    expect(items).toEqual(TWO);
  });

  it.each<[string, string]>([
    ['as bare words in a list', '{"prompts": ["a cat", "a dog"]}'],
    ['as bare words by number', '{"prompt_1": "a cat", "prompt_2": "a dog"}'],
    ['in groups of their own names', '{"Portraits": ["a cat"], "Landscapes": ["a dog"]}'],
    ['in typographic quotes', '[“a cat”, “a dog”]'],
    [
      'with a schema before it',
      '{"type": "object", "properties": {"prompts": {"type": "array"}}, "required": ["positive", "negative"]}\n["a cat", "a dog"]',
    ],
    ['behind brackets in chatter', 'I use {"quotes and [brackets.\n{"prompts": ["a cat", "a dog"]}'],
  ])('is read: %s', (_, text) => {
    expect(positives(text)).toEqual(['a cat', 'a dog']);
  });

  it('keeps quotes that were not escaped, any language and any sign', () => {
    expect(positives('["a "very" old cat", "a dog"]')).toEqual(['a "very" old cat', 'a dog']);
    expect(positives('[{"positive": "a "very" old cat", "negative": ""}]')).toEqual(['a "very" old cat']);
    expect(positives('{"prompts":[{"positive":"灯台、夜 😀","negative":""},{"positive":"منارة"}]}')).toEqual([
      '灯台、夜 😀',
      'منارة',
    ]);
    expect(positives('["<lora:x:0.8> [cat:dog:0.5], {a|b}, C:\\\\new"]')).toEqual([
      '<lora:x:0.8> [cat:dog:0.5], {a|b}, C:\\new',
    ]);
  });

  it('puts parts of a prompt together, and takes none from what is no answer', () => {
    expect(positives('[{"id": 1, "subject": "a cat", "style": "oil painting"}]')).toEqual([
      'a cat, oil painting',
    ]);
    for (const text of [
      '',
      'I am sorry, I cannot do that.',
      '{}',
      '[]',
      'null',
      '{"error": "no"}',
      '{"prompts": []}',
    ])
      expect(readPrompts(text, WISH).items).toEqual([]);
  });

  it('says what is left out, and why', () => {
    const many = Array.from({ length: 500 }, (_, at) => ({ positive: `a cat, take ${at}`, negative: '' }));
    const read = readPrompts(JSON.stringify({ prompts: many }), { count: 8, present: [] });
    expect(read.items).toEqual(many.slice(0, 8));
    expect(read.remarks).toEqual(['It gave 500 prompts; the first 8 are taken.']);
    const odd = ['A cat', 'a  cat.', 'a dog', 'x'.repeat(MAX_PROMPT + 1), '', { camera: 7 }];
    expect(readPrompts(JSON.stringify(odd), { count: 4, present: ['A DOG'] })).toEqual({
      items: [{ positive: 'A cat', negative: '' }],
      remarks: [
        '2 prompts were left out: they came before, or are there already.',
        '1 prompt was left out: longer than 20,000 characters.',
        '1 prompt was left out: nothing in it could be read as a prompt.',
      ],
    });
    const cut = '{"prompts": ["a cat", "a do';
    expect(readPrompts(cut, WISH).remarks).toEqual([
      'The answer broke off; the prompt that it broke off in was left out.',
    ]);
    expect(readPrompts(cut, { ...WISH, isCut: true }).remarks).toEqual([]);
  });
});

describe('an answer with metrics', () => {
  const METRICS = [
    { name: 'Likeness', question: 'Which looks more like her?' },
    { name: 'Detail', question: 'Which is cleaner?' },
  ];

  it.each<[string, string]>([
    ['as it was asked for', JSON.stringify({ metrics: METRICS })],
    [
      'under other names',
      JSON.stringify({
        name: 'Mine',
        criteria: METRICS.map(({ name, question }) => ({ title: name, description: question })),
      }),
    ],
    ['as bare words', JSON.stringify(METRICS.map(({ name, question }) => `${name}: ${question}`))],
    [
      'by their names',
      JSON.stringify({ metrics: Object.fromEntries(METRICS.map(({ name, question }) => [name, question])) }),
    ],
    ['as a list', '1. **Likeness**: Which looks more like her?\n2. **Detail** – Which is cleaner?'],
  ])('is read: %s', (_, text) => {
    expect(readMetrics(text, { count: 10, present: [] })).toEqual({ items: METRICS, remarks: [] });
  });

  it('says how many more there are, and cuts long questions', () => {
    const many = Array.from({ length: 14 }, (_, at) => ({ name: `M${at}`, question: 'so '.repeat(200) }));
    const { items, remarks } = readMetrics(JSON.stringify(many), { count: 99, present: ['m3'] });
    expect(items).toHaveLength(10);
    expect(items[0]?.question.length).toBeLessThanOrEqual(300);
    expect(remarks).toEqual([
      'It gave 13 metrics; the first 10 are taken.',
      '1 metric was left out: it came before, or is there already.',
    ]);
    expect(readMetrics(JSON.stringify(['x'.repeat(81), 'Colour']), { count: 5, present: [] })).toEqual({
      items: [{ name: 'Colour', question: '' }],
      remarks: ['1 metric was left out: called by more than 80 characters.'],
    });
  });
});
