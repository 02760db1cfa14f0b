import type { Completion } from './modelClient';
import { type Refused, wordsOf } from './modelFaults';

/** How a model is asked: what a server refused once is not sent to it again. */
export interface AskingWay {
  /** The form of the answer is demanded as a JSON Schema, as any JSON, or not at all. */
  readonly form: 'json_schema' | 'json_object' | 'none';
  readonly isStreamed: boolean;
  /** What the model is goes in a message of its own. */
  readonly hasSystem: boolean;
}

/** All that is wished for; it is asked first. */
export const FULL_WAY: AskingWay = { form: 'json_schema', isStreamed: true, hasSystem: true };

/** The body of a question: only what every server knows, for many refuse a field that they do not. */
export function questionBody({ model, system, text, form }: Completion, way: AskingWay): object {
  const isObject = form !== null && way.form === 'json_object';
  // OpenAI takes this form only where the word stands in a message.
  const told = isObject && !/json/i.test(`${system ?? ''}${text}`) ? `${text}\n\nAnswer in JSON only.` : text;
  const messages =
    system === null
      ? [{ role: 'user', content: told }]
      : way.hasSystem
        ? [
            { role: 'system', content: system },
            { role: 'user', content: told },
          ]
        : [{ role: 'user', content: `${system}\n\n${told}` }];
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
const OF_SYSTEM =
  /system (role|message|prompt|instruction)|developer instruction|role.{0,40}system|system.{0,40}role/i;

/**
 * The next easier way of asking after a refusal that speaks of how it was asked. In: the refusal, the way that was refused, the
 * question. Out: null when it speaks of something else, or nothing easier is left.
 */
export function easierWay(refused: Refused, way: AskingWay, { form, system }: Completion): AskingWay | null {
  const words = wordsOf(refused);
  if (words === null || !REFUSALS.includes(refused.status)) return null;
  const said = `${words.param} ${words.message}`;
  if (form !== null && way.form !== 'none' && OF_FORM.test(said))
    return { ...way, form: way.form === 'json_schema' ? 'json_object' : 'none' };
  if (way.isStreamed && OF_STREAM.test(said)) return { ...way, isStreamed: false };
  if (system !== null && way.hasSystem && OF_SYSTEM.test(said)) return { ...way, hasSystem: false };
  return null;
}
