import { z } from 'zod';
import { coverKey } from './coverKey';

/** What a server says is wrong, in whichever form it says it. Empty strings where it says nothing. */
export interface ServerWords {
  readonly message: string;
  /** Its own short name of the fault, such as `insufficient_quota`, and its kind. */
  readonly code: string;
  /** The field that it does not take. */
  readonly param: string;
  /** A status told inside an answer; null without one. */
  readonly status: number | null;
  /** How long to wait, s, where the body says it. */
  readonly waitSeconds: number | null;
}

const NOTHING: ServerWords = { message: '', code: '', param: '', status: null, waitSeconds: null };
const wordSchema = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);
const errorSchema = z.looseObject({
  message: wordSchema,
  code: wordSchema,
  type: wordSchema,
  status: wordSchema,
  param: wordSchema,
  details: z.array(z.unknown()).nullish().catch(null),
});
/** FastAPI's way to say which field it does not take. */
const detailSchema = z.array(
  z.looseObject({ loc: z.array(wordSchema).nullish().catch(null), msg: wordSchema }),
);

/** Reads what a server says is wrong. In: the JSON of its answer or of an event. Out: null when it speaks of no fault. */
export function readServerWords(json: unknown): ServerWords | null {
  // Gemini's compatible address wraps it in a list.
  const told: unknown = Array.isArray(json) ? json[0] : json;
  if (typeof told !== 'object' || told === null) return null;
  const { error, detail, message } = told as Record<string, unknown>;
  if (typeof error === 'string') return { ...NOTHING, message: error };
  if (typeof error === 'object' && error !== null) return errorWords(error);
  if (typeof detail === 'string') return { ...NOTHING, message: detail };
  const fields = detailSchema.safeParse(detail);
  if (fields.success) {
    const message = fields.data.map(({ loc, msg }) => `${(loc ?? []).join('.')}: ${msg ?? ''}`).join('; ');
    return { ...NOTHING, message };
  }
  return typeof message === 'string' ? errorWords(told) : null;
}

function errorWords(error: object): ServerWords {
  const read = errorSchema.safeParse(error);
  if (!read.success) return NOTHING;
  const { message, code, type, status, param, details } = read.data;
  const number = Number(code ?? Number.NaN);
  return {
    message: message ?? '',
    code: [code, type, status].filter((word) => word !== null && word !== undefined).join(' '),
    param: param ?? '',
    status: number >= 400 && number <= 599 ? number : null,
    waitSeconds: waitIn(details ?? []),
  };
}

/** Gemini says `{retryDelay: "37s"}` among the details. */
function waitIn(details: readonly unknown[]): number | null {
  for (const detail of details) {
    const delay =
      typeof detail === 'object' && detail !== null && 'retryDelay' in detail ? detail.retryDelay : '';
    const seconds = typeof delay === 'string' ? /^(\d{1,6}(?:\.\d{1,9})?)s$/.exec(delay)?.[1] : undefined;
    if (seconds !== undefined) return Math.ceil(Number(seconds));
  }
  return null;
}

const LONGEST_QUOTE = 200;
/** So many letters in a row that were also in the question are no words of the server's. */
const REPEATED = 24;
const LIKE_A_KEY = /\b(?:sk|pk|gsk|xai|hf|AIza|Bearer)[-_ ]?[-\w*.]{8,}/g;

/**
 * A server's own words, where they may help: short, on one line, keys covered. In: what it says, the key that it was given, and the
 * question, of which nothing is to be repeated. Out: ` It says: "…"`, or nothing.
 */
export function quoted(message: string, key: string | null, question: string): string {
  const line = message.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  if (line === '' || line.startsWith('<')) return '';
  for (let at = 0; at + REPEATED <= line.length && at < 2 * LONGEST_QUOTE; at += 1)
    if (question.includes(line.slice(at, at + REPEATED))) return '';
  const masked = coverKey(line, key).replaceAll(LIKE_A_KEY, '[key]');
  const short = masked.length > LONGEST_QUOTE ? `${masked.slice(0, LONGEST_QUOTE - 1).trimEnd()}…` : masked;
  return ` It says: "${short.replaceAll('"', "'").toWellFormed()}"`;
}
