import type { Known } from '../../contract/assistantView';
import { modelFamily } from '../../lora/families';

/** How a family of models likes to be asked. */
export interface Dialect {
  readonly form: 'tags' | 'phrases' | 'sentences';
  /** Stand before, and behind, what is asked for: the words for quality that such models were trained with. */
  readonly before: string;
  readonly behind: string;
  /** What they are to keep out, by custom; empty where a negative prompt has no effect or none is known. */
  readonly negative: readonly string[];
  /** What they are to keep out of pictures of people. */
  readonly negativeOfPeople: readonly string[];
}

const PLAIN: Dialect = { form: 'phrases', before: '', behind: '', negative: [], negativeOfPeople: [] };
const SENTENCES: Dialect = { ...PLAIN, form: 'sentences' };
const STABLE: Dialect = {
  ...PLAIN,
  negative: ['blurry', 'low quality', 'jpeg artifacts', 'watermark', 'text', 'distorted'],
  negativeOfPeople: ['bad anatomy', 'extra fingers'],
};
const PONY: Dialect = {
  form: 'tags',
  before: 'score_9, score_8_up, score_7_up',
  behind: '',
  negative: ['score_4', 'score_5', 'score_6', 'low quality', 'jpeg artifacts', 'watermark', 'text'],
  negativeOfPeople: ['bad anatomy', 'bad hands'],
};
const ILLUSTRIOUS: Dialect = {
  form: 'tags',
  before: '',
  behind: 'masterpiece, best quality',
  negative: ['worst quality', 'low quality', 'jpeg artifacts', 'watermark', 'text', 'signature'],
  negativeOfPeople: ['bad anatomy', 'bad hands'],
};

const PONY_NAME = /pony|pdxl/i;
const ILLUSTRIOUS_NAME = /illustrious|ilxl|noob ?ai|noobai|animagine|wai-?ani|wai-?nsfw/i;
/** Models that read whole sentences; none of them needs a negative prompt. */
const NEWER =
  /flux|sd[-_ ]?v?3|stable-diffusion-3|qwen|z[-_ ]?image|hidream|chroma|lumina|aura[-_ ]?flow|wan[-_ ]?2|hunyuan|kolors|krea|omnigen|cosmos|pixart|sana|kandinsky|ernie|longcat|bria|ovis/i;

/** How to ask the model that the LoRA is for. In: what the file says, and the names of its files, which often tell more. */
export function dialectOf(
  { base_model, loras }: Pick<Known, 'base_model' | 'loras'>,
  words: string,
): Dialect {
  const base = base_model ?? '';
  const family = modelFamily(base);
  if (NEWER.test(base)) return SENTENCES;
  // A LoRA of ponies has them in its name too.
  const names = /pony|ponies/i.test(words) ? '' : loras.join(' ');
  const tells =
    family === null || family === 'SDXL' ? `${base} ${base === '' || family === 'SDXL' ? names : ''}` : '';
  if (PONY_NAME.test(tells)) return PONY;
  if (ILLUSTRIOUS_NAME.test(tells)) return ILLUSTRIOUS;
  return family === null ? PLAIN : STABLE;
}
