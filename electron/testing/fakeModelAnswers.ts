import type { Asked } from './fakeModelServer';

const SUBJECTS = [
  'a woman',
  'an old man',
  'a black cat',
  'a lighthouse',
  'a bowl of fruit',
  'a narrow street',
];
const FRAMINGS = ['close-up', 'full body shot', 'wide shot', 'seen from above', 'portrait', 'profile view'];
const LIGHTS = ['soft window light', 'golden hour', 'neon at night', 'overcast sky', 'candle light'];

/** What the server makes up when nobody told it an answer: in the form that is asked for, or a report. */
export function madeUpAnswer(asked: Asked): string {
  const text = asked.body?.messages.map(({ content }) => content).join('\n') ?? '';
  const named = asked.body?.response_format?.json_schema?.name;
  const kind = named ?? /"(prompts|metrics)"/.exec(text)?.[1];
  if (kind === 'prompts') return JSON.stringify({ prompts: madeUpPrompts(countIn(text)) }, null, 2);
  if (kind === 'metrics')
    return JSON.stringify({
      metrics: [
        { name: 'Likeness', question: 'Which image looks more like the person?' },
        { name: 'Prompt fit', question: 'Which image shows more of what the prompt says?' },
        { name: 'Detail', question: 'Which image has the cleaner details?' },
      ],
    });
  return 'The votes are in. The LoRA was preferred more often than the plain model.\n\nLook at the figures below before you decide.';
}

/** That many prompt pairs, each another one. */
export function madeUpPrompts(count: number): { positive: string; negative: string }[] {
  return Array.from({ length: count }, (_, at) => ({
    positive: `${pick(SUBJECTS, at)}, ${pick(FRAMINGS, Math.floor(at / 6))}, ${pick(LIGHTS, Math.floor(at / 36))}, take ${at + 1}`,
    negative: 'blurry, text',
  }));
}

function pick(words: readonly string[], at: number): string {
  return words[at % words.length] ?? '';
}

/** The first number of prompts that a text speaks of. */
function countIn(text: string): number {
  return Number(/(\d+) (?:\w+ )?prompt/.exec(text)?.[1] ?? 8);
}
