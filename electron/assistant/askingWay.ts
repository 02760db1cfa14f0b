import type { Completion } from './modelClient';
import { type Refused, wordsOf } from './modelFaults';

/** How a model is asked: what a server refused once is not sent to it again. */
export interface AskingWay {
  /** The form of the answer is demanded as a JSON Schema, as any JSON, or not at all. */
  readonly form: 'json_schema' | 'json_object' | 'none';
  readonly isStreamed: boolean;
}

/** All that is wished for; it is asked first. */
export const FULL_WAY: AskingWay = { form: 'json_schema', isStreamed: true };

/** The body of a question: only what every server knows, for many refuse a field that they do not. */
export function questionBody({ model, text, form }: Completion, way: AskingWay): object {
  const isObject = form !== null && way.form === 'json_object';
  // OpenAI takes this form only where the word stands in a message.
  const told = isObject && !/json/i.test(text) ? `${text}\n\nAnswer in JSON only.` : text;
  // In a message of the user's alone: some models take none of the system's.
  const messages = [{ role: 'user', content: told }];
  return { model, messages, stream: way.isStreamed, ...(form === null ? {} : formFields(form, way)) };
}

function formFields({ name, schema }: NonNullable<Completion['form']>, way: AskingWay): object {
  if (way.form === 'json_schema')
    return { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } } };
  return way.form === 'json_object' ? { response_format: { type: 'json_object' } } : {};
}

const REFUSALS = [400, 404, 415, 422, 500, 501];
const OF_FORM =
  /response_?format|response_?schema|json_?schema|json[_ ]?object|json mode|structured|schema|grammar|guided|requested parameters/i;
const OF_STREAM = /\bstream(ing|ed)?\b/i;

/**
 * The next easier way of asking after a refusal that speaks of how it was asked. In: the refusal, the way that was refused, the
 * question. Out: null when it speaks of something else, or nothing easier is left.
 */
export function easierWay(refused: Refused, way: AskingWay, { form }: Completion): AskingWay | null {
  const words = wordsOf(refused);
  if (words === null || !REFUSALS.includes(refused.status)) return null;
  const said = `${words.param} ${words.message}`;
  if (form !== null && way.form !== 'none' && OF_FORM.test(said))
    return { ...way, form: way.form === 'json_schema' ? 'json_object' : 'none' };
  if (way.isStreamed && OF_STREAM.test(said)) return { ...way, isStreamed: false };
  return null;
}
