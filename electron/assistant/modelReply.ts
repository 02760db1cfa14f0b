import { z } from 'zod';
import { UNSEEN } from '../../core/report/charts/textRoom';
import type { ModelAnswer } from './assistant';

/** Text as servers write it: a string, nothing, or parts, of which some are only thought. */
const partSchema = z.looseObject({ type: z.string().optional(), text: z.string().optional() });
const contentSchema = z
  .union([z.string(), z.array(z.union([z.string(), partSchema]))])
  .nullish()
  .catch(null);
const wordsSchema = z.string().nullish().catch(null);
const messageSchema = z.looseObject({
  content: contentSchema,
  reasoning: wordsSchema,
  reasoning_content: wordsSchema,
  refusal: wordsSchema,
});
/** A whole answer, or an event of a stream. */
const replySchema = z.looseObject({
  model: wordsSchema,
  choices: z.array(
    z.looseObject({
      index: z.number().nullish().catch(null),
      delta: messageSchema.nullish(),
      message: messageSchema.nullish(),
      /** Of servers that only go on with a text. */
      text: wordsSchema,
      finish_reason: wordsSchema,
    }),
  ),
});

/** What one event, or a whole answer, brings. */
export interface ReplyPart {
  readonly text: string;
  /** Letters that are only thought. */
  readonly thought: number;
  readonly refusal: string;
  readonly model: string | null;
  /** Why the answer ended; null while it goes on. */
  readonly finish: string | null;
}

/** Reads an event or a whole answer. In: its JSON. Out: null when it is none. */
export function readReply(json: unknown): ReplyPart | null {
  const read = replySchema.safeParse(json);
  if (!read.success) return null;
  const choice = read.data.choices.find(({ index }) => (index ?? 0) === 0);
  const message = choice?.delta ?? choice?.message;
  const content = message?.content ?? choice?.text ?? '';
  const parts = typeof content === 'string' ? [content] : content;
  let text = '';
  let thought = (message?.reasoning_content ?? message?.reasoning ?? '').length;
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if (part.type === undefined || /text$/.test(part.type)) text += part.text ?? '';
    else thought += lettersIn(part);
  }
  return {
    text,
    thought,
    refusal: message?.refusal ?? '',
    model: read.data.model ?? null,
    // Some servers write an empty word into each event before the last.
    finish: choice?.finish_reason || null,
  };
}

/** Letters of a part that is only thought, however it is called; they may lie in parts of their own. */
function lettersIn(part: unknown, deepest = 3): number {
  if (typeof part === 'string') return part.length;
  if (typeof part !== 'object' || part === null || deepest === 0) return 1;
  return Object.entries(part)
    .filter(([name]) => name !== 'type')
    .reduce((sum, [, inner]) => sum + lettersIn(inner, deepest - 1), 0);
}

/** Why the server ended an answer before it was whole. In: its `finish_reason`. */
export function cutOf(finish: string | null): ModelAnswer['cut'] {
  if (finish === null) return null;
  if (/^(length|max_tokens|model_length)$/i.test(finish)) return 'length';
  return /filter|safety|recitation|blocklist|prohibited/i.test(finish) ? 'filter' : null;
}

/** The name of the model that answered: a server may say which issue of it that was; what else it says of itself may be a path. */
export function answeredBy(asked: string, answered: string | null): string {
  const isIssue = answered?.startsWith(asked) === true && answered.length <= 200;
  return isIssue ? answered : asked;
}

const listSchema = z.union([
  z.looseObject({ data: z.array(z.unknown()) }).transform(({ data }) => data),
  z.looseObject({ models: z.array(z.unknown()) }).transform(({ models }) => models),
  z.array(z.unknown()),
]);
const entrySchema = z.union([
  z.string(),
  z.looseObject({ id: z.string() }).transform(({ id }) => id),
  z.looseObject({ name: z.string() }).transform(({ name }) => name),
  z.looseObject({ model: z.string() }).transform(({ model }) => model),
]);

/** Models that write no text for certain, by the names that their makers give them. */
const NO_TEXT =
  /(^|[/:_-])(text-)?embed(ding)?s?([/:_.-]|$)|embed-text|^(nomic|mxbai|snowflake-arctic)-embed|(^|\/)(dall-e|whisper|tts|gpt-image|chatgpt-image|sora|imagen|veo|lyria|omni-moderation|text-moderation|aqa)([-.:]|$)|-(transcribe|tts|realtime|native-audio)(-|$)/i;
/** In a name there are no line breaks, nothing unseen, no half of a letter. */
const NO_NAME = new RegExp(`${UNSEEN.source}|\\p{Cs}`, 'u');
const MOST = 5000;

/** The names in a server's list of models, sorted; those that write no text are left out. In: its JSON. Out: null when it is no such list. */
export function readModelList(json: unknown): string[] | null {
  const list = listSchema.safeParse(json);
  if (!list.success) return null;
  const names = list.data.slice(0, MOST).flatMap((entry) => {
    const read = entrySchema.safeParse(entry);
    const name = read.success ? read.data.trim() : '';
    return name === '' || name.length > 500 || NO_NAME.test(name) ? [] : [name];
  });
  // Entries that nobody can read say that this is no list of models.
  if (names.length === 0 && list.data.length > 0) return null;
  const order = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return [...new Set(names)].filter((name) => !NO_TEXT.test(name)).sort(order.compare);
}
