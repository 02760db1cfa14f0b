import type { Known } from '../contract/assistantView';

/** Only so much of what is there already goes along; a long list would push out what is asked for. */
const MOST_PRESENT = 60;
const MOST_LETTERS = 200;
/** Names of LoRA files; the checkpoints of one training add nothing. */
const MOST_LORAS = 8;

const NOT_KNOWN = 'not known';

const PROMPTS_FORM_WORDS =
  'Answer with JSON and nothing else, in this form: {"prompts": [{"positive": "the prompt", "negative": "the negative prompt, or empty"}]}';
const METRICS_FORM_WORDS =
  'Answer with JSON and nothing else, in this form: {"metrics": [{"name": "the name", "question": "the question"}]}';

interface Asked {
  readonly description: string;
  readonly known: Known;
  readonly present: readonly string[];
}

/** What is filled into the wording of a request for prompts, by place. */
export function promptFillings(
  wish: Asked & { readonly count: number; readonly coverage: boolean; readonly without_trigger: number },
): Record<string, string> {
  return {
    ...common(wish),
    count: String(wish.count),
    coverage: wish.coverage
      ? 'Spread the prompts widely: different subjects (people, animals, things, places), framings (close-up, half figure, wide view), lightings and moods, near to what the LoRA was made for and further from it.'
      : 'Stay close to the description, and vary what happens, the framing and the light.',
    without_trigger: triggerWords(wish),
    form: PROMPTS_FORM_WORDS,
  };
}

/** What is filled into the wording of a request for metrics, by place. In: also how many are wanted at most. */
export function metricFillings(wish: Asked & { readonly most: number }): Record<string, string> {
  return { ...common(wish), most: String(wish.most), form: METRICS_FORM_WORDS };
}

function common({ description, known, present }: Asked): Record<string, string> {
  const loras = known.loras.slice(0, MOST_LORAS).map(nameOf);
  return {
    description: description === '' ? 'Nothing but what follows is known.' : description,
    trigger_words: known.trigger_words.join(', ') || 'none are known',
    base_model: known.base_model ?? NOT_KNOWN,
    loras: loras.join(', ') || NOT_KNOWN,
    present:
      present
        .slice(-MOST_PRESENT)
        .map((one) => `- ${short(one)}`)
        .join('\n') || '(none)',
  };
}

function triggerWords({
  known,
  count,
  without_trigger: lacking,
}: Asked & { readonly count: number; readonly without_trigger: number }): string {
  if (known.trigger_words.length === 0) return 'There are no trigger words to write.';
  const words = known.trigger_words.join(', ');
  if (lacking === 0) return `Write the trigger words, letter for letter, into each prompt: ${words}.`;
  if (lacking === count) return `Leave the trigger words out of all prompts: ${words}.`;
  return `Leave the trigger words out of exactly ${lacking} of the prompts, which show whether the LoRA acts without being called. Write them, letter for letter, into each of the others: ${words}.`;
}

/** A file by its own name: no folder, no ending. */
function nameOf(file: string): string {
  return (file.split(/[\\/]/).at(-1) ?? file).replace(/\.\w+$/, '');
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const letters = [...line];
  return letters.length <= MOST_LETTERS ? line : `${letters.slice(0, MOST_LETTERS).join('')}…`;
}
